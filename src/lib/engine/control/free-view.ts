import { Spherical, Vector3 } from 'three';
import type { ViewportView } from '../viewport-port.ts';

const UP = new Vector3(0, 1, 0);
/** From straight up or down, radians. */
const LEAST_POLAR = 0.01;

/** A view from elsewhere, in the same direction: `by` is to the right, up in the world and ahead, m. */
export function flown({ position, target }: ViewportView, by: Vector3): ViewportView {
	const ahead = new Vector3(...target).sub(new Vector3(...position)).normalize();
	const right = ahead.clone().cross(UP).normalize();
	const way = right.multiplyScalar(by.x).addScaledVector(UP, by.y).addScaledVector(ahead, by.z);
	const moved = ([x, y, z]: ViewportView['position']) => [x + way.x, y + way.y, z + way.z] as const;
	return { position: moved(position), target: moved(target) };
}

/** A view from the same place in another direction, radians: to the left, and up. */
export function turned({ position, target }: ViewportView, yaw: number, pitch: number): ViewportView {
	const from = new Vector3(...position);
	const angles = new Spherical().setFromVector3(new Vector3(...target).sub(from));
	angles.theta += yaw;
	angles.phi = Math.min(Math.PI - LEAST_POLAR, Math.max(LEAST_POLAR, angles.phi - pitch));
	const { x, y, z } = new Vector3().setFromSpherical(angles).add(from);
	return { position, target: [x, y, z] };
}
