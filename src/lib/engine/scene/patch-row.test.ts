import { Matrix4, Mesh, OrthographicCamera, PerspectiveCamera, Sprite, SpriteMaterial, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { PatchRow } from './patch-row.ts';

function setup(camera: PerspectiveCamera | OrthographicCamera = new PerspectiveCamera(60, 1.5, 0.1, 100)) {
	camera.position.set(0, 0, 10);
	camera.updateMatrixWorld();
	const projection = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
	const row = new PatchRow(projection);
	const add = (x: number, y: number, z: number, half = 0.5) =>
		row.add(Float64Array.of(x - half, y - half, z - half, x + half, y + half, z + half), 0);
	return { row, add, projection };
}

function icon(x: number, y: number, z: number, size = 0.1, sizeAttenuation = false): Sprite {
	const sprite = new Sprite(new SpriteMaterial({ sizeAttenuation }));
	sprite.position.set(x, y, z);
	sprite.scale.setScalar(size);
	sprite.updateMatrixWorld();
	return sprite;
}

describe('[E71] what may lie over something drawn by itself', () => {
	it('is what is seen where it is seen, nearer or farther', () => {
		const { row, add } = setup();
		add(0, 0, 5);
		expect(row.meets(icon(0, 0, 0), 0)).toBe(true);
		// Twice as far away things are seen half as far from the middle.
		expect(row.meets(icon(0.9, 0, 0), 0)).toBe(true);
		expect(row.meets(icon(4, 0, 0), 0)).toBe(false);
		expect(row.meets(icon(0, -4, 0), 0)).toBe(false);
	});

	it('is asked of those behind a place in the row alone', () => {
		const { row, add } = setup();
		add(0, 0, 0);
		add(6, 0, 0);
		expect([0, 1, 2].map((first) => row.meets(icon(0, 0, 0), first))).toEqual([true, false, false]);
	});

	it('is anything that reaches behind the camera, nothing that is behind it, and anything where nothing is known', () => {
		const { row, add } = setup();
		add(30, 0, 10, 1);
		expect(row.meets(icon(-3, 0, 0), 0)).toBe(true);
		const { row: behind, add: addBehind } = setup();
		addBehind(0, 0, 20);
		expect(behind.meets(icon(0, 0, 0), 0)).toBe(false);
		expect(row.meets(icon(0, 0, 30), 0), 'itself behind').toBe(false);
		expect(row.meets(new Mesh(), 0)).toBe(true);
	});

	it.each([
		['in perspective', new PerspectiveCamera(60, 1.5, 0.1, 100)],
		['flat', new OrthographicCamera(-8, 8, 6, -6, 0.1, 100)],
	])('is never forgotten, %s', (_, camera) => {
		const { row, add, projection } = setup(camera);
		const random = seededRandom(3);
		const spread = (width: number) => (random() - 0.5) * width;
		const boxes = Array.from({ length: 40 }, () => [spread(20), spread(20), spread(16)] as const);
		for (const box of boxes) add(...box);
		let [met, missed] = [0, 0];
		for (let i = 0; i < 300; i++) {
			const sprite = icon(spread(20), spread(20), spread(16), 0.2 + random(), random() < 0.5);
			const { x, y, z } = sprite.position;
			const middle = new Vector3(x, y, z).applyMatrix4(projection);
			boxes.forEach((_, first) => {
				// Corners of boxes that are seen within the sprite.
				const { scale, material } = sprite;
				const distance = camera instanceof PerspectiveCamera ? 10 - z : 1;
				const size = (scale.x / 2) * (material.sizeAttenuation ? 1 : distance);
				const edge = new Vector3(x + size, y + size, z).applyMatrix4(projection);
				const [half, high] = [edge.x - middle.x, edge.y - middle.y];
				const over = boxes.slice(first).some(([a, b, c]) =>
					[-0.5, 0.5].some((d) => {
						const corner = new Vector3(a + d, b - d, c + d).applyMatrix4(projection);
						return Math.abs(corner.x - middle.x) < half && Math.abs(corner.y - middle.y) < high;
					}),
				);
				const found = row.meets(sprite, first);
				if (over) expect(found).toBe(true);
				if (found) met++;
				else missed++;
			});
		}
		expect(met).toBeGreaterThan(100);
		expect(missed).toBeGreaterThan(100);
	});
});
