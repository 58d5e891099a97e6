import { Box3, Matrix4, Vector3 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import { entityIdOf, type EntityNode } from '../scene/entity-node.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { TransformChange } from '../viewport-port.ts';
import { bodyPoints } from './body-points.ts';
import { storedValues, topmost } from './drag.ts';
import type { Picker } from './picker.ts';
import { changedValues, valuesUnder } from './transform-math.ts';

/** How far from the middle towards the corners it is felt what is below. */
const REACH = 0.9;
const FEELERS = [
	[0, 0],
	[REACH, REACH],
	[REACH, -REACH],
	[-REACH, REACH],
	[-REACH, -REACH],
] as const;
const DOWN = new Vector3(0, -1, 0);

/**
 * Where entities stand once they have sunk onto what is below them, else to the ground. The lowest goes first, so that a
 * pile stays one. Shows nothing: the graph is as it was.
 */
export function dropDown(graph: SceneGraph, picker: Picker, ids: readonly EntityId[]): TransformChange[] {
	graph.root.updateMatrixWorld();
	const bodies = topmost(graph, ids)
		.map((node) => ({ node, box: new Box3().setFromPoints(bodyPoints([node.group])) }))
		.sort((a, b) => a.box.min.y - b.box.min.y);
	const waiting = new Set(bodies.map(({ node }) => node.id));
	const changes: TransformChange[] = [];
	for (const { node, box } of bodies) {
		const by = heightBelow(graph, picker, waiting, box) - box.min.y;
		waiting.delete(node.id);
		const change = raised(node, by);
		graph.preview(node.id, change);
		graph.root.updateMatrixWorld();
		changes.push({ id: node.id, ...change });
	}
	for (const { id } of changes) graph.preview(id, null);
	return changes.filter((change) => Object.keys(change).length > 1);
}

/** The highest thing below the middle of a box, but for what falls itself. */
function heightBelow(
	graph: SceneGraph,
	picker: Picker,
	falling: ReadonlySet<EntityId>,
	{ min, max }: Box3,
): number {
	const middle = min.clone().add(max).multiplyScalar(0.5);
	const heights = FEELERS.flatMap(([x, z]) => {
		const from = middle.clone();
		from.x += ((max.x - min.x) / 2) * x;
		from.z += ((max.z - min.z) / 2) * z;
		const surface = picker.surfaceAlong(from, DOWN, (object) => !isWithin(graph, object, falling));
		return surface ? [surface.point.y] : [];
	});
	if (heights.length > 0) return Math.max(...heights);
	return middle.y >= 0 ? 0 : min.y;
}

/** Whether an object on stage belongs to one of some entities, or lies in one. */
export function isWithin(
	graph: SceneGraph,
	object: Parameters<typeof entityIdOf>[0],
	ids: ReadonlySet<EntityId>,
): boolean {
	const id = entityIdOf(object);
	for (let at = (id && graph.node(id)?.group) || null; at; at = at.parent as typeof at)
		if (ids.has(at.userData['entityId'] as EntityId)) return true;
	return false;
}

function raised(node: EntityNode, by: number): Omit<TransformChange, 'id'> {
	const world = new Matrix4().makeTranslation(0, by, 0).multiply(node.group.matrixWorld);
	const { position } = valuesUnder(node.group.parent?.matrixWorld ?? new Matrix4(), world);
	const start = storedValues(node);
	return changedValues(start, { ...start, position });
}
