import { Box3, Matrix4, type Object3D, Vector3 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import { meshBox } from '../scene/mesh-box.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';

/** What has no shape of its own (lights, empties) gets a box of this size, m. */
const BARE_SIZE = 0.35;
const PADDING = 0.015;

const inverse = new Matrix4();
const step = new Matrix4();
const part = new Box3();

/** The box of everything below an object, in the object's own frame. */
export function measureLocal(object: Object3D): Box3 {
	const box = new Box3();
	object.updateWorldMatrix(true, true);
	inverse.copy(object.matrixWorld).invert();
	object.traverse((each) => {
		const own = meshBox(each);
		if (own) box.union(part.copy(own).applyMatrix4(step.multiplyMatrices(inverse, each.matrixWorld)));
	});
	if (box.isEmpty()) box.setFromCenterAndSize(new Vector3(), new Vector3(BARE_SIZE, BARE_SIZE, BARE_SIZE));
	return box.expandByScalar(PADDING);
}

/** The world box around some entities; empty when none of them is there. */
export function measureWorld(graph: SceneGraph, ids: readonly EntityId[]): Box3 {
	const box = new Box3();
	for (const id of ids) {
		const group = graph.node(id)?.group;
		if (group) box.union(measureLocal(group).applyMatrix4(group.matrixWorld));
	}
	return box;
}
