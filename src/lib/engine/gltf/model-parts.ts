import { Group, Mesh, type Object3D, SkinnedMesh } from 'three';
import type { GLTFReference } from 'three/addons/loaders/GLTFLoader.js';
import { clone as cloneWithSkeleton } from 'three/addons/utils/SkeletonUtils.js';
import { formatPart, type ModelPart } from './model-part.ts';

type Associations = ReadonlyMap<object, GLTFReference>;

/** Of each loaded model: the objects that draw its parts. */
const PARTS = new WeakMap<Object3D, ReadonlyMap<string, readonly Object3D[]>>();

/** Remembers which object of a loaded model comes from which node and mesh of its file. */
export function rememberParts(model: Object3D, associations: Associations): void {
	const parts = new Map<string, Object3D[]>();
	const seen = new Set<string>();
	model.traverse((object) => {
		const { nodes, meshes, primitives } = associations.get(object) ?? {};
		if (nodes !== undefined) parts.set(formatPart({ kind: 'node', index: nodes }), [object]);
		if (meshes === undefined || primitives === undefined) return;
		// Nodes may share a mesh: one of each of its primitives will do.
		if (seen.has(`${meshes} ${primitives}`)) return;
		seen.add(`${meshes} ${primitives}`);
		const part = formatPart({ kind: 'mesh', index: meshes });
		parts.set(part, [...(parts.get(part) ?? []), object]);
	});
	PARTS.set(model, parts);
}

/** A copy of one part, standing at the origin; undefined when the model shows no such part by itself. */
export function copyPart(model: Object3D, part: ModelPart): Object3D | undefined {
	const objects = PARTS.get(model)?.get(formatPart(part));
	if (!objects) return undefined;
	if (part.kind === 'mesh') return new Group().add(...objects.map(copyMesh));
	const [node] = objects;
	if (!node || !holdsItsBones(node)) return undefined;
	return toOrigin(cloneWithSkeleton(node));
}

/**
 * A copy of a node with all that is in it, which stands at the origin while it rests and moves from there, however its
 * movements move the node itself; undefined where `copyPart` has none.
 */
export function copyMovingPart(model: Object3D, part: ModelPart): Object3D | undefined {
	const [node] = PARTS.get(model)?.get(formatPart(part)) ?? [];
	if (part.kind === 'mesh' || !node || !holdsItsBones(node)) return copyPart(model, part);
	const copy = cloneWithSkeleton(node);
	copy.updateMatrix();
	// What is pressed flat has no way back.
	if (copy.matrix.determinant() === 0) return toOrigin(copy);
	const back = new Pinned();
	back.matrix.copy(copy.matrix).invert();
	return back.add(copy);
}

/** Stays where its matrix says, which need not be a place, a turn and a size. */
class Pinned extends Group {
	override matrixAutoUpdate = false;
	override updateMatrix(): void {}
}

/** Without what hangs below it, and without a pose, which it has from elsewhere. */
const copyMesh = (object: Object3D): Object3D =>
	toOrigin(
		object instanceof SkinnedMesh
			? new Mesh(object.geometry, object.material as SkinnedMesh['material'])
			: object.clone(false),
	);

function toOrigin(object: Object3D): Object3D {
	object.position.set(0, 0, 0);
	object.quaternion.identity();
	object.scale.set(1, 1, 1);
	return object;
}

function holdsItsBones(node: Object3D): boolean {
	const inside = new Set<Object3D>();
	node.traverse((each) => inside.add(each));
	return [...inside].every(
		(each) => !(each instanceof SkinnedMesh) || each.skeleton.bones.every((bone) => inside.has(bone)),
	);
}
