/** Something that can be found by its name. */
type Findable = {
	readonly name: string;
	/** What else it is found by: its group, its keys. */
	readonly about: string;
};

const NAME_START = 100;
const WORD_START = 80;
const WITHIN = 40;
const LETTERS = 10;
/** How far apart letters may stand, for each that was typed: further is chance. */
const SPREAD = 2;

/**
 * What fits what was typed, best first; equals stay in their order. Every word of the query must be found: at the
 * beginning of the name, of a word, somewhere in it, in what else is said, or at least its letters one after another.
 */
export function findCommands<T extends Findable>(things: readonly T[], query: string): readonly T[] {
	const words = fold(query).split(/\s+/).filter(Boolean);
	if (words.length === 0) return things;
	return things
		.map((thing) => ({ thing, score: scoreOf(thing, words) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.map(({ thing }) => thing);
}

function scoreOf({ name, about }: Findable, words: readonly string[]): number {
	const folded = fold(name);
	const others = fold(about);
	const scores = words.map((word) => scoreOfWord(word, folded, others));
	return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) / words.length;
}

function scoreOfWord(word: string, name: string, about: string): number {
	const at = name.indexOf(word);
	if (at === 0) return NAME_START;
	if (name.includes(` ${word}`)) return WORD_START;
	if (at > 0) return WITHIN;
	if (about.split(/\s+/).some((other) => other.startsWith(word))) return WITHIN / 2;
	return spread(word, name);
}

/** The letters of a word in their order with others between: the less between, the better. */
function spread(word: string, name: string): number {
	let at = name.indexOf(word.charAt(0));
	const first = at;
	for (const letter of word.slice(1)) {
		if (at === -1) return 0;
		at = name.indexOf(letter, at + 1);
	}
	if (at === -1 || word.length < 2) return 0;
	const span = at - first + 1;
	return span > SPREAD * word.length ? 0 : (LETTERS * word.length) / span;
}

/** Without accents and case. */
const fold = (text: string): string =>
	text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim();
