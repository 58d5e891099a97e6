import { Box3, PerspectiveCamera, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { fitDistance } from './fit-distance.ts';

const BOXES = [
	new Box3(new Vector3(-1, 0, -1), new Vector3(1, 2, 1)),
	new Box3(new Vector3(10, 0, -20), new Vector3(50, 1, 20)),
	new Box3(new Vector3(0, 0, 0), new Vector3(0.1, 30, 0.1)),
];

it.each([
	['wide', 16 / 9],
	['tall', 390 / 844],
])('the whole box is in a %s picture, and fills it', (_, aspect) => {
	for (const box of BOXES)
		for (const [x, y, z] of [
			[1, 1, 1],
			[0, 0.2, -1],
			[-2, 0.5, 0],
		] as const) {
			const camera = new PerspectiveCamera(45, aspect, 0.01, 1000);
			const center = box.getCenter(new Vector3());
			camera.position.set(x, y, z).add(center);
			camera.lookAt(center);
			const distance = fitDistance(camera, box);
			camera.position.set(x, y, z).normalize().multiplyScalar(distance).add(center);
			camera.updateMatrixWorld();
			const most = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => {
				const corner = new Vector3(
					i & 1 ? box.max.x : box.min.x,
					i & 2 ? box.max.y : box.min.y,
					i & 4 ? box.max.z : box.min.z,
				).project(camera);
				return Math.max(Math.abs(corner.x), Math.abs(corner.y));
			});
			expect(Math.max(...most)).toBeLessThan(1);
			expect(Math.max(...most)).toBeGreaterThan(0.75);
		}
});
