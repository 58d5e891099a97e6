import { describe, expect, it } from 'vitest';
import { placeAmong } from './tab-drag.ts';
import { tabOfKey } from './tab-keys.ts';

const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({
	key: name,
	altKey: false,
	ctrlKey: false,
	metaKey: false,
	...held,
});
const middle = { at: 1, count: 3, mirrored: false };

describe('[E171] a key on a tab', () => {
	it('shows the one beside it, and round the ends', () => {
		expect(tabOfKey(key('ArrowRight'), middle)).toEqual({ kind: 'show', to: 2 });
		expect(tabOfKey(key('ArrowRight'), { ...middle, at: 2 })).toEqual({ kind: 'show', to: 0 });
		expect(tabOfKey(key('ArrowLeft'), { ...middle, at: 0 })).toEqual({ kind: 'show', to: 2 });
		expect(tabOfKey(key('ArrowRight'), { ...middle, mirrored: true })).toEqual({ kind: 'show', to: 0 });
		expect(tabOfKey(key('Home'), middle)).toEqual({ kind: 'show', to: 0 });
		expect(tabOfKey(key('End'), middle)).toEqual({ kind: 'show', to: 2 });
	});

	it('moves it with Alt, not beyond the ends', () => {
		expect(tabOfKey(key('ArrowLeft', { altKey: true }), middle)).toEqual({ kind: 'move', to: 0 });
		expect(tabOfKey(key('ArrowRight', { altKey: true }), { ...middle, at: 2 })).toBeUndefined();
	});

	it('closes it, and leaves other keys alone', () => {
		expect(tabOfKey(key('Delete'), middle)).toEqual({ kind: 'close' });
		expect(tabOfKey(key('Delete'), { ...middle, at: 0, count: 1 })).toBeUndefined();
		expect(tabOfKey(key('ArrowRight', { ctrlKey: true }), middle)).toBeUndefined();
		expect(tabOfKey(key('x'), middle)).toBeUndefined();
	});
});

it('[E171] a dragged tab goes behind those whose middle it has passed', () => {
	const spans = [
		{ start: 0, end: 100 },
		{ start: 100, end: 200 },
	];
	expect(placeAmong(spans, 40)).toBe(0);
	expect(placeAmong(spans, 60)).toBe(1);
	expect(placeAmong(spans, 160)).toBe(2);
	expect(placeAmong(spans, 60, true)).toBe(1);
	expect(placeAmong(spans, 40, true)).toBe(2);
});
