import type { Vector3 } from 'three';

/** The nearest of some points; undefined without any. */
export function nearestTo(point: Vector3, points: readonly Vector3[]): Vector3 | undefined {
	let nearest: Vector3 | undefined;
	for (const each of points)
		if (!nearest || each.distanceToSquared(point) < nearest.distanceToSquared(point)) nearest = each;
	return nearest;
}
