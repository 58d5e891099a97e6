/** A number that follows another from 0 to 1, say the size of a particle over its life. */
export type Curve = {
	/** Whether it goes round its points softly, and not straight from one to the next. */
	readonly smooth: boolean;
	/** From left to right; before the first and behind the last it stays as it is there. */
	readonly points: readonly CurvePoint[];
};
export type CurvePoint = readonly [x: number, y: number];

/** Points or stops at most: what more would say, nobody sees. */
export const MAX_POINTS = 16;

/** Whether anything is a curve between these. Never throws. */
export function isCurve(value: unknown, min: number, max: number): value is Curve {
	if (!isPlainWith(value, 2)) return false;
	const { smooth, points } = value;
	if (typeof smooth !== 'boolean' || !isList(points)) return false;
	let before = 0;
	// Not `every`: it would skip holes.
	for (let i = 0; i < points.length; i++) {
		const point: unknown = points[i];
		if (!Array.isArray(point) || point.length !== 2) return false;
		const [x, y] = point as unknown[];
		if (!isWithin(x, before, 1) || !isWithin(y, min, max)) return false;
		before = x;
	}
	return true;
}

/** What a curve is at x, from 0 to 1. Between the lowest and the highest of its points, also where it is smooth. */
export function curveAt({ points, smooth }: Curve, x: number): number {
	const next = points.findIndex((point) => point[0] > x);
	const first = points[0]?.[1] ?? 0;
	if (next === 0) return first;
	const from = points[next < 0 ? points.length - 1 : next - 1];
	const to = points[next];
	if (!from || !to) return from?.[1] ?? first;
	const width = to[0] - from[0];
	const t = (x - from[0]) / width;
	if (!smooth) return from[1] + (to[1] - from[1]) * t;
	return hermite(t, from[1], to[1], slopeAt(points, next - 1) * width, slopeAt(points, next) * width);
}

/** Slopes after Fritsch and Butland: a curve through these never swings beyond its points. */
function slopeAt(points: readonly CurvePoint[], index: number): number {
	const [before, after] = [steepness(points, index - 1), steepness(points, index)];
	if (before === undefined || after === undefined || before * after <= 0) return 0;
	return (2 * before * after) / (before + after);
}

/** Points nearer than this stand above each other. */
const UPRIGHT = 1e-6;

/** From one point to the next; undefined at the ends, and where one stands above another. */
function steepness(points: readonly CurvePoint[], index: number): number | undefined {
	const [from, to] = [points[index], points[index + 1]];
	return from && to && to[0] - from[0] > UPRIGHT ? (to[1] - from[1]) / (to[0] - from[0]) : undefined;
}

function hermite(t: number, from: number, to: number, slopeFrom: number, slopeTo: number): number {
	const [t2, t3] = [t * t, t * t * t];
	return (
		from * (2 * t3 - 3 * t2 + 1) +
		to * (3 * t2 - 2 * t3) +
		slopeFrom * (t3 - 2 * t2 + t) +
		slopeTo * (t3 - t2)
	);
}

/** What peers wrote may have keys that are not known here: those would be lost with the next edit. */
export function isPlainWith(value: unknown, count: number): value is Readonly<Record<string, unknown>> {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		Object.keys(value).length === count
	);
}

export const isList = (value: unknown): value is readonly unknown[] =>
	Array.isArray(value) && value.length > 0 && value.length <= MAX_POINTS;

export const isWithin = (value: unknown, min: number, max: number): value is number =>
	typeof value === 'number' && value >= min && value <= max;
