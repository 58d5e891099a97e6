import type { Random } from '#lib/base/random.ts';
import type { ConcurrentTrace, ConcurrentTxn, Patch, SequentialTrace } from './trace.ts';

const WORDS = ['let x', ' = ', '\n', '😀', 'é', '👩‍👧', '中文', '// ', '𝒳', 'return;'];

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const upTo = (random: Random, most: number) => Math.floor(random() * (most + 1));

/** What one person types and deletes, in characters of all widths; the outcome is found without any CRDT. */
export function makeSequentialTrace(random: Random, steps: number): SequentialTrace {
	const startContent = 'begin 😀\n';
	const text = [...startContent];
	const change = (): Patch => {
		const position = upTo(random, text.length);
		const deleted = random() < 0.3 ? upTo(random, Math.min(4, text.length - position)) : 0;
		const inserted = random() < 0.8 ? pick(random, WORDS) : '';
		text.splice(position, deleted, ...inserted);
		return [position, deleted, inserted];
	};
	const txns = Array.from({ length: steps }, () => ({
		patches: Array.from({ length: upTo(random, 3) }, change),
	}));
	return { kind: 'sequential', startContent, endContent: text.join(''), txns };
}

const MARKS = ['①', '②', '③'];

/** One person's line as somebody knows it; whoever has seen more edits of it knows better. */
type Line = { readonly text: readonly string[]; readonly edits: number };

const merge = (a: readonly Line[], b: readonly Line[]): readonly Line[] =>
	a.map((line, agent) => ((b[agent]?.edits ?? 0) > line.edits ? (b[agent] as Line) : line));

/**
 * Three people who hear of each other now and then, and each write behind a mark of their own. Nobody inserts where
 * another does, so that the outcome is known without any CRDT.
 */
export function makeConcurrentTrace(random: Random, steps: number): ConcurrentTrace {
	const txns: ConcurrentTxn[] = [{ parents: [], agent: 0, patches: [[0, 0, MARKS.join('')]] }];
	const people = MARKS.map(() => ({ head: 0, lines: MARKS.map((): Line => ({ text: [], edits: 0 })) }));
	const learn = (agent: number, others: readonly number[]): { parents: number[]; lines: readonly Line[] } => {
		const known = [agent, ...others].map((index) => people[index] as (typeof people)[number]);
		const parents = [...new Set(known.map(({ head }) => head))];
		return { parents, lines: known.map(({ lines }) => lines).reduce(merge as never) };
	};
	for (let step = 0; step < steps; step++) {
		const agent = upTo(random, MARKS.length - 1);
		const { parents, lines } = learn(agent, random() < 0.4 ? [upTo(random, MARKS.length - 1)] : []);
		const { text, edits } = lines[agent] as Line;
		const start = lines.slice(0, agent).reduce((sum, line) => sum + line.text.length, agent + 1);
		const at = upTo(random, text.length);
		const deleted = random() < 0.3 ? upTo(random, Math.min(5, text.length - at)) : 0;
		const inserted = pick(random, WORDS);
		const mine = { text: text.toSpliced(at, deleted, ...inserted), edits: edits + 1 };
		txns.push({ parents, agent, patches: [[start + at, deleted, inserted]] });
		people[agent] = { head: txns.length - 1, lines: lines.with(agent, mine) };
	}
	const { parents, lines } = learn(0, [1, 2]);
	txns.push({ parents, agent: 0, patches: [] });
	const endContent = MARKS.map((mark, agent) => mark + lines[agent]?.text.join('')).join('');
	return { kind: 'concurrent', endContent, txns };
}
