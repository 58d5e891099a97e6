import { PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { HELPER_LAYER } from '../scene/layers.ts';
import { box, makeEntity, makeSnapshot, setupGraph, type Values } from '../scene/scene-fixtures.ts';
import { entitiesInside, type PictureArea, type PictureRectangle } from './rectangle-pick.ts';

const ALL: PictureRectangle = { left: -1, right: 1, bottom: -1, top: 1 };
const RIGHT: PictureRectangle = { ...ALL, left: 0 };

/** Looks at the origin from ten metres before it, 8.28 metres being seen from bottom to top. */
function setup(...values: Values[]) {
	const { graph } = setupGraph();
	const entities = values.map((each) => makeEntity(each));
	graph.show(makeSnapshot(entities));
	const camera = new PerspectiveCamera(45, 1, 0.1, 100);
	camera.position.set(0, 0, 10);
	camera.layers.enable(HELPER_LAYER);
	camera.updateMatrixWorld();
	/** Which of the values are inside, by number. */
	const inside = (area: PictureArea) => {
		const ids = entitiesInside(graph, camera, area);
		return entities.flatMap(({ id }, index) => (ids.includes(id) ? [index] : []));
	};
	return { inside };
}

describe('[E64] a rectangle', () => {
	it('takes what is seen whole inside, however it stands', () => {
		const { inside } = setup(
			box({ position: [2, 0, 0] }),
			box({ position: [-2, 0, 0] }),
			box({ position: [0.2, 0, 0] }),
			box({ position: [0.6, 0, 0], rotation: [0, 0.3827, 0, 0.9239] }),
			box({ position: [0.9, 0, 0], rotation: [0, 0.3827, 0, 0.9239] }),
		);
		expect(inside(RIGHT)).toEqual([0, 4]);
		expect(inside(ALL)).toEqual([0, 1, 2, 3, 4]);
	});

	it('takes what is batched and what is not', () => {
		const { inside } = setup(
			box({ position: [1, 0, 0] }),
			box({ position: [1, 1, 0], scale: [-1, 1, 1] }),
			box({ position: [1, -1, 0], material: true, 'material.alphaMode': 'blend' }),
		);
		expect(inside(RIGHT)).toEqual([0, 1, 2]);
	});

	it('[E154] drawn freehand takes what is seen whole inside it, as a rectangle does', () => {
		const { inside } = setup(
			box({ position: [2, 2, 0] }),
			box({ position: [2, -2, 0] }),
			box({ position: [0.2, 0.2, 0] }),
			box({ position: [0, 0, 20] }),
		);
		const corners = [
			{ x: 0, y: 0 },
			{ x: 1, y: 0 },
			{ x: 1, y: 1 },
		];
		expect(inside({ corners })).toEqual([]);
		expect(inside({ corners: [...corners, { x: 0, y: 1 }] })).toEqual([0]);
	});

	it('takes what has no shape by where it stands', () => {
		const { inside } = setup(
			{ light: true, position: [1, 0, 0] },
			{ position: [-1, 0, 0] },
			{ camera: true },
		);
		expect(inside({ ...RIGHT, left: 0.01 })).toEqual([0]);
	});

	it('takes neither what is hidden nor what is behind the camera or beside the picture', () => {
		const { inside } = setup(
			box({ visible: false }),
			box({ position: [0, 0, 20] }),
			box({ position: [9, 0, 0] }),
			{ position: [0, 0, 20] },
		);
		expect(inside(ALL)).toEqual([]);
	});
});
