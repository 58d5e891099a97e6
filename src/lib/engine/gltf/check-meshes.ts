import { refuseUnpacked } from './check-accessors.ts';
import { checkIndex, damaged, indexOf, listOf, objectOf, sizeOf, type Json } from './gltf-json.ts';
import { meshoptOf, type BufferBytes } from './resources.ts';

export const DRACO = 'KHR_draco_mesh_compression';

const SHAPE_KEY_POINT_BYTES = 16;
const TRIANGLES = 4;
const TRIANGLE_STRIPS = new Set([5, 6]);

/** Every primitive's attributes and indices are there and agree; returns how many triangles all meshes have. */
export function checkMeshes(json: Json, buffers: readonly BufferBytes[]): number {
	// Looked up once: a file may have as many meshes as materials.
	const lists = {
		accessors: listOf(json, 'accessors'),
		materials: listOf(json, 'materials'),
		views: listOf(json, 'bufferViews'),
		buffers,
		checked: new Map<Json, number>(),
	};
	let triangles = 0;
	let shapeKeys = 0;
	for (const mesh of listOf(json, 'meshes')) {
		const primitives = listOf(mesh, 'primitives');
		if (primitives.length === 0) throw damaged('a mesh has nothing in it');
		for (const primitive of primitives) {
			triangles += checkPrimitive(lists, primitive);
			shapeKeys += shapeKeyBytes(lists, primitive);
		}
	}
	refuseUnpacked(shapeKeys);
	return triangles;
}

type Lists = {
	readonly accessors: readonly Json[];
	readonly materials: readonly Json[];
	readonly views: readonly Json[];
	readonly buffers: readonly BufferBytes[];
	/** Indices that many meshes share, with the fewest points they were found to fit. */
	readonly checked: Map<Json, number>;
};

function checkPrimitive(lists: Lists, primitive: Json): number {
	const { accessors, materials, views } = lists;
	const attributes = objectOf(primitive, 'attributes') ?? {};
	const count = checkAttributes(attributes, accessors);
	for (const target of listOf(primitive, 'targets'))
		for (const index of Object.values(target))
			if (sizeOf(accessors[checkIndex(index, accessors, 'accessor')] ?? {}, 'count') !== count)
				throw damaged('a shape key has another number of points than its mesh');
	indexOf(primitive, 'material', materials, 'material');
	const draco = objectOf(primitive, 'extensions')?.[DRACO] as Json | undefined;
	if (draco) checkIndex(draco['bufferView'], views, 'buffer view');
	const at = indexOf(primitive, 'indices', accessors, 'accessor');
	const indices = at === undefined ? undefined : accessors[at];
	if (indices && !draco) checkIndices(lists, indices, count);
	return trianglesOf(sizeOf(primitive, 'mode', TRIANGLES), indices ? sizeOf(indices, 'count') : count);
}

/** What its shape keys take on the graphics card: four floats for each point of each list, shared in the file or not. */
function shapeKeyBytes({ accessors }: Lists, primitive: Json): number {
	let bytes = 0;
	for (const target of listOf(primitive, 'targets'))
		for (const index of Object.values(target))
			bytes += sizeOf(accessors[index as number] ?? {}, 'count') * SHAPE_KEY_POINT_BYTES;
	return bytes;
}

function checkAttributes(attributes: Json, accessors: readonly Json[]): number {
	if (attributes['POSITION'] === undefined) throw damaged('a mesh has no positions');
	const counts = Object.values(attributes).map((index) =>
		sizeOf(accessors[checkIndex(index, accessors, 'accessor')] ?? {}, 'count'),
	);
	const position = accessors[attributes['POSITION'] as number] ?? {};
	if (position['type'] !== 'VEC3') throw damaged('the positions of a mesh are not in 3D');
	const count = sizeOf(position, 'count');
	if (count === 0 || counts.some((each) => each !== count))
		throw damaged('the parts of a mesh differ in length');
	return count;
}

/** No index beyond the points: GPUs refuse such meshes, and picking would read nonsense. */
function checkIndices(lists: Lists, accessor: Json, count: number): void {
	const fits = lists.checked.get(accessor) ?? Infinity;
	if (count >= fits) return;
	const values = readIndices(lists, accessor);
	// By number: asking millions for the next one takes ten times as long.
	for (let i = 0; values && i < values.length; i++)
		if ((values[i] as number) >= count) throw damaged(`a mesh uses point ${values[i]}, but has ${count}`);
	lists.checked.set(accessor, count);
}

/** The indices as they lie in the file; undefined where they are compressed or left to be zero. */
function readIndices(
	{ views, buffers }: Lists,
	accessor: Json,
): Uint8Array | Uint16Array | Uint32Array | undefined {
	if (accessor['type'] !== 'SCALAR') throw damaged('the indices of a mesh are not single numbers');
	const view = views[accessor['bufferView'] as number];
	const buffer = view && buffers[view['buffer'] as number];
	if (!view || !buffer || meshoptOf(view)) return undefined;
	const start = sizeOf(view, 'byteOffset', 0) + sizeOf(accessor, 'byteOffset', 0);
	const count = sizeOf(accessor, 'count');
	switch (accessor['componentType']) {
		case 5121:
			return buffer.slice(start, start + count);
		case 5123:
			return new Uint16Array(...aligned(buffer, start, count, 2));
		case 5125:
			return new Uint32Array(...aligned(buffer, start, count, 4));
		default:
			throw damaged('the indices of a mesh are not whole numbers');
	}
}

type Place = [buffer: ArrayBufferLike, from: number, count: number];

/** Where so many numbers of so many bytes lie: in a copy only where they could not be read as they are. */
function aligned(bytes: Uint8Array, start: number, count: number, size: 2 | 4): Place {
	const from = bytes.byteOffset + start;
	if (from % size === 0 && start + count * size <= bytes.length) return [bytes.buffer, from, count];
	const copy = bytes.slice(start, start + count * size);
	return [copy.buffer, 0, copy.length / size];
}

function trianglesOf(mode: number, count: number): number {
	if (mode === TRIANGLES) return Math.floor(count / 3);
	return TRIANGLE_STRIPS.has(mode) ? Math.max(0, count - 2) : 0;
}
