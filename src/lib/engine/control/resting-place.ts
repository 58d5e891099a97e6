import type { Vector3 } from 'three';
import type { Surface } from './surface.ts';

/** A surface that faces up more than that is a floor. */
const FLOOR = 0.9;

export type Body = {
	/** How far it reaches, as it stands at the origin. */
	readonly points: readonly Vector3[];
	/** Lights and cameras are not laid down: they stay as far above as they were made. */
	readonly solid: boolean;
};

/** By how much something at the origin is moved to lie on a surface; on floors by whole steps across, where there are any. */
export function restingPlace(
	{ points, solid }: Body,
	{ point, normal }: Pick<Surface, 'point' | 'normal'>,
	step: number | null,
): Vector3 {
	const place = point.clone();
	if (step !== null && normal.y > FLOOR) {
		place.x = toStep(place.x, step);
		place.z = toStep(place.z, step);
	}
	if (!solid || points.length === 0) return place;
	const deepest = points.reduce((least, each) => Math.min(least, each.dot(normal)), Infinity);
	return place.addScaledVector(normal, -deepest);
}

const toStep = (n: number, step: number): number => Math.round(n / step) * step;
