import type { Curve, CurvePoint } from '../base/curve.ts';
import { isCurve } from '../base/curve.ts';
import type { Gradient, GradientStop } from '../base/gradient.ts';
import { isGradient } from '../base/gradient.ts';
import type { JsonValue } from '../base/json.ts';
import type { EntityMigration, EntityValues } from './migrations.ts';

const START_SIZE = 'particles.startSize';
const END_SIZE = 'particles.endSize';
const START_COLOR = 'particles.startColor';
const END_COLOR = 'particles.endColor';
const START_OPACITY = 'particles.startOpacity';
const END_OPACITY = 'particles.endOpacity';

/** What the new fields are where nothing is stored; frozen with this step, whatever defaults become later. */
const SIZE = 0.2;
const MAX_SIZE = 1000;
const SIZES: Curve = {
	smooth: false,
	points: [
		[0, 1],
		[1, 1],
	],
};
const COLORS: Gradient = [
	{ at: 0, color: '#ffffff', opacity: 1 },
	{ at: 1, color: '#ffffff', opacity: 0 },
];

/**
 * Particles had a first and a last size, colour and opacity; now they have all between as well. An old key that comes
 * late changes the first or the last point alone: what somebody else made between meanwhile stays.
 */
export const particlesOverLife: EntityMigration = {
	to: 3,
	oldKeys: [START_SIZE, END_SIZE, START_COLOR, END_COLOR, START_OPACITY, END_OPACITY],
	migrate: (values, old) => {
		migrateSizes(values, numberIn(old[START_SIZE], MAX_SIZE), numberIn(old[END_SIZE], MAX_SIZE));
		migrateColors(
			values,
			{ color: colorIn(old[START_COLOR]), opacity: numberIn(old[START_OPACITY], 1) },
			{ color: colorIn(old[END_COLOR]), opacity: numberIn(old[END_OPACITY], 1) },
		);
	},
};

function migrateSizes(values: EntityValues, start: number | undefined, end: number | undefined): void {
	if (start === undefined && end === undefined) return;
	const stored = values['particles.sizeOverLife'];
	const curve = isCurve(stored, 0, 1) ? stored : SIZES;
	const biggest = numberIn(values['particles.size'], MAX_SIZE) ?? SIZE;
	const sizes = atLeastTwo(curve.points).map(([x, y], i, { length }): CurvePoint => {
		const size = i === 0 ? start : i === length - 1 ? end : undefined;
		return [x, size ?? y * biggest];
	});
	const size = Math.max(...sizes.map(([, y]) => y));
	values['particles.size'] = size;
	const points = sizes.map(([x, y]) => [x, size > 0 ? Number((y / size).toFixed(4)) : 1]);
	values['particles.sizeOverLife'] = { smooth: curve.smooth, points };
}

const atLeastTwo = (points: readonly CurvePoint[]): readonly CurvePoint[] => {
	const [only] = points;
	return points.length > 1 || !only
		? points
		: [
				[0, only[1]],
				[1, only[1]],
			];
};

type End = { readonly color: string | undefined; readonly opacity: number | undefined };

function migrateColors(values: EntityValues, start: End, end: End): void {
	if ([start.color, start.opacity, end.color, end.opacity].every((part) => part === undefined)) return;
	const stored = values['particles.colorOverLife'];
	const gradient = isGradient(stored) ? stored : COLORS;
	const [only] = gradient;
	const stops =
		gradient.length > 1 || !only
			? gradient
			: [
					{ ...only, at: 0 },
					{ ...only, at: 1 },
				];
	values['particles.colorOverLife'] = stops.map((stop, i): GradientStop => {
		const { color, opacity } = i === 0 ? start : i === stops.length - 1 ? end : stop;
		return { at: stop.at, color: color ?? stop.color, opacity: opacity ?? stop.opacity };
	});
}

const numberIn = (value: JsonValue | undefined, max: number): number | undefined =>
	typeof value === 'number' && value >= 0 && value <= max ? value : undefined;

const colorIn = (value: JsonValue | undefined): string | undefined =>
	typeof value === 'string' && /^#[0-9a-f]{6}$/.test(value) ? value : undefined;
