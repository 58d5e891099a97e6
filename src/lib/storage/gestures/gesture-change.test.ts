import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJson, type JsonValue } from '../../base/json.ts';
import type { PlacedGesture } from '../backend.ts';
import type { GestureChange } from './gesture-store.ts';
import { changeGestures, joinGestureChanges, parseGesture } from './gesture-change.ts';

describe('changes of undo lists', () => {
	test('[S23] two changes as one do what both did, one after the other', () => {
		let different = 0;
		fc.assert(
			fc.property(anyRows, anyChange, anyChange, (rows, a, b) => {
				const expected = changeGestures(changeGestures(rows, a), b);
				if (expected.length !== changeGestures(rows, b).length) different += 1;
				expect(changeGestures(rows, joinGestureChanges(a, b))).toEqual(expected);
			}),
			{ seed: 1, numRuns: 1000 },
		);
		expect(different).toBeGreaterThan(100);
	});

	test('[S23] changes that were written already can be written again', () => {
		fc.assert(
			fc.property(anyRows, fc.array(anyChange), fc.nat(), (rows, changes, upTo) => {
				const done = changes.slice(0, upTo % (changes.length + 1)).reduce(changeGestures, rows);
				expect(changes.reduce(changeGestures, done)).toEqual(changes.reduce(changeGestures, rows));
			}),
			{ seed: 2, numRuns: 500 },
		);
	});

	test('[S23] a gesture holds the deepest value a document may hold', () => {
		let value: JsonValue = 'deep';
		while (isJson([value])) value = [value];
		const payload = { parts: [{ changes: [{ before: value, after: null }] }] };
		expect(isJson(payload)).toBe(false);
		expect(parseGesture({ stack: 'undo', index: 0, payload })).not.toBeNull();
	});

	test.each([
		null,
		'row',
		{},
		{ stack: 'undo', index: -1, payload: 1 },
		{ stack: 'undo', index: 0.5, payload: 1 },
		{ stack: '__proto__', index: 0, payload: 1 },
		{ stack: 'redo', index: 0 },
		{ stack: 'redo', index: 0, payload: new Map() },
	])('[S20] %j is no gesture', (row) => {
		expect(parseGesture(row)).toBeNull();
	});
});

const stack = fc.constantFrom('undo' as const, 'redo' as const);
const index = fc.integer({ min: 0, max: 6 });
const row = fc.record({ stack, index, payload: fc.nat(99) });
const byPlace = (one: PlacedGesture) => `${one.stack}:${one.index}`;
const inOrder = (rows: readonly PlacedGesture[]) => changeGestures([], { put: rows });

const anyRows = fc.uniqueArray(row, { selector: byPlace, maxLength: 10 }).map(inOrder);
const bound = fc.record({ undo: index, redo: index }, { requiredKeys: [] });
const anyChange: fc.Arbitrary<GestureChange> = fc.record(
	{ truncate: bound, dropBefore: bound, put: fc.uniqueArray(row, { selector: byPlace, maxLength: 4 }) },
	{ requiredKeys: [] },
);
