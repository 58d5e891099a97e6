import { Object3D, Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { EntityId } from '../../base/ids.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { makeChanges, makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import type { ViewportHandles } from '../viewport-port.ts';
import { Drag, topmost } from './drag.ts';
import { placePivot, standOf } from './handle-stand.ts';

function setup(entities: readonly EntitySnapshot[]) {
	const { graph } = setupGraph();
	graph.show(makeSnapshot(entities));
	graph.root.updateMatrixWorld();
	const pivot = new Object3D();
	const begin = (
		ids: readonly EntityId[],
		tool: 'move' | 'rotate' | 'scale' = 'move',
		handles: Partial<ViewportHandles> = {},
	) => {
		const nodes = topmost(graph, ids);
		const stand = standOf(nodes, tool, { space: 'world', pivot: 'median', ...handles });
		placePivot(pivot, nodes, stand);
		return new Drag(graph, pivot, nodes, stand);
	};
	return { graph, pivot, begin };
}

const quarter = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), Math.PI / 2);
const HALF = 0.707107;
const digits = (vector: Vector3) => vector.toArray().map((n) => Number(n.toFixed(4)) + 0);

describe('moving', () => {
	it('gives the new position and nothing else', () => {
		const entity = makeEntity({ position: [1, 0, 0], rotation: quarter.toArray(), scale: [2, 2, 2] });
		const { pivot, begin } = setup([entity]);
		const drag = begin([entity.id]);
		pivot.position.y += 3;
		expect(drag.follow()).toEqual([{ id: entity.id, position: [1, 3, 0] }]);
	});

	it('says it in the parent’s terms: turned and scaled parents included', () => {
		const parent = makeEntity({ position: [5, 0, 0], rotation: quarter.toArray(), scale: [2, 2, 2] });
		const child = makeEntity({}, parent.id);
		const { pivot, begin } = setup([parent, child]);
		const drag = begin([child.id]);
		pivot.position.x += 4;
		expect(drag.follow()).toEqual([{ id: child.id, position: [0, 0, 2] }]);
	});

	it('[E90] leaves what is locked, or lies in what is', () => {
		const parent = makeEntity({ locked: true });
		const child = makeEntity({}, parent.id);
		const free = makeEntity({});
		const { begin } = setup([parent, child, free]);
		expect(begin([parent.id, child.id, free.id]).ids).toEqual([free.id]);
	});

	it('moves a parent and its chosen child once, not twice', () => {
		const parent = makeEntity({});
		const child = makeEntity({ position: [0, 1, 0] }, parent.id);
		const { graph, pivot, begin } = setup([parent, child]);
		const drag = begin([child.id, parent.id]);
		pivot.position.x += 1;
		expect(drag.follow().map(({ id }) => id)).toEqual([parent.id]);
		graph.root.updateMatrixWorld();
		expect(new Vector3().setFromMatrixPosition(graph.node(child.id)!.group.matrixWorld).toArray()).toEqual([
			1, 1, 0,
		]);
	});

	it('reports a drag that came back to its start as no change', () => {
		const entity = makeEntity({ position: [0.1, 0.2, 0.3] });
		const { pivot, begin } = setup([entity]);
		const drag = begin([entity.id]);
		pivot.position.x += 1;
		drag.follow();
		pivot.position.x -= 1;
		expect(drag.follow()).toEqual([{ id: entity.id }]);
	});

	it('writes no floating dust', () => {
		const entity = makeEntity({ position: [0.1, 0, 0] });
		const { pivot, begin } = setup([entity]);
		const drag = begin([entity.id]);
		pivot.position.x += 0.2;
		expect(drag.follow()[0]?.position).toEqual([0.3, 0, 0]);
	});
});

describe('turning and scaling', () => {
	it('turns one entity about itself without moving it', () => {
		const entity = makeEntity({ position: [2, 0, 0] });
		const { pivot, begin } = setup([entity]);
		const drag = begin([entity.id], 'rotate');
		pivot.quaternion.copy(quarter);
		expect(drag.follow()).toEqual([{ id: entity.id, rotation: [0, HALF, 0, HALF] }]);
	});

	it('turns several about their middle', () => {
		const [left, right] = [makeEntity({ position: [-1, 0, 0] }), makeEntity({ position: [1, 0, 0] })];
		const { pivot, begin } = setup([left, right]);
		const drag = begin([left.id, right.id], 'rotate');
		pivot.quaternion.copy(quarter);
		const [a, b] = drag.follow();
		expect(a).toEqual({ id: left.id, position: [0, 0, 1], rotation: [0, HALF, 0, HALF] });
		expect(b?.position).toEqual([0, 0, -1]);
	});

	it('scales one entity along its own axes, however its parent is turned', () => {
		const parent = makeEntity({ rotation: [0.2, 0.4, 0.1, 0.88], scale: [1, 3, 1] });
		const child = makeEntity({ rotation: [0, 0.38, 0, 0.92], scale: [1, 2, 1] }, parent.id);
		const { pivot, begin } = setup([parent, child]);
		const drag = begin([child.id], 'scale');
		pivot.scale.set(1, 1.5, 1);
		expect(drag.follow()).toEqual([{ id: child.id, scale: [1, 3, 1] }]);
	});
});

