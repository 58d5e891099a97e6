/** The part of Google's Draco decoder (Emscripten) that glTF needs. What it returns lives in its own heap. */
export type DracoModule = {
	readonly TRIANGULAR_MESH: number;
	readonly DT_INT8: number;
	readonly DT_INT16: number;
	readonly DT_INT32: number;
	readonly DT_UINT8: number;
	readonly DT_UINT16: number;
	readonly DT_UINT32: number;
	readonly DT_FLOAT32: number;
	readonly HEAPF32: Float32Array<ArrayBuffer>;
	readonly Decoder: new () => DracoDecoder;
	readonly Mesh: new () => DracoMesh;
	_malloc(bytes: number): number;
	_free(pointer: number): void;
	destroy(object: unknown): void;
};

export type DracoMesh = { readonly ptr: number; num_faces(): number; num_points(): number };

export type DracoAttribute = { readonly ptr: number; num_components(): number };

export type DracoDecoder = {
	GetEncodedGeometryType(bytes: Int8Array): number;
	DecodeArrayToMesh(
		bytes: Int8Array,
		length: number,
		mesh: DracoMesh,
	): { ok(): boolean; error_msg(): string };
	GetAttributeByUniqueId(mesh: DracoMesh, id: number): DracoAttribute;
	GetTrianglesUInt32Array(mesh: DracoMesh, bytes: number, pointer: number): boolean;
	GetAttributeDataArrayForAllPoints(
		mesh: DracoMesh,
		attribute: DracoAttribute,
		type: number,
		bytes: number,
		pointer: number,
	): boolean;
};
