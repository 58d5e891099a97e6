import { Box3, type BufferGeometry, Mesh, type Object3D, SkinnedMesh } from 'three';
import type { Steps } from '../../base/steps.ts';
import { damaged } from './gltf-json.ts';

/** Metres from the origin: farther away 32 bits tell no two things apart, and no camera finds any. */
const MAX_REACH = 1e9;
const NUMBERS_A_STEP = 500_000;

/**
 * Refuses what only shows once a model was taken apart: each of these would make graphics cards complain, let picking
 * read nonsense, or end the drawing of everything else. What the file says of its own size is not believed.
 */
export function* refuseFlaws(model: Object3D): Steps<void> {
	const looked = new Set<BufferGeometry>();
	const meshes: Mesh[] = [];
	model.traverse((object) => {
		if (object instanceof Mesh) meshes.push(object as Mesh);
	});
	for (const mesh of meshes) {
		if (!looked.has(mesh.geometry)) yield* checkGeometry(mesh.geometry);
		looked.add(mesh.geometry);
		if (mesh instanceof SkinnedMesh) yield* checkBones(mesh as SkinnedMesh);
	}
	model.updateMatrixWorld(true);
	if (!isWithinReach(new Box3().setFromObject(model)))
		throw damaged('it reaches farther than anything can be seen');
}

function* checkGeometry(geometry: BufferGeometry): Steps<void> {
	const position = geometry.getAttribute('position');
	const count = position?.count ?? 0;
	if (count === 0) throw damaged('a mesh has no points');
	yield* each(position.array, (number) => {
		if (!Number.isFinite(number)) throw damaged('a point of a mesh is not a place');
	});
	yield* each(geometry.index?.array ?? [], (index) => {
		if (index >= count) throw damaged(`a mesh uses point ${index}, but has ${count}`);
	});
	geometry.boundingSphere = null;
	geometry.computeBoundingBox();
	yield;
}

function* checkBones({ geometry, skeleton }: SkinnedMesh): Steps<void> {
	const count = skeleton.bones.length;
	yield* each(geometry.getAttribute('skinIndex')?.array ?? [], (bone) => {
		if (bone >= count) throw damaged(`a mesh hangs on bone ${bone}, but has ${count}`);
	});
}

/** Looks at all numbers, some milliseconds of them a step. */
export function* each(array: ArrayLike<number>, look: (number: number) => void): Steps<void> {
	for (let from = 0; from < array.length; from += NUMBERS_A_STEP) {
		const end = Math.min(array.length, from + NUMBERS_A_STEP);
		for (let i = from; i < end; i++) look(array[i] as number);
		yield;
	}
}

const isWithinReach = (box: Box3): boolean =>
	box.isEmpty() || [...box.min, ...box.max].every((each) => Math.abs(each) <= MAX_REACH);
