import { checkIndex, damaged, indexOf, listOf, objectOf, sizeOf, type Json } from './gltf-json.ts';
import { meshoptOf } from './resources.ts';

/** What a model may unpack to, however small its file: past this, phones run out of memory. */
const MAX_UNPACKED_BYTES = 768 * 1024 * 1024;

const COMPONENT_BYTES: ReadonlyMap<unknown, number> = new Map([
	[5120, 1],
	[5121, 1],
	[5122, 2],
	[5123, 2],
	[5125, 4],
	[5126, 4],
]);
const COMPONENTS: ReadonlyMap<unknown, number> = new Map([
	['SCALAR', 1],
	['VEC2', 2],
	['VEC3', 3],
	['VEC4', 4],
	['MAT2', 4],
	['MAT3', 9],
	['MAT4', 16],
]);

/** A buffer's length; null for one that only stands in for compressed data. */
type BufferLength = { readonly length: number } | null;

/** Every view within its buffer, every accessor within its view, and no more in all than can be held. */
export function checkAccessors(json: Json, buffers: readonly BufferLength[]): void {
	const views = listOf(json, 'bufferViews');
	let unpacked = 0;
	let held = 0;
	for (const view of views) {
		unpacked += checkView(view, buffers);
		held += sizeOf(view, 'byteLength');
	}
	let wanted = 0;
	for (const accessor of listOf(json, 'accessors')) {
		unpacked += checkAccessor(accessor, views);
		if (accessor['bufferView'] !== undefined) wanted += elementSize(accessor) * sizeOf(accessor, 'count');
	}
	// Lists that lie over one another are one in the file, and many on the graphics card.
	refuseUnpacked(unpacked + Math.max(0, wanted - held));
}

/** Refuses what takes more memory than can be had, however small its file. */
export function refuseUnpacked(bytes: number): void {
	if (bytes > MAX_UNPACKED_BYTES)
		throw damaged(
			`it would unpack to ${Math.round(bytes / 2 ** 20)} MB, more than ${MAX_UNPACKED_BYTES / 2 ** 20} MB`,
		);
}

/** Returns what the view unpacks to beyond the file's own bytes. */
function checkView(view: Json, buffers: readonly BufferLength[]): number {
	const length = sizeOf(view, 'byteLength');
	const compressed = meshoptOf(view);
	checkRange(view, buffers, length);
	const stride = sizeOf(view, 'byteStride', 0);
	if (stride > 252) throw damaged(`a stride of ${stride} bytes is not allowed`);
	if (!compressed) return 0;
	checkRange(compressed, buffers, sizeOf(compressed, 'byteLength'));
	const size = sizeOf(compressed, 'count') * sizeOf(compressed, 'byteStride');
	if (size !== length) throw damaged('a compressed part does not have the size it announces');
	return size;
}

function checkRange(view: Json, buffers: readonly BufferLength[], length: number): void {
	const buffer = buffers[checkIndex(view['buffer'], buffers, 'buffer')];
	if (!buffer) return;
	const end = sizeOf(view, 'byteOffset', 0) + length;
	if (end > buffer.length) throw damaged(`a part ends at byte ${end}, but its buffer has ${buffer.length}`);
}

/** Returns the bytes the accessor takes where it has no data of its own. */
function checkAccessor(accessor: Json, views: readonly Json[]): number {
	const size = elementSize(accessor);
	const count = sizeOf(accessor, 'count');
	const at = indexOf(accessor, 'bufferView', views, 'buffer view');
	checkSparse(accessor, views, size, count);
	const view = at === undefined ? undefined : views[at];
	if (!view) return size * count;
	const stride = sizeOf(view, 'byteStride', 0) || size;
	const end = sizeOf(accessor, 'byteOffset', 0) + (count === 0 ? 0 : stride * (count - 1) + size);
	if (end > sizeOf(view, 'byteLength'))
		throw damaged(
			`a list of ${count} values needs ${end} bytes, but its part has ${String(view['byteLength'])}`,
		);
	return 0;
}

function checkSparse(accessor: Json, views: readonly Json[], size: number, count: number): void {
	const sparse = objectOf(accessor, 'sparse');
	if (!sparse) return;
	const changed = sizeOf(sparse, 'count');
	if (changed > count) throw damaged('a sparse list changes more values than there are');
	const indices = objectOf(sparse, 'indices') ?? {};
	const values = objectOf(sparse, 'values') ?? {};
	const indexSize = COMPONENT_BYTES.get(indices['componentType']) ?? 4;
	for (const [part, each] of [
		[indices, indexSize],
		[values, size],
	] as const) {
		const view = views[checkIndex(part['bufferView'], views, 'buffer view')] ?? {};
		if (sizeOf(part, 'byteOffset', 0) + changed * each > sizeOf(view, 'byteLength'))
			throw damaged('a sparse list goes beyond its part');
	}
}

export function elementSize(accessor: Json): number {
	const bytes = COMPONENT_BYTES.get(accessor['componentType']);
	const components = COMPONENTS.get(accessor['type']);
	if (bytes === undefined || components === undefined)
		throw damaged(
			`it holds values of an unknown type (${String(accessor['componentType'])} ${String(accessor['type'])})`,
		);
	return bytes * components;
}
