import { Matrix4, type Object3D, Quaternion, Vector3 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import { readField } from '../../doc/components/registry.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import { isLocked } from '../scene/locked.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { TransformChange, TransformValues } from '../viewport-port.ts';
import { changedValues, roundValues, valuesUnder } from './transform-math.ts';

type Dragged = {
	readonly id: EntityId;
	readonly start: TransformValues;
	readonly startWorld: Matrix4;
	readonly parentWorld: Matrix4;
};

/** One gesture on one or several entities: follows the pivot, remembers where everything was. */
export class Drag {
	#graph: SceneGraph;
	#pivot: Object3D;
	#dragged: Dragged[];
	#pivotStart: Matrix4;
	#scaling: boolean;

	constructor(graph: SceneGraph, pivot: Object3D, nodes: readonly EntityNode[], scaling: boolean) {
		this.#graph = graph;
		this.#pivot = pivot;
		this.#scaling = scaling;
		pivot.updateMatrixWorld(true);
		this.#pivotStart = pivot.matrixWorld.clone();
		this.#dragged = nodes.map((node) => ({
			id: node.id,
			start: storedValues(node),
			startWorld: node.group.matrixWorld.clone(),
			parentWorld: node.group.parent?.matrixWorld.clone() ?? new Matrix4(),
		}));
	}

	get ids(): EntityId[] {
		return this.#dragged.map(({ id }) => id);
	}

	/** Where the pivot has brought everything; entities deleted meanwhile are left out. */
	follow(): TransformChange[] {
		this.#pivot.updateMatrixWorld(true);
		const delta = this.#pivot.matrixWorld.clone().multiply(this.#pivotStart.clone().invert());
		const changes: TransformChange[] = [];
		for (const dragged of this.#dragged) {
			if (!this.#graph.node(dragged.id)) continue;
			const change = changedValues(dragged.start, this.#valuesOf(dragged, delta));
			this.#graph.preview(dragged.id, change);
			changes.push({ id: dragged.id, ...change });
		}
		return changes;
	}

	/** Everything stands again where the document says. */
	reset(): void {
		for (const { id } of this.#dragged) this.#graph.preview(id, null);
	}

	#valuesOf(dragged: Dragged, delta: Matrix4): TransformValues {
		// One entity is scaled along its own axes, which a world matrix could only say with a shear.
		if (this.#scaling && this.#dragged.length === 1) {
			const factor = this.#pivot.scale;
			const [x, y, z] = dragged.start.scale;
			return roundValues({ ...dragged.start, scale: [x * factor.x, y * factor.y, z * factor.z] });
		}
		return valuesUnder(dragged.parentWorld, delta.clone().multiply(dragged.startWorld));
	}
}

/** The transform as stored, in the form changes are compared in. */
export function storedValues(node: EntityNode): TransformValues {
	const rotation = new Quaternion().fromArray(readField(node.entity, 'transform', 'rotation')).normalize();
	return {
		position: readField(node.entity, 'transform', 'position'),
		rotation: [rotation.x, rotation.y, rotation.z, rotation.w],
		scale: readField(node.entity, 'transform', 'scale'),
	};
}

/** Those of the chosen entities that can be moved, and do not already move with a chosen parent. */
export function topmost(graph: SceneGraph, ids: readonly EntityId[]): EntityNode[] {
	const chosen = new Set(ids);
	return ids.flatMap((id) => {
		const node = graph.node(id);
		if (!node || isLocked(graph, node.group)) return [];
		for (let at = node.group.parent; at; at = at.parent)
			if (chosen.has(at.userData['entityId'] as EntityId)) return [];
		return [node];
	});
}

/** Stands the pivot where the gizmo belongs: at the one entity, or in the middle of several. */
export function placePivot(pivot: Object3D, nodes: readonly EntityNode[], aligned: boolean): void {
	const middle = new Vector3();
	const at = new Vector3();
	for (const { group } of nodes) middle.add(at.setFromMatrixPosition(group.matrixWorld));
	pivot.position.copy(middle.divideScalar(Math.max(1, nodes.length)));
	pivot.scale.set(1, 1, 1);
	pivot.quaternion.identity();
	const only = nodes[0];
	if (aligned && nodes.length === 1 && only)
		only.group.matrixWorld.decompose(at, pivot.quaternion, new Vector3());
	pivot.updateMatrixWorld(true);
}
