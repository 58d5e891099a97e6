import { Box3, type BufferGeometry, EdgesGeometry, Matrix4, Mesh, type Object3D, Vector3 } from 'three';
import type { EntityNode } from '../scene/entity-node.ts';
import { meshBox } from '../scene/mesh-box.ts';
import { box } from './strokes.ts';

/** Of more than this a box is drawn. */
const MOST_TRIANGLES = 5000;
/** Degrees: edges of faces that are nearly one are left out. */
const FLAT = 5;

const wires = new WeakMap<BufferGeometry, readonly number[]>();
const point = new Vector3();

/** The edges of what an entity itself shows, in its own frame, or, of large things, of the box around it. */
export function ownWire({ group }: EntityNode): number[] {
	group.updateWorldMatrix(true, true);
	const toOwn = new Matrix4().copy(group.matrixWorld).invert();
	const meshes = meshesOf(group);
	const frames = meshes.map((mesh) => new Matrix4().multiplyMatrices(toOwn, mesh.matrixWorld));
	const triangles = meshes.reduce((sum, { geometry }) => sum + trianglesOf(geometry), 0);
	if (triangles <= MOST_TRIANGLES)
		return meshes.flatMap(({ geometry }, i) => inFrame(edgesOf(geometry), frames[i]));
	const around = new Box3();
	meshes.forEach((mesh, i) => {
		const own = meshBox(mesh);
		const frame = frames[i];
		if (own && frame) around.union(own.clone().applyMatrix4(frame));
	});
	return box(around.getSize(new Vector3()).toArray(), around.getCenter(new Vector3()).toArray());
}

/** Without those of the entities that it holds. */
function meshesOf(group: Object3D): Mesh[] {
	const meshes: Mesh[] = [];
	const visit = (object: Object3D) => {
		if (object instanceof Mesh && meshBox(object)) meshes.push(object as Mesh);
		for (const child of object.children) if (!child.userData['entityId']) visit(child);
	};
	visit(group);
	return meshes;
}

const trianglesOf = ({ index, attributes }: BufferGeometry): number =>
	(index?.count ?? attributes['position']?.count ?? 0) / 3;

function edgesOf(geometry: BufferGeometry): readonly number[] {
	const known = wires.get(geometry);
	if (known) return known;
	const edges = new EdgesGeometry(geometry, FLAT);
	const lines = [...(edges.getAttribute('position')?.array ?? [])];
	edges.dispose();
	wires.set(geometry, lines);
	return lines;
}

function inFrame(lines: readonly number[], frame: Matrix4 | undefined): number[] {
	if (!frame) return [];
	const points = new Array<number>(lines.length);
	for (let i = 0; i < lines.length; i += 3) point.fromArray(lines, i).applyMatrix4(frame).toArray(points, i);
	return points;
}
