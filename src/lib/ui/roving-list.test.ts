import { describe, expect, it } from 'vitest';
import { nextIndex, TypeAhead } from './roving-list.ts';

const all = () => true;

describe('moving through a list by key', () => {
	it('wraps at both ends', () => {
		expect(nextIndex('ArrowDown', 2, 3, all)).toBe(0);
		expect(nextIndex('ArrowUp', 0, 3, all)).toBe(2);
	});
	it('begins at the first or the last when nothing has the focus yet', () => {
		expect(nextIndex('ArrowDown', -1, 3, all)).toBe(0);
		expect(nextIndex('ArrowUp', -1, 3, all)).toBe(2);
	});
	it('skips what is disabled, and gives up when all are', () => {
		expect(nextIndex('ArrowDown', 0, 3, (index) => index !== 1)).toBe(2);
		expect(nextIndex('End', 0, 3, (index) => index < 2)).toBe(1);
		expect(nextIndex('Home', 0, 3, () => false)).toBeNull();
	});
	it('leaves other keys alone', () => {
		expect(nextIndex('a', 0, 3, all)).toBeNull();
	});
});

describe('type-ahead', () => {
	const labels = ['Box', 'Barrel', 'Chair', 'Chest'];
	it('finds the next item that begins with the letter', () => {
		expect(new TypeAhead().type('c', 0, labels, 0)).toBe(2);
	});
	it('narrows with further letters typed soon after', () => {
		const typed = new TypeAhead();
		typed.type('c', 0, labels, 0);
		typed.type('h', 100, labels, 2);
		expect(typed.type('e', 200, labels, 2)).toBe(3);
	});
	it('walks through the items on a repeated letter', () => {
		const typed = new TypeAhead();
		expect(typed.type('b', 0, labels, 0)).toBe(1);
		expect(typed.type('b', 100, labels, 1)).toBe(0);
	});
	it('forgets after a pause', () => {
		const typed = new TypeAhead();
		typed.type('c', 0, labels, 0);
		expect(typed.type('b', 5_000, labels, 2)).toBe(0);
	});
	it('finds nothing when nothing fits', () => {
		expect(new TypeAhead().type('z', 0, labels, 0)).toBeNull();
	});
});
