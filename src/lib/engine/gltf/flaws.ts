import { Box3, type BufferGeometry, Mesh, type Object3D, SkinnedMesh } from 'three';
import { damaged } from './gltf-json.ts';

/** Metres from the origin: farther away 32 bits tell no two things apart, and no camera finds any. */
const MAX_REACH = 1e9;

/**
 * Refuses what only shows once a model was taken apart: each of these would make graphics cards complain, let picking
 * read nonsense, or end the drawing of everything else. What the file says of its own size is not believed.
 */
export function refuseFlaws(model: Object3D): void {
	const looked = new Set<BufferGeometry>();
	model.traverse((object) => {
		if (!(object instanceof Mesh)) return;
		const { geometry } = object as Mesh;
		if (!looked.has(geometry)) checkGeometry(geometry);
		looked.add(geometry);
		if (object instanceof SkinnedMesh) checkBones(object as SkinnedMesh);
	});
	model.updateMatrixWorld(true);
	if (!isWithinReach(new Box3().setFromObject(model)))
		throw damaged('it reaches farther than anything can be seen');
}

function checkGeometry(geometry: BufferGeometry): void {
	const position = geometry.getAttribute('position');
	const count = position?.count ?? 0;
	if (count === 0) throw damaged('a mesh has no points');
	if (!allNumbers(position.array)) throw damaged('a point of a mesh is not a place');
	for (const index of geometry.index?.array ?? [])
		if (index >= count) throw damaged(`a mesh uses point ${index}, but has ${count}`);
	geometry.boundingSphere = null;
	geometry.computeBoundingBox();
}

function checkBones({ geometry, skeleton }: SkinnedMesh): void {
	const count = skeleton.bones.length;
	for (const bone of geometry.getAttribute('skinIndex')?.array ?? [])
		if (bone >= count) throw damaged(`a mesh hangs on bone ${bone}, but has ${count}`);
}

function allNumbers(array: ArrayLike<number>): boolean {
	for (let i = 0; i < array.length; i++) if (!Number.isFinite(array[i])) return false;
	return true;
}

const isWithinReach = (box: Box3): boolean =>
	box.isEmpty() || [...box.min, ...box.max].every((each) => Math.abs(each) <= MAX_REACH);