describe('[E200] the axes of the handles', () => {
	const turned = () => makeEntity({ rotation: quarter.toArray() });
	const ahead = (pivot: Object3D) => new Vector3(0, 0, 1).applyQuaternion(pivot.quaternion);

	it('are the world’s, its own, or its parent’s', () => {
		const parent = turned();
		const child = makeEntity({ rotation: quarter.toArray() }, parent.id);
		const { pivot, begin } = setup([parent, child]);
		begin([child.id]);
		expect(digits(ahead(pivot))).toEqual([0, 0, 1]);
		begin([child.id], 'move', { space: 'parent' });
		expect(digits(ahead(pivot))).toEqual([1, 0, 0]);
		begin([child.id], 'rotate', { space: 'local' });
		expect(digits(ahead(pivot))).toEqual([0, 0, -1]);
		begin([parent.id], 'move', { space: 'parent' });
		expect(digits(ahead(pivot))).toEqual([0, 0, 1]);
	});

	it('are, of several, those of the last that was selected', () => {
		const [plain, last] = [makeEntity({}), turned()];
		const { pivot, begin } = setup([plain, last]);
		begin([plain.id, last.id], 'move', { space: 'local' });
		expect(digits(ahead(pivot))).toEqual([1, 0, 0]);
	});

	it('write nothing but what was moved, and turn about the axis that was taken', () => {
		const lying = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), Math.PI / 2);
		const entity = makeEntity({ rotation: lying.toArray() });
		const { pivot, begin } = setup([entity]);
		const moving = begin([entity.id], 'move', { space: 'local' });
		pivot.position.add(new Vector3(0, 2, 0).applyQuaternion(pivot.quaternion));
		expect(moving.follow()).toEqual([{ id: entity.id, position: [0, 0, 2] }]);
		moving.reset();
		const turning = begin([entity.id], 'rotate', { space: 'local' });
		pivot.quaternion.multiply(quarter);
		const rotation = lying
			.clone()
			.multiply(quarter)
			.toArray()
			.map((n) => Number(n.toFixed(6)));
		expect(turning.follow()).toEqual([{ id: entity.id, rotation }]);
	});
});

describe('[E201] what is turned and scaled around', () => {
	const two = () =>
		[
			makeEntity({ position: [-1, 0, 0] }),
			makeEntity({ position: [3, 0, 0], rotation: quarter.toArray() }),
		] as const;

	it('is their middle, the last that was selected, or each one itself', () => {
		const [a, b] = two();
		const { pivot, begin } = setup([a, b]);
		begin([a.id, b.id], 'rotate');
		expect(pivot.position.x).toBe(1);
		const around = begin([b.id, a.id], 'rotate', { pivot: 'active' });
		expect(pivot.position.x).toBe(-1);
		pivot.quaternion.copy(quarter);
		expect(around.follow().map(({ position }) => position)).toEqual([[-1, 0, -4], undefined]);
		around.reset();
		const each = begin([a.id, b.id], 'rotate', { pivot: 'individual' });
		pivot.quaternion.premultiply(quarter);
		expect(each.follow()).toEqual([
			{ id: a.id, rotation: [0, HALF, 0, HALF] },
			{ id: b.id, rotation: [0, 1, 0, 0] },
		]);
	});

	it('leaves each where it is when each is scaled by itself, along its own axes', () => {
		const [a, b] = two();
		const { pivot, begin } = setup([a, b]);
		const drag = begin([a.id, b.id], 'scale', { pivot: 'individual' });
		pivot.scale.set(1, 1, 2);
		expect(drag.follow()).toEqual([
			{ id: a.id, scale: [1, 1, 2] },
			{ id: b.id, scale: [1, 1, 2] },
		]);
	});

	it('moves each along its own axes where handles have those, and all alike what is laid somewhere', () => {
		const [a, b] = two();
		const { pivot, begin } = setup([a, b]);
		const drag = begin([a.id, b.id], 'move', { space: 'local', pivot: 'individual' });
		pivot.position.add(new Vector3(0, 0, 1).applyQuaternion(pivot.quaternion));
		expect(drag.follow()).toEqual([
			{ id: a.id, position: [-1, 0, 1] },
			{ id: b.id, position: [4, 0, 0] },
		]);
		expect(drag.follow(true)).toEqual([
			{ id: a.id, position: [0, 0, 0] },
			{ id: b.id, position: [4, 0, 0] },
		]);
	});
});

describe('the end of a drag', () => {
	it('puts everything back where the document says', () => {
		const entity = makeEntity({ position: [1, 1, 1] });
		const { graph, pivot, begin } = setup([entity]);
		const drag = begin([entity.id]);
		pivot.position.set(8, 8, 8);
		drag.follow();
		drag.reset();
		expect(graph.node(entity.id)!.group.position.toArray()).toEqual([1, 1, 1]);
	});

	it('leaves out an entity that a friend deleted meanwhile', () => {
		const [kept, gone] = [makeEntity({}), makeEntity({})];
		const { graph, pivot, begin } = setup([kept, gone]);
		const drag = begin([kept.id, gone.id]);
		graph.apply(makeChanges(makeSnapshot([kept]), { removed: new Set([gone.id]), hierarchy: true }));
		pivot.position.x += 1;
		expect(drag.follow().map(({ id }) => id)).toEqual([kept.id]);
	});
});
