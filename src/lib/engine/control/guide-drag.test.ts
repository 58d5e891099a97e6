import { PerspectiveCamera, PointLight, Vector3 } from 'three';
import { describe, expect, it, vi } from 'vitest';

import { makeChanges, makeEntity, makeSnapshot, setupGraph, type Values } from '../scene/scene-fixtures.ts';
import { Guides } from '../guides/guides.ts';
import { PALETTES } from '../stage/palette.ts';
import { GuideDrag } from './guide-drag.ts';

/** So far from the lamp, towards that handle. */
const out = (metres: number): [number, number, number] => [metres * Math.SQRT1_2, metres * Math.SQRT1_2, 0];

const SIZE = { left: 10, top: 20, width: 400, height: 400 };

/** A lamp that is seen from the front, one of its handles to the right and above, as far as it shines. */
function setup(values: Values = { light: true, 'light.type': 'point', 'light.range': 2 }) {
	const lamp = makeEntity(values);
	const { graph } = setupGraph();
	graph.show(makeSnapshot([lamp]));
	const camera = new PerspectiveCamera(45, 1, 0.1, 100);
	camera.position.set(0, 0, 10);
	camera.updateMatrixWorld();
	const guides = new Guides(graph, PALETTES.dark);
	guides.selection = [lamp.id];
	const canvas = Object.assign(new EventTarget(), {
		getBoundingClientRect: () => SIZE as DOMRect,
		setPointerCapture: vi.fn(),
	});
	const told: [string, unknown][] = [];
	const tell = (what: string) => (how?: unknown) => void told.push([what, how]);
	const drag = new GuideDrag(canvas, graph, camera, guides, {
		onPoint: tell('point'),
		onGrab: tell('grab'),
		onDrag: tell('drag'),
		onEnd: tell('end'),
		onCancel: tell('cancel'),
		onChange: () => {},
	});
	/** A pointer over a place of the world. */
	const send = (type: string, at: readonly [number, number, number], more: object = {}) => {
		const { x, y } = new Vector3(...at).project(camera);
		const client = { clientX: 10 + (x + 1) * 200, clientY: 20 + (1 - y) * 200 };
		const usual = { pointerId: 1, button: 0, buttons: 0, isPrimary: true, pointerType: 'mouse' };
		canvas.dispatchEvent(Object.assign(new Event(type), usual, client, more));
	};
	const shown = () => graph.node(lamp.id)?.entity.values['light.range'];
	return { lamp, graph, guides, drag, told, send, shown };
}

