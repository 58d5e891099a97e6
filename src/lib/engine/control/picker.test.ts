import { PerspectiveCamera, Vector3 } from 'three';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { HELPER_LAYER } from '../scene/layers.ts';
import {
	box,
	makeChanges,
	makeEntity,
	makeSnapshot,
	setupGraph,
	type Values,
} from '../scene/scene-fixtures.ts';
import type { ViewportProjection } from '../viewport-port.ts';
import { CameraRig } from './camera-rig.ts';
import { magnification } from './lens.ts';
import { Picker } from './picker.ts';

// Node knows no page; what the camera is turned with wants a rectangle of one all the same.
beforeAll(() => void vi.stubGlobal('DOMRect', class {}));
afterAll(() => void vi.unstubAllGlobals());

const SIZE = 1000;
const MIDDLE = SIZE / 2;

function eyeAt(x: number, y: number, z: number) {
	const camera = new PerspectiveCamera(45, 1, 0.1, 100);
	camera.position.set(x, y, z);
	camera.lookAt(0, 0, 0);
	camera.layers.enable(HELPER_LAYER);
	camera.updateMatrixWorld();
	return { camera, target: new Vector3(), projection: 'perspective' as ViewportProjection };
}

/** The same, seen flat. */
function flatEyeAt(x: number, y: number, z: number) {
	const rig = new CameraRig(true, () => {});
	rig.projection = 'orthographic';
	rig.setView({ position: [x, y, z], target: [0, 0, 0] }, false);
	return rig;
}

const bounds = { left: 0, top: 0, width: SIZE, height: SIZE };
const canvas = { getBoundingClientRect: () => bounds } as HTMLCanvasElement;

/** Looks at the origin from ten metres before it, through a square of 1000 pixels. */
const setup = (...values: Values[]) => setupEye(eyeAt(0, 0, 10), ...values);

function setupEye(eye: ReturnType<typeof eyeAt> | CameraRig, ...values: Values[]) {
	const { graph } = setupGraph();
	if (eye instanceof CameraRig) graph.iconScale = magnification(eye.lens);
	const entities = values.map((each) => makeEntity(each));
	graph.show(makeSnapshot(entities));
	return { picker: new Picker(canvas, eye, graph), graph, ids: entities.map(({ id }) => id) };
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

	it('[E90] passes through what is locked, and what is dropped lands on it', () => {
		const { picker, ids } = setup(box(), { ...box(), position: [0, 0, 2], locked: true });
		expect(picker.entityAt(MIDDLE, MIDDLE)).toBe(ids[0]);
		expect(picker.pointAt(MIDDLE, MIDDLE)[2]).toBeCloseTo(2.5);
	});

	it('[E94] meets nothing that is out of sight because something else is isolated', () => {
		const { picker, graph, ids } = setup(box(), { ...box(), position: [0, 0, 2] }, { light: true });
		const [behind, before, lamp] = ids;
		graph.isolate([behind!]);
		expect(picker.entityAt(MIDDLE, MIDDLE)).toBe(behind);
		expect(graph.bounds().max.z).toBeCloseTo(0.5);
		expect([behind!, before!].map((id) => graph.isWanted(graph.node(id)!))).toEqual([true, false]);
		graph.root.updateMatrixWorld();
		const [light] = [...graph.node(lamp!)!.parts()].map(([, part]) => part.object);
		expect([...graph.drawn.loose()]).toContain(light);
		graph.isolate(null);
		expect(picker.entityAt(MIDDLE, MIDDLE)).toBe(before);
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

describe('[E61] a flat view', () => {
	it('is pressed and dropped into as one in perspective is', () => {
		const { picker, ids } = setupEye(flatEyeAt(0, 0, 10), box(), box({ position: [2, 0, -200] }));
		// 8.28 metres from bottom to top.
		const pixels = SIZE / (20 * Math.tan(Math.PI / 8));
		expect(picker.entityAt(MIDDLE, MIDDLE)).toBe(ids[0]);
		expect(picker.entityAt(MIDDLE + 0.48 * pixels, MIDDLE - 0.48 * pixels)).toBe(ids[0]);
		expect(picker.entityAt(MIDDLE + 0.52 * pixels, MIDDLE)).toBeNull();
		expect(picker.entityAt(MIDDLE + 2 * pixels, MIDDLE), 'far behind').toBe(ids[1]);
		const [x, y, z] = picker.pointAt(MIDDLE, MIDDLE);
		[x, y, z - 0.5].forEach((at) => expect(at).toBeCloseTo(0));
	});

	it('from above, drops onto the ground below the pointer', () => {
		const { picker } = setupEye(flatEyeAt(0, 10, 1e-5));
		const [x, y, z] = picker.pointAt(SIZE, SIZE);
		[x, z].forEach((at) => expect(at).toBeCloseTo(10 * Math.tan(Math.PI / 8), 1));
		expect(y).toBe(0);
	});

	it('from the front, drops onto the ground where it looks, not where it stands', () => {
		const { picker } = setupEye(flatEyeAt(0, 0, 10));
		const [x, y, z] = picker.pointAt(SIZE, MIDDLE);
		expect(x).toBeCloseTo(10 * Math.tan(Math.PI / 8), 1);
		[y, z].forEach((at) => expect(at).toBeCloseTo(0, 1));
	});

	it('meets notes and icons where they are seen', () => {
		const { picker, ids } = setupEye(flatEyeAt(0, 0, 10), { note: true });
		expect(picker.entityAt(MIDDLE, MIDDLE - 10)).toBe(ids[0]);
		expect(picker.entityAt(MIDDLE, MIDDLE - 80)).toBeNull();
	});
});

it('[E70] a press meets the same among many, batched and one by one, while they move, hide and go', () => {
	const random = seededRandom(11);
	const spread = (width: number) => (random() - 0.5) * width;
	const place = () => ({ position: [spread(12), spread(12), spread(40) - 20], scale: [0.9, 0.9, 0.9] });
	const shapes = ['box', 'sphere', 'cone', 'torus'];
	const make = (id?: string) => {
		const values = box({
			'mesh.geometry': shapes[Math.floor(random() * shapes.length)] ?? 'box',
			...place(),
		});
		if (random() < 0.1) Object.assign(values, { material: true, 'material.alphaMode': 'blend' });
		if (random() < 0.1) values['visible'] = false;
		return makeEntity(values, null, id as never);
	};
	let entities = Array.from({ length: 900 }, () => make());
	const pickers = [true, false].map((batching) => {
		const { graph } = setupGraph(undefined, batching);
		graph.show(makeSnapshot(entities));
		return { graph, picker: new Picker(canvas, eyeAt(0, 0, 10), graph) };
	});
	let met = 0;
	for (let round = 0; round < 12; round++) {
		for (let i = 0; i < 60; i++) {
			const [x, y] = [random() * SIZE, random() * SIZE];
			const [batched, single] = pickers.map(({ picker }) => picker.entityAt(x, y));
			expect(batched).toBe(single);
			if (batched) met++;
		}
		const gone = new Set(entities.slice(0, 40).map(({ id }) => id));
		const others = entities.slice(40).map((each) => (random() < 0.2 ? make(each.id) : each));
		const changed = new Map(
			others
				.filter((each) => !entities.includes(each))
				.map(({ id }) => [
					id,
					new Set(['position', 'visible', 'mesh.geometry', 'material.alphaMode', 'material']),
				]),
		);
		entities = others;
		for (const { graph } of pickers)
			graph.apply(makeChanges(makeSnapshot(entities), { removed: gone, changed }));
	}
	expect(met).toBeGreaterThan(200);
});
