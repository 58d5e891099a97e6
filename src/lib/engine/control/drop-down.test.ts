import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { EntityId } from '../../base/ids.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { box, makeEntity, makeSnapshot, setupGraph, type Values } from '../scene/scene-fixtures.ts';
import { dropDown } from './drop-down.ts';
import { Picker } from './picker.ts';

const TURNED = [0, 0, 0.382683, 0.92388];

const at = (x: number, y: number, z: number, more: Values = {}) =>
	makeEntity(box({ position: [x, y, z], ...more }));

function setup(...entities: readonly EntitySnapshot[]) {
	const { graph } = setupGraph();
	graph.show(makeSnapshot(entities));
	const camera = new PerspectiveCamera();
	const picker = new Picker(
		{} as HTMLCanvasElement,
		{ camera, target: new Vector3(), projection: 'perspective' },
		graph,
	);
	const drop = (...ids: EntityId[]) =>
		new Map(dropDown(graph, picker, ids).map(({ id, position }) => [id, position]));
	return { graph, drop };
}

describe('[E95] what is dropped', () => {
	it('lands on what is below it, else on the ground', () => {
		const [table, cup, ball] = [at(0, 0.5, 0), at(0.2, 5, 0), at(9, 5, 0)];
		const { graph, drop } = setup(table, cup, ball);
		expect(drop(cup.id, ball.id)).toEqual(
			new Map([
				[cup.id, [0.2, 1.5, 0]],
				[ball.id, [9, 0.5, 0]],
			]),
		);
		graph.root.updateMatrixWorld();
		expect(graph.node(cup.id)?.group.position.y).toBe(5);
	});

	it('falls as a pile that stays one, whatever was chosen first', () => {
		const [upper, lower] = [at(0, 8, 0), at(0, 3, 0)];
		const { drop } = setup(upper, lower);
		expect(drop(upper.id, lower.id)).toEqual(
			new Map([
				[lower.id, [0, 0.5, 0]],
				[upper.id, [0, 1.5, 0]],
			]),
		);
	});

	it('stands with its lowest point, turned as it is, in the terms of its parent', () => {
		const parent = makeEntity({ position: [0, 2, 0], scale: [2, 2, 2] });
		const child = makeEntity(box({ position: [0, 3, 0], rotation: TURNED }), parent.id);
		const { drop } = setup(parent, child);
		const [, y = NaN] = drop(child.id).get(child.id) ?? [];
		expect(y * 2 + 2).toBeCloseTo(Math.SQRT2, 3);
	});

	it('is not moved where it lies already, is locked, or has nothing below the ground', () => {
		const [lies, locked, deep] = [at(0, 0.5, 0), at(3, 5, 0, { locked: true }), at(6, -5, 0)];
		const { drop } = setup(lies, locked, deep);
		expect(drop(lies.id, locked.id, deep.id)).toEqual(new Map());
	});
});
