const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** One or two letters for a name: "Ana" → "AN", "Jo van Dam" → "JD", "" → "?". */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/).filter(Boolean);
	const [first, last] = [words[0], words.at(-1)];
	if (!first || !last) return '?';
	const graphemes = (word: string) => [...letters.segment(word)].map((part) => part.segment);
	const picked = words.length > 1 ? [graphemes(first)[0], graphemes(last)[0]] : graphemes(first).slice(0, 2);
	return picked.join('').toLocaleUpperCase();
}
