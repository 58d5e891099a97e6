import type { TextChange } from '#lib/doc/script-text.ts';

/**
 * Translates places in a text counted in code points into UTF-16 units while the text changes. Only characters of two
 * units are remembered, of which most texts have few.
 */
export class CodePoints {
	/** Where characters of two units begin, in units, ascending. */
	#wide: number[];

	constructor(text: string) {
		this.#wide = wideIn(text, 0);
	}

	/** The unit at which the code point with this index begins. */
	toUnits(codePoint: number): number {
		let [low, high] = [0, this.#wide.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			// As many units too far as there are wide characters before it.
			if ((this.#wide[middle] as number) - middle < codePoint) low = middle + 1;
			else high = middle;
		}
		return codePoint + low;
	}

	apply({ index, removed, inserted }: TextChange): void {
		const added = wideIn(inserted, index);
		if (this.#wide.length === 0 && added.length === 0) return;
		const shift = inserted.length - removed;
		const before = this.#wide.filter((at) => at < index);
		const after = this.#wide.filter((at) => at >= index + removed).map((at) => at + shift);
		this.#wide = [...before, ...added, ...after];
	}
}

const WIDE = /[\u{10000}-\u{10FFFF}]/gu;

const wideIn = (text: string, offset: number): number[] =>
	Array.from(text.matchAll(WIDE), (match) => match.index + offset);
