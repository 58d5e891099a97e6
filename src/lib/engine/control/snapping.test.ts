import { Object3D, Vector3 } from 'three';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import type { Picker } from './picker.ts';
import { layOn, meetVertex, Snapping } from './snapping.ts';

const POINTS = [-1, 1].flatMap((x) => [-0.5, 0.5].flatMap((y) => [-2, 2].map((z) => new Vector3(x, y, z))));
const UP = new Vector3(0, 1, 0);

const surface = (point: Vector3, normal: Vector3) => ({ point, normal, corners: [] });
const digits = (vector: Vector3) => vector.toArray().map((n) => Number(n.toFixed(4)) + 0);

describe('[E96] what is dragged onto a surface', () => {
	it('touches it, on floors and on walls', () => {
		const pivot = new Object3D();
		layOn(pivot, { points: POINTS, up: UP }, surface(new Vector3(3, 1, 0), UP), false);
		expect(digits(pivot.position)).toEqual([3, 1.5, 0]);
		layOn(pivot, { points: POINTS, up: UP }, surface(new Vector3(3, 1, 0), new Vector3(-1, 0, 0)), false);
		expect(digits(pivot.position)).toEqual([2, 1, 0]);
	});

	it('turns its up to where the surface faces, if that is asked for', () => {
		const pivot = new Object3D();
		layOn(pivot, { points: POINTS, up: UP }, surface(new Vector3(3, 1, 0), new Vector3(-1, 0, 0)), true);
		expect(digits(pivot.position)).toEqual([2.5, 1, 0]);
		expect(digits(UP.clone().applyQuaternion(pivot.quaternion))).toEqual([-1, 0, 0]);
	});
});

describe('[E97] what is dragged to a vertex', () => {
	it('lays its nearest vertex on the nearest of the triangle under the pointer', () => {
		const pivot = new Object3D();
		pivot.position.set(4, 0, 0);
		const corners = [new Vector3(5.5, 0, 2), new Vector3(9, 0, 0), new Vector3(9, 9, 9)];
		meetVertex(pivot, POINTS, { point: new Vector3(6, 0.1, 1.8), corners });
		expect(digits(pivot.position)).toEqual([4.5, 0.5, 0]);
	});

	it('stays where there is none', () => {
		const pivot = new Object3D();
		pivot.position.set(4, 0, 0);
		meetVertex(pivot, POINTS, { point: new Vector3(), corners: [] });
		expect(digits(pivot.position)).toEqual([4, 0, 0]);
	});
});

describe('[E155] while Shift is held', () => {
	afterEach(() => vi.unstubAllGlobals());

	it('what is dragged lies on what the pointer is over, and goes its own way without', () => {
		vi.stubGlobal('window', new EventTarget());
		const { graph } = setupGraph();
		const box = makeEntity({ mesh: true });
		graph.show(makeSnapshot([box]));
		const canvas = new EventTarget();
		const picker = { surfaceAt: () => surface(new Vector3(3, 1, 0), UP) };
		const snapping = new Snapping(canvas as HTMLElement, graph, picker as unknown as Picker);
		const pivot = new Object3D();
		const moved = (shiftKey: boolean) => {
			pivot.position.set(0, 0, 0);
			canvas.dispatchEvent(Object.assign(new Event('pointermove'), { clientX: 5, clientY: 5, shiftKey }));
			snapping.place(pivot);
			return [snapping.free, ...digits(pivot.position)];
		};
		snapping.hold([graph.node(box.id)!], pivot);
		expect(moved(false)).toEqual([false, 0, 0, 0]);
		expect(moved(true)).toEqual([true, 3, 1.5, 0]);
		expect(moved(false)).toEqual([false, 0, 0, 0]);
		snapping.dispose();
	});
});

it('[E96][E200] what is dragged by handles that stand turned is not turned by being laid somewhere', () => {
	vi.stubGlobal('window', new EventTarget());
	const { graph } = setupGraph();
	const box = makeEntity({ mesh: true });
	graph.show(makeSnapshot([box]));
	const picker = { surfaceAt: () => surface(new Vector3(3, 1, 0), UP) };
	const snapping = new Snapping(new EventTarget() as HTMLElement, graph, picker as unknown as Picker);
	snapping.snap = { on: true, step: 1, turn: 15, scale: 0.1, to: 'surface', align: false };
	const pivot = new Object3D();
	pivot.quaternion.setFromAxisAngle(UP, 1);
	const before = pivot.quaternion.clone();
	snapping.hold([graph.node(box.id)!], pivot);
	snapping.place(pivot);
	expect(pivot.quaternion.angleTo(before)).toBeLessThan(1e-6);
	expect(digits(pivot.position)).toEqual([3, 1.5, 0]);
	snapping.dispose();
	vi.unstubAllGlobals();
});