describe('[E211] dragging a handle of a guide', () => {
	it('shows what becomes of the field, and tells it once when it is let go', () => {
		const { lamp, drag, told, send, shown } = setup();
		send('pointermove', out(2));
		expect(drag.hot).toBe(true);
		send('pointerdown', out(2));
		send('pointermove', out(2.5), { buttons: 1 });
		send('pointermove', out(3), { buttons: 1 });
		expect(shown()).toBe(3);
		send('pointerup', out(3));
		const edit = { entityId: lamp.id, key: 'light.range', value: 3 };
		expect(told).toEqual([
			['point', true],
			['grab', true],
			['drag', { ...edit, value: 2.5 }],
			['drag', edit],
			['grab', false],
			['end', edit],
		]);
		expect(shown()).toBe(2);
	});

	it('lets the light shine so meanwhile', () => {
		const { lamp, graph, send } = setup();
		send('pointerdown', out(2));
		send('pointermove', out(4), { buttons: 1 });
		let bulb: PointLight | undefined;
		graph.node(lamp.id)?.group.traverse((object) => object instanceof PointLight && (bulb = object));
		expect(bulb?.distance).toBe(4);
	});

	it('is given up: the field stays, and nothing is told to be written', () => {
		const { drag, told, send, shown } = setup();
		send('pointerdown', out(2));
		send('pointermove', out(3), { buttons: 1 });
		expect(drag.cancel()).toBe(true);
		expect(shown()).toBe(2);
		send('pointerup', out(3));
		expect(told.at(-1)).toEqual(['cancel', undefined]);
		expect(drag.cancel()).toBe(false);
	});

	it('writes nothing where nothing was dragged', () => {
		const { told, send } = setup();
		send('pointerdown', out(2));
		send('pointerup', out(2));
		expect(told.map(([what]) => what)).not.toContain('end');
	});

	it('goes on from where it was taken, without a jump', () => {
		const { send, shown } = setup();
		send('pointerdown', out(2.05));
		send('pointermove', out(2.15), { buttons: 1 });
		expect(shown()).toBe(2.1);
	});

	it('outlives what others change of the same light', () => {
		const { lamp, graph, send, shown } = setup();
		send('pointerdown', out(2));
		send('pointermove', out(3), { buttons: 1 });
		const edited = makeEntity({ ...lamp.values, 'light.intensity': 7 }, null, lamp.id);
		const changed = new Map([[lamp.id, new Set(['light.intensity'])]]);
		graph.apply(makeChanges(makeSnapshot([edited]), { changed }));
		expect(shown()).toBe(3);
		expect(graph.node(lamp.id)?.entity.values['light.intensity']).toBe(7);
	});

	it('ends with what it is dragged on', () => {
		const { lamp, graph, told, send } = setup();
		send('pointerdown', out(2));
		send('pointermove', out(3), { buttons: 1 });
		graph.apply(makeChanges(makeSnapshot([]), { removed: new Set([lamp.id]) }));
		send('pointermove', out(4), { buttons: 1 });
		send('pointerup', out(4));
		expect(told.at(-1)).toEqual(['cancel', undefined]);
	});
});

describe('[E210] handles of guides', () => {
	it('are where one thing is selected that is free to be edited', () => {
		const { lamp, guides, drag, send } = setup();
		const other = makeEntity();
		for (const [hide, show] of [
			[() => (guides.readOnly = true), () => (guides.readOnly = false)],
			[() => (guides.resting = true), () => (guides.resting = false)],
			[() => (guides.selection = []), () => (guides.selection = [lamp.id])],
			[() => (guides.selection = [lamp.id, other.id]), () => (guides.selection = [lamp.id])],
		] as const) {
			hide();
			send('pointermove', out(2));
			expect(drag.hot).toBe(false);
			show();
			send('pointermove', out(2));
			expect(drag.hot).toBe(true);
		}
	});

	it('are not there on what is locked', () => {
		const { drag, send } = setup({ light: true, 'light.range': 2, locked: true });
		send('pointermove', out(2));
		expect(drag.hot).toBe(false);
	});

	it('go along with what they belong to', () => {
		const { lamp, graph, guides, drag, send } = setup();
		guides.prepare();
		graph.preview(lamp.id, { position: [0, 1, 0] });
		guides.contentChanged(graph.node(lamp.id));
		send('pointermove', out(2));
		expect(drag.hot).toBe(false);
		const [x, y, z] = out(2);
		send('pointermove', [x, y + 1, z]);
		expect(drag.hot).toBe(true);
	});

	it('are not there where they would lie among the other handles, until one comes closer', () => {
		const { drag, send } = setup({ light: true, 'light.range': 0.5 });
		send('pointermove', out(0.5));
		expect(drag.hot).toBe(false);
	});

	it('are found by a finger from farther away', () => {
		const { drag, send } = setup();
		send('pointermove', out(2.3));
		expect(drag.hot).toBe(false);
		send('pointermove', out(2.3), { pointerType: 'touch' });
		expect(drag.hot).toBe(true);
	});

	it('draw nothing where nothing that reaches is selected', () => {
		const { lamp, guides } = setup();
		const drawn = () => guides.group.children.filter(({ visible }) => visible).length;
		guides.prepare();
		expect(drawn()).toBe(2);
		guides.selection = [];
		guides.prepare();
		expect(drawn()).toBe(0);
		guides.selection = [lamp.id, lamp.id];
		guides.prepare();
		expect(drawn()).toBe(1);
	});
});
