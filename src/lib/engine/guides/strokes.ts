import type { Vector3 } from '../../doc/components/component.ts';
import { ORIGIN } from './guide.ts';

export type Axis = 0 | 1 | 2;

const TURN = Math.PI * 2;
/** Lines of a whole circle. */
const STEPS = 64;
const THIRD_AXIS = [0, 1, 2] as const;

/** Lines from each point to the next. */
export function path(points: readonly Vector3[]): number[] {
	return points.slice(1).flatMap((point, i) => [...(points[i] ?? point), ...point]);
}

/** A part of a circle around an axis: from an angle to another, radians, counted from the axis after it (X after Z). */
export function arc(axis: Axis, radius: number, center = ORIGIN, from = 0, to = TURN): number[] {
	// Even, so that a line ends in its middle.
	const steps = 2 * Math.max(1, Math.round((STEPS * Math.abs(to - from)) / TURN / 2));
	const points = Array.from({ length: steps + 1 }, (_, i) => {
		const angle = from + ((to - from) * i) / steps;
		return onCircle(axis, radius, center, angle);
	});
	return path(points);
}

/** A place on such a circle. */
export function onCircle(axis: Axis, radius: number, center: Vector3, angle: number): Vector3 {
	const point: [number, number, number] = [...center];
	point[(axis + 1) % 3]! += radius * Math.cos(angle);
	point[(axis + 2) % 3]! += radius * Math.sin(angle);
	return point;
}

export const sphere = (radius: number, center = ORIGIN): number[] =>
	THIRD_AXIS.flatMap((axis) => arc(axis, radius, center));

/** Four places on a circle around an axis, a quarter apart. */
export const quarters = (axis: Axis, radius: number, center: Vector3): Vector3[] =>
	[0, 1, 2, 3].map((i) => onCircle(axis, radius, center, (i * TURN) / 4));

/** A rectangle across Z. */
export function rectangle(width: number, height: number, z: number): number[] {
	const [x, y] = [width / 2, height / 2];
	return path([
		[-x, -y, z],
		[x, -y, z],
		[x, y, z],
		[-x, y, z],
		[-x, -y, z],
	]);
}

/** The twelve edges of a box. */
export function box([width, height, depth]: Vector3, [x, y, z]: Vector3): number[] {
	const ends = [-0.5, 0.5];
	const at = (a: number, b: number, c: number) => [x + a * width, y + b * height, z + c * depth];
	return ends.flatMap((a) =>
		ends.flatMap((b) => [
			...at(-0.5, a, b),
			...at(0.5, a, b),
			...at(a, -0.5, b),
			...at(a, 0.5, b),
			...at(a, b, -0.5),
			...at(a, b, 0.5),
		]),
	);
}
