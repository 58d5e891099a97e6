import { describe, expect, it } from 'vitest';
import { orMixed, sharedAxes, sharedValue } from './shared-value.ts';

describe('a value shared by a selection', () => {
	it('is the value when all have it, also when it is none', () => {
		expect(sharedValue(['#ffffff', '#ffffff'])).toEqual({ kind: 'same', value: '#ffffff' });
		expect(sharedValue([null, null])).toEqual({ kind: 'same', value: null });
		expect(sharedValue([[0, 0, 0, 1] as const, [0, 0, 0, 1] as const]).kind).toBe('same');
	});

	it('is mixed when one differs', () => {
		expect(orMixed(sharedValue([1, 1, 2]))).toBeNull();
		expect(orMixed(sharedValue([false, false]))).toBe(false);
	});

	it('is told by axis for vectors', () => {
		expect(
			sharedAxes([
				[1, 2, 3],
				[1, 5, 3],
			]),
		).toEqual([1, null, 3]);
	});
});
