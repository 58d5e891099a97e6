import { Object3D, Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { EntityId } from '../../base/ids.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { makeChanges, makeEntity, makeSnapshot, setupGraph } from '../scene/scene-fixtures.ts';
import { Drag, placePivot, topmost } from './drag.ts';

function setup(entities: readonly EntitySnapshot[]) {
	const { graph } = setupGraph();
	graph.show(makeSnapshot(entities));
	graph.root.updateMatrixWorld();
	const pivot = new Object3D();
	const begin = (ids: readonly EntityId[], tool: 'move' | 'rotate' | 'scale' = 'move') => {
		const nodes = topmost(graph, ids);
		placePivot(pivot, nodes, tool === 'scale');
		return new Drag(graph, pivot, nodes, tool === 'scale');
	};
	return { graph, pivot, begin };
}

const quarter = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), Math.PI / 2);
const HALF = 0.707107;

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
