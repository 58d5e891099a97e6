import type { Object3D } from 'three';
import type { EntityId } from '../../base/ids.ts';
import { readField } from '../../doc/components/registry.ts';
import type { SceneGraph } from './scene-graph.ts';

/** Whether what an object on stage belongs to, or anything that lies in, is locked: hands pass through it. */
export function isLocked(graph: Pick<SceneGraph, 'node'>, object: Object3D): boolean {
	for (let at: Object3D | null = object; at; at = at.parent) {
		const id = at.userData['entityId'] as EntityId | undefined;
		const node = id && graph.node(id);
		if (node && readField(node.entity, 'transform', 'locked')) return true;
	}
	return false;
}
