import { describe, expect, it } from 'vitest';
import { columnsOf, nextInGrid } from './grid-keys.ts';

describe('keys in a grid of seven, three beside each other', () => {
	const from = (at: number, key: string) => nextInGrid(key, at, 7, 3);

	it('go along and across', () => {
		expect([from(0, 'ArrowRight'), from(4, 'ArrowLeft'), from(1, 'ArrowDown'), from(5, 'ArrowUp')]).toEqual([
			1, 3, 4, 2,
		]);
	});

	it('go to the last of a shorter row, and stop at the edges', () => {
		expect(from(5, 'ArrowDown')).toBe(6);
		expect([from(6, 'ArrowDown'), from(6, 'ArrowRight'), from(0, 'ArrowLeft'), from(1, 'ArrowUp')]).toEqual([
			null,
			null,
			null,
			null,
		]);
	});

	it('know Home and End, and nothing else', () => {
		expect([from(3, 'Home'), from(3, 'End'), from(3, 'x')]).toEqual([0, 6, null]);
		expect(nextInGrid('End', 0, 0, 3)).toBeNull();
	});

	it('count the columns by where the items are', () => {
		expect(columnsOf([0, 0, 0, 90].map((offsetTop) => ({ offsetTop })))).toBe(3);
		expect(columnsOf([0, 0].map((offsetTop) => ({ offsetTop })))).toBe(2);
		expect(columnsOf([])).toBe(1);
	});
});
