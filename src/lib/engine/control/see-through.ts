import { Vector3, type PerspectiveCamera } from 'three';
import type { ViewThrough } from '../viewport-port.ts';
import { clipping, flatDistance, lensFov } from './lens.ts';

/** What shadows and the grid go by, m ahead. */
const LOOK_AHEAD = 5;

/** Has a camera see as a game's player does; nothing of it goes on by itself. */
export function seeThrough(
	camera: PerspectiveCamera,
	target: Vector3,
	{ position, rotation, lens }: ViewThrough,
): false {
	camera.quaternion.set(...rotation);
	const ahead = new Vector3(0, 0, -1).applyQuaternion(camera.quaternion);
	const behind = flatDistance(lens);
	camera.position.set(...position).addScaledVector(ahead, -behind);
	target.set(...position).addScaledVector(ahead, LOOK_AHEAD);
	const fov = lens.projection === 'perspective' ? uprightFov(lensFov(lens), camera.aspect) : lensFov(lens);
	const { near, far } = clipping(lens, behind, 0);
	if (camera.fov !== fov || camera.near !== near || camera.far !== far) {
		Object.assign(camera, { fov, near, far });
		camera.updateProjectionMatrix();
	}
	camera.updateMatrixWorld();
	return false;
}

/** On a picture taller than wide it sees taller and less narrow, both by as much: players look ahead on a phone as well. */
function uprightFov(fov: number, aspect: number): number {
	if (aspect >= 1) return fov;
	const half = Math.tan((fov * Math.PI) / 360) / Math.sqrt(aspect);
	return (Math.atan(half) * 360) / Math.PI;
}
