import { PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { HELPER_LAYER } from '../scene/layers.ts';
import { box, makeEntity, makeSnapshot, setupGraph, type Values } from '../scene/scene-fixtures.ts';
import { Picker } from './picker.ts';

const SIZE = 1000;
const MIDDLE = SIZE / 2;

/** Looks at the origin from ten metres before it, through a square of 1000 pixels. */
function setup(...values: Values[]) {
	const { graph } = setupGraph();
	const entities = values.map((each) => makeEntity(each));
	graph.show(makeSnapshot(entities));
	const camera = new PerspectiveCamera(45, 1, 0.1, 100);
	camera.position.set(0, 0, 10);
	camera.layers.enable(HELPER_LAYER);
	camera.updateMatrixWorld();
	const bounds = { left: 0, top: 0, width: SIZE, height: SIZE };
	const canvas = { getBoundingClientRect: () => bounds } as HTMLCanvasElement;
	return { picker: new Picker(canvas, camera, graph), ids: entities.map(({ id }) => id) };
}

describe('a press on the picture', () => {
	it.each<[string, Values]>([
		['a shape', box()],
		['a sprite that faces whoever looks', { sprite: true }],
		['a sprite that stands', { sprite: true, 'sprite.billboard': false }],
	])('meets %s, and beside it nothing', (_, values) => {
		const { picker, ids } = setup(values);
		expect(picker.entityAt(MIDDLE, MIDDLE)).toBe(ids[0]);
		expect(picker.entityAt(MIDDLE + 200, MIDDLE)).toBeNull();
	});

	it('meets what is nearer', () => {
		const { picker, ids } = setup(box(), { sprite: true, position: [0, 0, 2] });
		expect(picker.entityAt(MIDDLE, MIDDLE)).toBe(ids[1]);
	});

	it('meets a note’s pin, which stands on its point', () => {
		const { picker, ids } = setup({ note: true });
		expect(picker.entityAt(MIDDLE, MIDDLE - 10)).toBe(ids[0]);
		expect(picker.entityAt(MIDDLE, MIDDLE + 10)).toBeNull();
	});

	it('does not drop things on pins', () => {
		const { picker, ids } = setup({ note: true, position: [0, 0, 5] });
		expect(picker.entityAt(MIDDLE, MIDDLE - 10)).toBe(ids[0]);
		expect(picker.pointAt(MIDDLE, MIDDLE - 10)[2], 'as far ahead as into the void').toBeCloseTo(0, 1);
	});
});
