import { curveAt, type Curve } from '#lib/base/curve.ts';

const STEPS = 64;

/** A curve as an SVG path in a square of 100, upwards. */
export function curvePath(curve: Curve, min: number, max: number): string {
	const xs = curve.smooth ? Array.from({ length: STEPS + 1 }, (_, i) => i / STEPS) : [0, 1];
	// Both sides of an upright step, and every corner.
	for (const [x] of curve.points) xs.push(x);
	const places = [...new Set(xs)].sort((a, b) => a - b).map((x): [number, number] => [x, curveAt(curve, x)]);
	const corners = curve.points.filter(([x], i) => curve.points[i + 1]?.[0] === x);
	const all = [
		...places.map((place, order) => ({ place, order })),
		...corners.map((place) => ({ place, order: -1 })),
	];
	return all
		.sort((a, b) => a.place[0] - b.place[0] || a.order - b.order)
		.map(({ place: [x, y] }) => `${round(x * 100)} ${round((100 * (max - y)) / (max - min))}`)
		.join('L')
		.replace(/^/, 'M');
}

const round = (value: number): number => Number(value.toFixed(2));
