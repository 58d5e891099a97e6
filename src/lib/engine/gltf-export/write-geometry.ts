import type { BufferAttribute, BufferGeometry, InterleavedBufferAttribute } from 'three';
import type { Draft, GltfWriter } from './gltf-writer.ts';

const FLOAT = 5126;
const UNSIGNED_SHORT = 5123;
const UNSIGNED_INT = 5125;
const ARRAY_BUFFER = 34962;
const ELEMENT_ARRAY_BUFFER = 34963;

/** Writes a geometry of ours; returns what a primitive of it says. Bumps need the `tangents` of the surface. */
export function writeGeometry(writer: GltfWriter, source: BufferGeometry, tangents: boolean): Draft {
	const geometry = tangents ? withTangents(source) : source;
	const { position, normal, uv, tangent } = geometry.attributes;
	const attributes: Draft = {};
	if (position) attributes['POSITION'] = writePositions(writer, numbersOf(position));
	if (normal) attributes['NORMAL'] = writeVectors(writer, unit(numbersOf(normal), 3), 'VEC3');
	if (tangent) attributes['TANGENT'] = writeVectors(writer, unit(numbersOf(tangent), 4), 'VEC4');
	if (uv) attributes['TEXCOORD_0'] = writeVectors(writer, fromTop(numbersOf(uv)), 'VEC2');
	const { index } = geometry;
	return index ? { attributes, indices: writeIndices(writer, index.array) } : { attributes };
}

/** A square that stands upright, as wide and high as said; returns what a primitive of it says. */
export function writeQuad(writer: GltfWriter, width: number, height: number): Draft {
	const [x, y] = [width / 2, height / 2];
	const positions = new Float32Array([-x, y, 0, x, y, 0, -x, -y, 0, x, -y, 0]);
	const normals = new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
	return {
		attributes: {
			POSITION: writePositions(writer, positions),
			NORMAL: writeVectors(writer, normals, 'VEC3'),
			TEXCOORD_0: writeVectors(writer, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), 'VEC2'),
		},
		indices: writeIndices(writer, new Uint16Array([0, 2, 1, 2, 3, 1])),
	};
}

function writePositions(writer: GltfWriter, numbers: Float32Array<ArrayBuffer>): number {
	const min = [Infinity, Infinity, Infinity];
	const max = [-Infinity, -Infinity, -Infinity];
	for (let i = 0; i < numbers.length; i++) {
		const [n, axis] = [numbers[i] as number, i % 3];
		if (n < (min[axis] as number)) min[axis] = n;
		if (n > (max[axis] as number)) max[axis] = n;
	}
	return writeVectors(writer, numbers, 'VEC3', { min, max });
}

const SIZES = { VEC2: 2, VEC3: 3, VEC4: 4 } as const;

function writeVectors(
	writer: GltfWriter,
	numbers: Float32Array<ArrayBuffer>,
	type: keyof typeof SIZES,
	more: Draft = {},
): number {
	const bufferView = writer.addView(bytesOf(numbers), { target: ARRAY_BUFFER });
	const count = numbers.length / SIZES[type];
	return writer.add('accessors', { bufferView, componentType: FLOAT, count, type, ...more });
}

function writeIndices(writer: GltfWriter, indices: ArrayLike<number>): number {
	const isLarge = Array.prototype.some.call(indices, (index: number) => index >= 0xffff);
	const array = isLarge ? Uint32Array.from(indices) : Uint16Array.from(indices);
	const bufferView = writer.addView(bytesOf(array), { target: ELEMENT_ARRAY_BUFFER });
	const componentType = isLarge ? UNSIGNED_INT : UNSIGNED_SHORT;
	return writer.add('accessors', { bufferView, componentType, count: indices.length, type: 'SCALAR' });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
	new Uint8Array(buffer, byteOffset, byteLength);

const numbersOf = (attribute: BufferAttribute | InterleavedBufferAttribute): Float32Array<ArrayBuffer> =>
	Float32Array.from(attribute.array);

/** three measures pictures from their lower edge, glTF from the upper. */
function fromTop(uv: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
	for (let i = 1; i < uv.length; i += 2) uv[i] = 1 - (uv[i] as number);
	return uv;
}

/** Directions must have a length of one; where a surface has none (a pole, a sliver) any will do. */
function unit(numbers: Float32Array<ArrayBuffer>, size: 3 | 4): Float32Array<ArrayBuffer> {
	for (let i = 0; i < numbers.length; i += size) {
		const [x, y, z] = [numbers[i] as number, numbers[i + 1] as number, numbers[i + 2] as number];
		const length = Math.sqrt(x * x + y * y + z * z);
		const isOne = length > 1e-6;
		numbers[i] = isOne ? x / length : 1;
		numbers[i + 1] = isOne ? y / length : 0;
		numbers[i + 2] = isOne ? z / length : 0;
		if (size === 4) numbers[i + 3] = numbers[i + 3] === -1 ? -1 : 1;
	}
	return numbers;
}

function withTangents(source: BufferGeometry): BufferGeometry {
	const geometry = source.clone();
	const points = geometry.getAttribute('position')?.count ?? 0;
	if (!geometry.index) geometry.setIndex(Array.from({ length: points }, (_, i) => i));
	geometry.computeTangents();
	return geometry;
}
