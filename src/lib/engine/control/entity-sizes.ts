import { Box3, Vector3 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import { meshBox } from '../scene/mesh-box.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { EntitySizes } from '../viewport-port.ts';
import { bodyPoints } from './body-points.ts';

/** How large some entities are together, with all they hold, and where each stands. What has no body has no size. */
export function sizesOf(graph: SceneGraph, ids: readonly EntityId[]): EntitySizes {
	graph.root.updateMatrixWorld();
	const groups = ids.flatMap((id) => graph.node(id)?.group ?? []);
	const solid = groups.filter((group) => {
		let found = false;
		group.traverseVisible((each) => (found ||= meshBox(each) !== null));
		return found;
	});
	const box = new Box3();
	// One by one: together they might be too many to be looked at by their vertices.
	for (const group of solid) box.union(new Box3().setFromPoints(bodyPoints([group])));
	return {
		size: box.isEmpty() ? [0, 0, 0] : box.getSize(new Vector3()).toArray(),
		origins: groups.map(({ matrixWorld }) => new Vector3().setFromMatrixPosition(matrixWorld).toArray()),
	};
}
