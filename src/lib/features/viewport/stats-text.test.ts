import { describe, expect, it } from 'vitest';
import { formatStats, shortNumber } from './stats-text.ts';

describe('statistics', () => {
	it('are short whatever their size', () => {
		expect([0, 950, 1_000, 1_540, 53_210, 999_499, 999_600, 1_240_000].map(shortNumber)).toEqual([
			'0',
			'950',
			'1k',
			'1.5k',
			'53k',
			'999k',
			'1M',
			'1.2M',
		]);
	});

	it('[E214] read as one line', () => {
		const stats = { entities: 1, draws: 9, triangles: 53_000, frameMs: 1.84, gridCell: null };
		expect(formatStats(stats, { geometries: 2_000_000, textures: 10_400_000 })).toBe(
			'1 entity · 9 draws · 53k triangles · 12 MB · 1.8 ms',
		);
	});
});
