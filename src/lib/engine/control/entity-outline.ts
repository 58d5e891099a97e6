import { Matrix4, Mesh, Vector3, type BufferGeometry } from 'three';
import type { EntityId } from '../../base/ids.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { EntityOutline } from '../viewport-port.ts';

/** The triangles that are seen of an entity itself, without what it holds, in its own space; null: it has none. */
export function outlineOf(graph: SceneGraph, id: EntityId): EntityOutline | null {
	const node = graph.node(id);
	if (!node) return null;
	const [points, indices]: [number[], number[]] = [[], []];
	node.group.updateWorldMatrix(true, true);
	const intoOwn = node.group.matrixWorld.clone().invert();
	for (const [component, { object }] of node.parts()) {
		if (component !== 'mesh') continue;
		object.traverse((each) => {
			if (!(each instanceof Mesh)) return;
			const { geometry, matrixWorld } = each as Mesh;
			append(geometry, new Matrix4().multiplyMatrices(intoOwn, matrixWorld), points, indices);
		});
	}
	return points.length === 0
		? null
		: { points: Float32Array.from(points), indices: Uint32Array.from(indices) };
}

function append(geometry: BufferGeometry, matrix: Matrix4, points: number[], indices: number[]): void {
	const position = geometry.getAttribute('position');
	const first = points.length / 3;
	const point = new Vector3();
	for (let i = 0; i < position.count; i++) {
		point.fromBufferAttribute(position, i).applyMatrix4(matrix);
		points.push(point.x, point.y, point.z);
	}
	const { index } = geometry;
	const count = index ? index.count : position.count;
	for (let i = 0; i < count; i++) indices.push(first + (index ? index.getX(i) : i));
}
