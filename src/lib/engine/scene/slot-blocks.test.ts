import { Frustum, Matrix4, PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { boxInFrustum, flattenFrustum } from './flat-boxes.ts';
import { nearbyOrder, SlotBlocks } from './slot-blocks.ts';

const SIZE = 1000;

function setup(seed: number) {
	const random = seededRandom(seed);
	const boxes = new Float64Array(SIZE * 6);
	const blocks = new SlotBlocks();
	const place = (slot: number) => {
		const low = [0, 1, 2].map(() => (random() - 0.5) * 60);
		boxes.set([...low, ...low.map((each) => each + random() * 3)], slot * 6);
		blocks.cover(slot, boxes);
	};
	for (let slot = 0; slot < SIZE; slot++) place(slot);
	const lookAround = () => {
		const camera = new PerspectiveCamera(30 + random() * 60, 1, 0.1, 50);
		camera.position.set(random() * 20, random() * 20, random() * 20);
		camera.rotation.set(random() * 6, random() * 6, 0);
		camera.updateMatrixWorld();
		const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
		return flattenFrustum(new Frustum().setFromProjectionMatrix(matrix), new Float64Array(24));
	};
	const marks = new Uint8Array(SIZE);
	const collected = (planes: Float64Array) => {
		blocks.mark(planes, boxes, SIZE, marks);
		const slots = [...marks.keys()].filter((slot) => marks[slot] === 1);
		expect(blocks.inside).toBe(slots.length);
		const pairs = slots.filter((slot, i) => slot - 1 !== slots[i - 1]).length;
		return { slots, pairs };
	};
	const linear = (planes: Float64Array) =>
		Array.from({ length: SIZE }, (_, slot) => slot).filter((slot) => boxInFrustum(planes, boxes, slot * 6));
	return { random, boxes, blocks, place, lookAround, collected, linear };
}

describe('[E23][E72] blocks of slots', () => {
	it('find what is in sight as looking at one box after the other does, while boxes move', () => {
		const { random, boxes, blocks, place, lookAround, collected, linear } = setup(4);
		let seen = 0;
		for (let round = 0; round < 60; round++) {
			const planes = lookAround();
			const { slots } = collected(planes);
			expect(slots).toEqual(linear(planes));
			seen += slots.length;
			for (let i = 0; i < 30; i++) place(Math.floor(random() * SIZE));
			if (blocks.isWorn(SIZE)) blocks.build(boxes, SIZE);
		}
		expect(seen).toBeGreaterThan(1000);
	});

	it('name those that came into sight, all those of which nobody knows, and hardly others', () => {
		const { boxes, blocks, place, lookAround } = setup(11);
		const marks = new Uint8Array(SIZE);
		const marked = () => [...marks.keys()].filter((slot) => marks[slot] === 1);
		const cameTo = (planes: Float64Array) => {
			blocks.mark(planes, boxes, SIZE, marks);
			return [...blocks.came.subarray(0, blocks.cameCount)];
		};
		const planes = lookAround();
		expect(cameTo(planes)).toEqual(marked());
		expect(cameTo(planes)).toEqual([]);
		let came = 0;
		for (let round = 0; round < 20; round++) {
			const before = new Set(marked());
			const slots = cameTo(lookAround());
			expect(slots).toEqual(marked().filter((slot) => !before.has(slot)));
			came += slots.length;
		}
		expect(came).toBeGreaterThan(100);
		cameTo(planes);
		const [first = -1] = marked();
		blocks.cover(first, boxes);
		expect(cameTo(planes)).toContain(first);
		blocks.forgetMarks();
		expect(cameTo(planes)).toEqual(marked());
		for (let slot = 0; slot < SIZE; slot++) place(slot);
		expect(cameTo(planes)).toEqual(marked());
	});

	it('are in few pieces once what is near each other follows each other', () => {
		const { boxes, blocks, lookAround, collected } = setup(9);
		const views = Array.from({ length: 20 }, lookAround);
		const look = () => {
			const found = views.map(collected);
			const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);
			return {
				slots: sum(found.map(({ slots }) => slots.length)),
				pairs: sum(found.map(({ pairs }) => pairs)),
			};
		};
		const before = look();
		const order = nearbyOrder(boxes, SIZE);
		expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: SIZE }, (_, slot) => slot));
		const copy = boxes.slice();
		order.forEach((from, slot) => boxes.set(copy.subarray(from * 6, from * 6 + 6), slot * 6));
		blocks.build(boxes, SIZE);
		const after = look();
		expect(after.slots).toBe(before.slots);
		expect(before.slots).toBeGreaterThan(200);
		expect(after.pairs).toBeLessThan(before.pairs * 0.6);
	});
});
