import { BufferAttribute, BufferGeometry } from 'three';
import type { DracoDecoder, DracoMesh, DracoModule } from './draco-module.ts';

const ARRAYS = {
	Int8Array,
	Int16Array,
	Int32Array,
	Uint8Array,
	Uint16Array,
	Uint32Array,
	Float32Array,
} as const;

type ArrayName = keyof typeof ARRAYS;
type Ids = Readonly<Record<string, number>>;
type Types = Readonly<Record<string, string>>;

/** Stands where GLTFLoader wants three's DRACOLoader, which would fetch and evaluate code the page does not allow. */
export class DracoGeometries {
	#draco: DracoModule;

	constructor(draco: DracoModule) {
		this.#draco = draco;
	}

	preload(): this {
		return this;
	}

	// The name and the callbacks are GLTFLoader's: these two methods are all it calls.
	decodeDracoFile(
		buffer: ArrayBuffer,
		onDecoded: (geometry: BufferGeometry) => void,
		ids: Ids = {},
		types: Types = {},
		_colorSpace?: string,
		onError?: (cause: unknown) => void,
	): void {
		try {
			onDecoded(decodeGeometry(this.#draco, new Int8Array(buffer), ids, types));
		} catch (cause) {
			onError?.(cause);
		}
	}
}

/** One compressed mesh as geometry. Attribute ids and array types are named as three.js names attributes. */
export function decodeGeometry(draco: DracoModule, bytes: Int8Array, ids: Ids, types: Types): BufferGeometry {
	const decoder = new draco.Decoder();
	const mesh = new draco.Mesh();
	try {
		if (decoder.GetEncodedGeometryType(bytes) !== draco.TRIANGULAR_MESH)
			throw new Error('The compressed geometry is not made of triangles.');
		const status = decoder.DecodeArrayToMesh(bytes, bytes.byteLength, mesh);
		if (!status.ok() || mesh.ptr === 0)
			throw new Error(`The compressed geometry is damaged (${status.error_msg()}).`);
		const geometry = new BufferGeometry();
		for (const [name, id] of Object.entries(ids))
			geometry.setAttribute(name, readAttribute(draco, decoder, mesh, id, types[name] as ArrayName));
		geometry.setIndex(readIndex(draco, decoder, mesh));
		return geometry;
	} finally {
		draco.destroy(mesh);
		draco.destroy(decoder);
	}
}

function readIndex(draco: DracoModule, decoder: DracoDecoder, mesh: DracoMesh): BufferAttribute {
	const length = mesh.num_faces() * 3;
	const pointer = draco._malloc(length * 4);
	decoder.GetTrianglesUInt32Array(mesh, length * 4, pointer);
	const array = new Uint32Array(draco.HEAPF32.buffer, pointer, length).slice();
	draco._free(pointer);
	return new BufferAttribute(array, 1);
}

function readAttribute(
	draco: DracoModule,
	decoder: DracoDecoder,
	mesh: DracoMesh,
	id: number,
	type: ArrayName,
): BufferAttribute {
	const attribute = decoder.GetAttributeByUniqueId(mesh, id);
	const Values = ARRAYS[type];
	if (attribute.ptr === 0 || !Values) throw new Error('The compressed geometry lacks a part it announces.');
	const size = attribute.num_components();
	const length = mesh.num_points() * size;
	const bytes = length * Values.BYTES_PER_ELEMENT;
	const pointer = draco._malloc(bytes);
	decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, dracoType(draco, type), bytes, pointer);
	const array = new Values(draco.HEAPF32.buffer, pointer, length).slice();
	draco._free(pointer);
	return new BufferAttribute(array, size);
}

function dracoType(draco: DracoModule, type: ArrayName): number {
	const types: Readonly<Record<ArrayName, number>> = {
		Int8Array: draco.DT_INT8,
		Int16Array: draco.DT_INT16,
		Int32Array: draco.DT_INT32,
		Uint8Array: draco.DT_UINT8,
		Uint16Array: draco.DT_UINT16,
		Uint32Array: draco.DT_UINT32,
		Float32Array: draco.DT_FLOAT32,
	};
	return types[type];
}
