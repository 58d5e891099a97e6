import { Matrix4, type Object3D, Quaternion, Vector3 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import { readField } from '../../doc/components/registry.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import { isLocked } from '../scene/locked.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { TransformChange, TransformValues } from '../viewport-port.ts';
import { axesOf, type HandleStand } from './handle-stand.ts';
import { changedValues, roundValues, valuesUnder } from './transform-math.ts';

type Dragged = {
	readonly id: EntityId;
	readonly start: TransformValues;
	readonly startWorld: Matrix4;
	readonly parentWorld: Matrix4;
	/** How its axes are turned in the world, as the handles mean them. */
	readonly axes: Quaternion;
};

/** One gesture on one or several entities: follows the pivot, remembers where everything was. */
export class Drag {
	#graph: SceneGraph;
	#pivot: Object3D;
	#dragged: Dragged[];
	#pivotStart: Matrix4;
	#stand: HandleStand;

	constructor(graph: SceneGraph, pivot: Object3D, nodes: readonly EntityNode[], stand: HandleStand) {
		this.#graph = graph;
		this.#pivot = pivot;
		this.#stand = stand;
		pivot.updateMatrixWorld(true);
		this.#pivotStart = pivot.matrixWorld.clone();
		this.#dragged = nodes.map((node) => ({
			id: node.id,
			start: storedValues(node),
			startWorld: node.group.matrixWorld.clone(),
			parentWorld: node.group.parent?.matrixWorld.clone() ?? new Matrix4(),
			axes: axesOf(node, stand.space),
		}));
	}

	get ids(): EntityId[] {
		return this.#dragged.map(({ id }) => id);
	}

	/** Where the pivot has brought everything; entities deleted meanwhile are left out. `together`: as one thing, whatever was chosen. */
	follow(together = false): TransformChange[] {
		this.#pivot.updateMatrixWorld(true);
		const delta = this.#pivot.matrixWorld.clone().multiply(this.#pivotStart.clone().invert());
		const changes: TransformChange[] = [];
		for (const dragged of this.#dragged) {
			if (!this.#graph.node(dragged.id)) continue;
			const change = changedValues(dragged.start, this.#valuesOf(dragged, delta, together));
			this.#graph.preview(dragged.id, change);
			changes.push({ id: dragged.id, ...change });
		}
		return changes;
	}

	/** Everything stands again where the document says. */
	reset(): void {
		for (const { id } of this.#dragged) this.#graph.preview(id, null);
	}

	#valuesOf(dragged: Dragged, delta: Matrix4, together: boolean): TransformValues {
		const individual = this.#stand.pivot === 'individual';
		// One entity is scaled along its own axes, which a world matrix could only say with a shear.
		if (this.#stand.scales && (individual || this.#dragged.length === 1)) {
			const factor = this.#pivot.scale;
			const [x, y, z] = dragged.start.scale;
			return roundValues({ ...dragged.start, scale: [x * factor.x, y * factor.y, z * factor.z] });
		}
		const by = individual && !together ? this.#ownDelta(dragged) : delta.clone();
		return valuesUnder(dragged.parentWorld, by.multiply(dragged.startWorld));
	}

	/** What the pivot did along its axes, done along those of one entity, where that is. */
	#ownDelta({ axes, startWorld }: Dragged): Matrix4 {
		const from = new Vector3();
		const turnedFrom = new Quaternion();
		this.#pivotStart.decompose(from, turnedFrom, new Vector3());
		const toOwn = axes.clone().multiply(turnedFrom.clone().invert());
		const moved = this.#pivot.position.clone().sub(from).applyQuaternion(toOwn);
		const turned = this.#pivot.quaternion.clone().multiply(turnedFrom.invert());
		const turn = toOwn.clone().multiply(turned).multiply(toOwn.invert());
		const at = new Vector3().setFromMatrixPosition(startWorld);
		const to = at.clone().add(moved).sub(at.applyQuaternion(turn));
		return new Matrix4().makeRotationFromQuaternion(turn).setPosition(to);
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
