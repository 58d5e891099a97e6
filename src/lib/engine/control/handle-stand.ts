import { type Object3D, Quaternion, Vector3 } from 'three';
import type { EntityNode } from '../scene/entity-node.ts';
import type { ViewportHandles, ViewportSpace, ViewportTool } from '../viewport-port.ts';

/** How handles stand on what is held: along whose axes, and around what. */
export type HandleStand = ViewportHandles & { readonly scales: boolean };

/** What was chosen, as far as the tool can: a scale along other axes than its own only a shear could say. */
export function standOf(
	nodes: readonly EntityNode[],
	tool: ViewportTool,
	{ space, pivot }: ViewportHandles,
): HandleStand {
	const scales = tool === 'scale';
	const own = scales && (nodes.length === 1 || pivot === 'individual');
	return { scales, pivot, space: own ? 'local' : space };
}

/** How the axes of a thing are turned in the world. */
export function axesOf({ group }: EntityNode, space: ViewportSpace): Quaternion {
	const whose = { world: null, local: group, parent: group.parent }[space];
	const turn = new Quaternion();
	whose?.matrixWorld.decompose(new Vector3(), turn, new Vector3());
	return turn;
}

/** Stands the pivot where the handles belong. */
export function placePivot(pivot: Object3D, nodes: readonly EntityNode[], stand: HandleStand): void {
	const lead = nodes.at(-1);
	const around = stand.pivot === 'active' && lead ? [lead] : nodes;
	const middle = new Vector3();
	const at = new Vector3();
	for (const { group } of around) middle.add(at.setFromMatrixPosition(group.matrixWorld));
	pivot.position.copy(middle.divideScalar(Math.max(1, around.length)));
	pivot.scale.set(1, 1, 1);
	pivot.quaternion.identity();
	if (lead) pivot.quaternion.copy(axesOf(lead, stand.space));
	pivot.updateMatrixWorld(true);
}
