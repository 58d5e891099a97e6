import { describe, expect, it } from 'vitest';
import { measuredText, sizesText } from './measure-words.ts';

describe('[E153] what is measured', () => {
	it('is said with its parts along the axes', () => {
		expect(measuredText([1, 0, 0], [4, 0, -4])).toBe('5 m · x 3 · y 0 · z -4');
	});

	it('is the size of one, the distance of two, and the size of more together', () => {
		const size = [1, 2.5, 3] as const;
		const [a, b] = [[0, 0, 0] as const, [3, 4, 0] as const];
		expect(sizesText({ size, origins: [a] }, ['Box'])).toBe('Box: 1 m wide, 2.5 m high, 3 m deep');
		expect(sizesText({ size, origins: [a, b] }, ['Box', 'Ball'])).toBe(
			'“Box” and “Ball” are 5 m apart: x 3, y 4, z 0',
		);
		expect(sizesText({ size, origins: [a, b, a] }, [])).toBe(
			'3 things together: 1 m wide, 2.5 m high, 3 m deep',
		);
	});
});
