import {
	BatchedMesh,
	Box3,
	type BufferGeometry,
	DoubleSide,
	InstancedMesh,
	type Material,
	type Matrix4,
	Mesh,
	type Object3D,
	SkinnedMesh,
	Vector3,
} from 'three';
import { isPlain } from './instance-look.ts';
import { isHelper } from './layers.ts';
import { mergeKey } from './merged-geometry.ts';

/** Below this share of their lengths, the dot product of two axes is rounding. */
const SQUARE = 1e-5;
/** Below this share of its width, the thickness of a plane that was turned is rounding. */
const FLAT = 1e-9;

const size = new Vector3();

/** The meshes of a part when all of it can be drawn by batches; null: it has to be drawn by itself. */
export function batchableMeshes(part: Object3D): Mesh[] | null {
	const meshes: Mesh[] = [];
	const alone = isAnyAlone(part, meshes);
	return alone || meshes.length === 0 ? null : meshes;
}

function isAnyAlone(object: Object3D, meshes: Mesh[]): boolean {
	if (!object.visible || isHelper(object)) return true;
	if (object instanceof Mesh) {
		if (!isBatchable(object as Mesh)) return true;
		meshes.push(object as Mesh);
	} else if (OTHERS.some((kind) => kind in object)) return true;
	return object.children.some((child) => isAnyAlone(child, meshes));
}

const OTHERS = ['isLight', 'isSprite', 'isLine', 'isPoints', 'isCamera'];

/** Posed and morphed meshes differ from each other. */
function isBatchable(mesh: Mesh): boolean {
	const { geometry, material, renderOrder } = mesh;
	if (mesh instanceof SkinnedMesh || mesh instanceof InstancedMesh || mesh instanceof BatchedMesh)
		return false;
	if (Array.isArray(material) || renderOrder !== 0) return false;
	if (Object.keys(geometry.morphAttributes).length > 0 || isTransmissive(material)) return false;
	return !material.transparent || isSortable(geometry, material);
}

const isTransmissive = (material: Material & { transmission?: number }): boolean =>
	(material.transmission ?? 0) > 0;

/**
 * Whether it can be drawn in one call with others that are seen through. Two-sided things take two, the back before the
 * front, unless they are flat.
 */
function isSortable(geometry: BufferGeometry, material: Material & { wireframe?: boolean }): boolean {
	const { side, forceSinglePass } = material;
	const flat = geometry.index !== null && isPlain(material) && isFlat(geometry);
	const once = side !== DoubleSide || flat || (forceSinglePass && !isPlain(material));
	return once && material.wireframe !== true && mergeKey(geometry) !== null;
}

function isFlat(geometry: BufferGeometry): boolean {
	if (!geometry.boundingBox) geometry.computeBoundingBox();
	const { x, y, z } = (geometry.boundingBox ?? new Box3()).getSize(size);
	return Math.min(x, y, z) <= FLAT * Math.max(x, y, z);
}

/** Whether an instance can stand like this: a mirror turns faces inside out, and shear bends the light on them. */
export function standsSquare({ elements: e }: Matrix4): boolean {
	const [ax = 0, ay = 0, az = 0, , bx = 0, by = 0, bz = 0, , cx = 0, cy = 0, cz = 0] = e;
	const [a, b, c] = [ax * ax + ay * ay + az * az, bx * bx + by * by + bz * bz, cx * cx + cy * cy + cz * cz];
	const volume = ax * (by * cz - bz * cy) + bx * (cy * az - cz * ay) + cx * (ay * bz - az * by);
	if (!(volume > 0)) return false;
	const most = SQUARE * SQUARE;
	const [ab, bc, ca] = [
		ax * bx + ay * by + az * bz,
		bx * cx + by * cy + bz * cz,
		cx * ax + cy * ay + cz * az,
	];
	return ab * ab <= most * a * b && bc * bc <= most * b * c && ca * ca <= most * c * a;
}
