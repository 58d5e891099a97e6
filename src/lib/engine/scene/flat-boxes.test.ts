import { Box3, BoxGeometry, Mesh, Ray, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { rayEntersBox, writeWorldBox } from './flat-boxes.ts';

it('writes the boxes three.js would, and meets them with a ray where it would', () => {
	const random = seededRandom(3);
	const spread = (width: number) => (random() - 0.5) * width;
	const boxes = new Float64Array(12);
	let met = 0;
	for (let i = 0; i < 300; i++) {
		const mesh = new Mesh(new BoxGeometry(1, 2, 3));
		mesh.position.set(spread(6), spread(6), spread(6));
		mesh.rotation.set(spread(6), spread(6), spread(6));
		mesh.updateMatrixWorld();
		writeWorldBox(boxes, 6, mesh);
		const written = new Box3(new Vector3().fromArray(boxes, 6), new Vector3().fromArray(boxes, 9));
		const known = new Box3().setFromObject(mesh);
		expect(written.min.distanceTo(known.min) + written.max.distanceTo(known.max)).toBeCloseTo(0, 9);

		const direction = new Vector3(i % 3 === 0 ? 0 : spread(2), spread(2), i % 5 === 0 ? 0 : spread(2));
		const ray = new Ray(new Vector3(spread(8), spread(8), spread(8)), direction.normalize());
		const inside = written.containsPoint(ray.origin);
		const entry = ray.intersectBox(written, new Vector3());
		const distance = rayEntersBox(ray, boxes, 6);
		expect(distance === null).toBe(entry === null);
		if (entry && distance !== null)
			expect(distance).toBeCloseTo(inside ? 0 : entry.distanceTo(ray.origin), 6);
		if (entry) met++;
	}
	expect(met).toBeGreaterThan(20);
});
