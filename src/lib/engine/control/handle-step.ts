import { Object3D, Vector3 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { HandleStep, TransformChange, ViewportHandles } from '../viewport-port.ts';
import { Drag, topmost } from './drag.ts';
import { placePivot, standOf } from './handle-stand.ts';

const AXES = { x: new Vector3(1, 0, 0), y: new Vector3(0, 1, 0), z: new Vector3(0, 0, 1) };

/** Shows and tells what a drag of the handles by so much would make of these. */
export function handled(
	graph: SceneGraph,
	ids: readonly EntityId[],
	handles: ViewportHandles,
	step: HandleStep,
): TransformChange[] {
	const nodes = topmost(graph, ids);
	for (const { id } of nodes) graph.preview(id, null);
	graph.root.updateMatrixWorld();
	const pivot = new Object3D();
	const stand = standOf(nodes, step.kind === 'turn' ? 'rotate' : 'scale', handles);
	placePivot(pivot, nodes, stand);
	const drag = new Drag(graph, pivot, nodes, stand);
	if (step.kind === 'turn') pivot.rotateOnAxis(AXES[step.axis], step.angle);
	else pivot.scale.setScalar(step.factor);
	return drag.follow();
}
