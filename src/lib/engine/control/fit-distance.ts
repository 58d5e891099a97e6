import { type Box3, type PerspectiveCamera, Vector3 } from 'three';

const MARGIN = 1.18;

/** How far from a box's middle, along the camera's present direction, the whole box just fills the picture. */
export function fitDistance(camera: PerspectiveCamera, box: Box3): number {
	const center = box.getCenter(new Vector3());
	const tall = Math.tan((camera.fov * Math.PI) / 360);
	const wide = tall * camera.aspect;
	const corner = new Vector3();
	const turn = camera.quaternion.clone().invert();
	let distance = 0;
	for (let i = 0; i < 8; i++) {
		corner.set(i & 1 ? box.max.x : box.min.x, i & 2 ? box.max.y : box.min.y, i & 4 ? box.max.z : box.min.z);
		corner.sub(center).applyQuaternion(turn);
		distance = Math.max(
			distance,
			corner.z + (Math.abs(corner.y) * MARGIN) / tall,
			corner.z + (Math.abs(corner.x) * MARGIN) / wide,
		);
	}
	return distance;
}
