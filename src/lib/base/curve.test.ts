import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveAt, isCurve, MAX_POINTS, type Curve } from './curve.ts';
import { gradientAt, isGradient } from './gradient.ts';

const LINE: Curve = {
	smooth: false,
	points: [
		[0, 0],
		[0.5, 1],
		[1, 0],
	],
};
const arbitraryCurve = fc
	.tuple(
		fc.boolean(),
		fc.array(
			fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -2, max: 3, noNaN: true })),
			{
				minLength: 1,
				maxLength: MAX_POINTS,
			},
		),
	)
	.map(([smooth, points]): Curve => ({ smooth, points: points.sort(([a], [b]) => a - b) }));

describe('[E219] a curve', () => {
	it('goes straight from point to point, and stays at its ends', () => {
		expect([-1, 0, 0.25, 0.5, 0.75, 1, 2].map((x) => curveAt(LINE, x))).toEqual([0, 0, 0.5, 1, 0.5, 0, 0]);
		expect(curveAt({ smooth: true, points: [[0.5, 7]] }, 0.1)).toBe(7);
		expect(
			[0.4, 0.5, 0.6].map((x) =>
				curveAt(
					{
						smooth: true,
						points: [
							[0.5, 1],
							[0.5, 2],
						],
					},
					x,
				),
			),
		).toEqual([1, 2, 2]);
	});

	it('is soft where it is smooth', () => {
		const soft: Curve = {
			smooth: true,
			points: [
				[0, 0],
				[1, 1],
			],
		};
		expect([0, 0.25, 0.5, 1].map((x) => curveAt(soft, x))).toEqual([0, 0.15625, 0.5, 1]);
	});

	it('never goes beyond its points', () => {
		fc.assert(
			fc.property(arbitraryCurve, fc.double({ min: 0, max: 1, noNaN: true }), (curve, x) => {
				const heights = curve.points.map(([, y]) => y);
				const y = curveAt(curve, x);
				expect(y).toBeGreaterThanOrEqual(Math.min(...heights) - 1e-9);
				expect(y).toBeLessThanOrEqual(Math.max(...heights) + 1e-9);
				expect(isCurve(curve, -2, 3)).toBe(true);
			}),
			{ seed: 7 },
		);
	});

	it.each([
		null,
		[],
		{},
		{ smooth: true },
		{ smooth: true, points: [] },
		{ smooth: 1, points: [[0, 0]] },
		{ smooth: true, points: [[0, 0]], more: 1 },
		{ smooth: true, points: [[0, 0, 0]] },
		{ smooth: true, points: [[0, 2]] },
		{ smooth: true, points: [[-0.1, 0]] },
		{ smooth: true, points: [[NaN, 0]] },
		{ smooth: true, points: [['0', 0]] },
		{ smooth: true, points: new Array(2) },
		{
			smooth: true,
			points: [
				[0.6, 0],
				[0.5, 0],
			],
		},
		{ smooth: true, points: new Array(MAX_POINTS + 1).fill([0, 0]) },
	])('is not %j', (value) => {
		expect(isCurve(value, 0, 1)).toBe(false);
	});
});

const stop = (at: number, color: string, opacity: number) => ({ at, color, opacity });

describe('[E219] a gradient', () => {
	it('goes from colour to colour, and stays at its ends', () => {
		const gradient = [stop(0.25, '#ff0000', 1), stop(0.75, '#0000ff', 0)];
		expect(isGradient(gradient)).toBe(true);
		expect([0, 0.25, 0.5, 0.75, 1].map((at) => gradientAt(gradient, at).color)).toEqual([
			'#ff0000',
			'#ff0000',
			'#800080',
			'#0000ff',
			'#0000ff',
		]);
		expect(gradientAt(gradient, 0.375).opacity).toBeCloseTo(0.75);
	});

	it.each([
		null,
		[],
		{},
		[null],
		new Array(1),
		[{ at: 0, color: '#ffffff' }],
		[{ ...stop(0, '#ffffff', 1), more: 1 }],
		[stop(0, '#FFFFFF', 1)],
		[stop(0, '#fff', 1)],
		[stop(0, '#ffffff', 1.5)],
		[stop(NaN, '#ffffff', 1)],
		[stop(1, '#ffffff', 1), stop(0, '#ffffff', 1)],
		new Array(MAX_POINTS + 1).fill(stop(0, '#ffffff', 1)),
	])('is not %j', (value) => {
		expect(isGradient(value)).toBe(false);
	});
});
