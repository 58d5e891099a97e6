import { type Ray, Vector3 } from 'three';

/** Below this (the square of a sine) a ray looks along the line, and any place on it would do. */
const LEAST_ANGLE = 1e-5;

const toLine = new Vector3();

/** How far along a line it comes closest to a ray; null where the ray looks along it, or away. */
export function nearestOnLine(from: Vector3, along: Vector3, { origin, direction }: Ray): number | null {
	toLine.subVectors(from, origin);
	const a = along.dot(along);
	const b = along.dot(direction);
	const c = direction.dot(direction);
	const d = along.dot(toLine);
	const e = direction.dot(toLine);
	const divisor = a * c - b * b;
	if (divisor < LEAST_ANGLE * a * c) return null;
	if (a * e - b * d <= 0) return null;
	return (b * e - c * d) / divisor;
}
