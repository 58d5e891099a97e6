import { describe, expect, it } from 'vitest';
import { isInsidePolygon } from './polygon.ts';

const points = (...pairs: (readonly [number, number])[]) => pairs.map(([x, y]) => ({ x, y }));

describe('[E154] inside a closed line', () => {
	it('is what it goes around, dents left out', () => {
		const dented = points([0, 0], [4, 0], [4, 4], [2, 1], [0, 4]);
		expect(isInsidePolygon(dented, 1, 1)).toBe(true);
		expect(isInsidePolygon(dented, 3.5, 2)).toBe(true);
		expect(isInsidePolygon(dented, 2, 3)).toBe(false);
		expect(isInsidePolygon(dented, 5, 1)).toBe(false);
		expect(isInsidePolygon(dented.toReversed(), 1, 1)).toBe(true);
	});

	it('is nothing of no line', () => {
		expect(isInsidePolygon([], 0, 0)).toBe(false);
		expect(isInsidePolygon(points([0, 0], [1, 1]), 0.5, 0.5)).toBe(false);
	});
});
