import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../base/json.ts';
import { migrateValues } from './migrations.ts';

const migrated = (values: Record<string, JsonValue>) => {
	migrateValues(values);
	return values;
};
const WHITE_FADING = [
	{ at: 0, color: '#ffffff', opacity: 1 },
	{ at: 1, color: '#ffffff', opacity: 0 },
];

describe('[D8] particles with a first and a last', () => {
	it('become curves and gradients that look the same', () => {
		expect(
			migrated({
				particles: true,
				'particles.startSize': 0.5,
				'particles.endSize': 0.1,
				'particles.startColor': '#ffd9a0',
				'particles.endColor': '#802010',
				'particles.startOpacity': 0.9,
				'particles.endOpacity': 0.2,
			}),
		).toEqual({
			particles: true,
			'particles.size': 0.5,
			'particles.sizeOverLife': {
				smooth: false,
				points: [
					[0, 1],
					[1, 0.2],
				],
			},
			'particles.colorOverLife': [
				{ at: 0, color: '#ffd9a0', opacity: 0.9 },
				{ at: 1, color: '#802010', opacity: 0.2 },
			],
		});
	});

	it('take the default for what was not set, and leave what was set wrongly', () => {
		expect(migrated({ 'particles.endSize': 2 })).toEqual({
			'particles.size': 2,
			'particles.sizeOverLife': {
				smooth: false,
				points: [
					[0, 0.1],
					[1, 1],
				],
			},
		});
		expect(migrated({ 'particles.endOpacity': 1 })['particles.colorOverLife']).toEqual([
			WHITE_FADING[0],
			{ at: 1, color: '#ffffff', opacity: 1 },
		]);
		expect(migrated({ 'particles.startSize': 'wide', 'particles.startColor': 7 })).toEqual({});
		expect(migrated({ 'particles.startSize': 0, 'particles.endSize': 0 })['particles.size']).toBe(0);
	});

	it('that come late change the first and the last alone: what was made between stays', () => {
		const middle = { at: 0.4, color: '#00ff00', opacity: 0.5 };
		const late = migrated({
			'particles.colorOverLife': [WHITE_FADING[0]!, middle, WHITE_FADING[1]!],
			'particles.startColor': '#ff0000',
			'particles.size': 1,
			'particles.sizeOverLife': {
				smooth: true,
				points: [
					[0, 0.25],
					[0.5, 1],
					[1, 0.5],
				],
			},
			'particles.endSize': 2,
		});
		expect(late['particles.colorOverLife']).toEqual([
			{ at: 0, color: '#ff0000', opacity: 1 },
			middle,
			WHITE_FADING[1],
		]);
		expect([late['particles.size'], late['particles.sizeOverLife']]).toEqual([
			2,
			{
				smooth: true,
				points: [
					[0, 0.125],
					[0.5, 0.5],
					[1, 1],
				],
			},
		]);
	});

	it('change a curve of one point into one of two', () => {
		const late = migrated({
			'particles.sizeOverLife': { smooth: false, points: [[0.5, 0.5]] },
			'particles.startSize': 0.2,
		});
		expect(late['particles.sizeOverLife']).toEqual({
			smooth: false,
			points: [
				[0, 1],
				[1, 0.5],
			],
		});
	});
});
