import { describe, expect, it } from 'vitest';
import { scrollTopFor, visibleCells } from './visible-cells.ts';

const card = { width: 100, height: 120 };
const sight = { width: 450, height: 240, scrollTop: 0 };

describe('[E124] thousands of assets', () => {
	it('are drawn only as far as they are in sight, and a little around', () => {
		expect(visibleCells(5_000, card, sight)).toEqual({ columns: 4, first: 0, end: 16, height: 150_000 });
		const below = visibleCells(5_000, card, { ...sight, scrollTop: 12_000 });
		expect(below).toEqual({ columns: 4, first: 392, end: 416, height: 150_000 });
	});

	it('are drawn whatever room there is: none, less than one, more than all', () => {
		expect(visibleCells(3, card, { width: 0, height: 0, scrollTop: 0 })).toMatchObject({
			columns: 1,
			end: 2,
		});
		expect(visibleCells(3, card, sight)).toMatchObject({ columns: 4, first: 0, end: 3, height: 120 });
		expect(visibleCells(0, card, sight)).toMatchObject({ first: 0, end: 0, height: 0 });
		expect(visibleCells(3, card, { ...sight, scrollTop: 9_999 })).toMatchObject({ first: 3, end: 3 });
	});

	it('stand one a line in a list', () => {
		const row = { width: Infinity, height: 30 };
		expect(visibleCells(5_000, row, sight)).toMatchObject({ columns: 1, end: 10, height: 150_000 });
	});

	it('are scrolled to only where they are out of sight', () => {
		expect(scrollTopFor(7, 4, card, sight)).toBe(null);
		expect(scrollTopFor(8, 4, card, sight)).toBe(120);
		expect(scrollTopFor(0, 4, card, { ...sight, scrollTop: 50 })).toBe(0);
	});

	it('show their top where less than one of them fits', () => {
		const low = { ...sight, height: 90 };
		expect(scrollTopFor(0, 4, card, low)).toBe(null);
		expect(scrollTopFor(4, 4, card, low)).toBe(120);
		expect(scrollTopFor(4, 4, card, { ...low, scrollTop: 120 })).toBe(null);
	});
});
