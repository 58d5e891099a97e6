import { MeshoptEncoder } from 'meshoptimizer/encoder';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../base/random.ts';
import { meshoptDecoder } from './meshopt-decoder.ts';

beforeAll(() => MeshoptEncoder.ready);

const random = seededRandom(7);

function decode(
	count: number,
	stride: number,
	source: Uint8Array,
	mode: string,
	filter?: 'OCTAHEDRAL' | 'QUATERNION' | 'EXPONENTIAL',
) {
	const target = new Uint8Array(count * stride);
	meshoptDecoder.decodeGltfBuffer(target, count, stride, source, mode, filter);
	return target;
}

/** Rows that resemble vertices: smooth columns, noisy columns, constant columns. */
function vertices(count: number, stride: number): Uint8Array {
	const bytes = new Uint8Array(count * stride);
	for (let i = 0; i < count; i++)
		for (let k = 0; k < stride; k++)
			bytes[i * stride + k] =
				k % 4 === 0 ? i * (k + 1) : k % 4 === 1 ? random() * 256 : k % 4 === 2 ? i >> 5 : 9;
	return bytes;
}

describe('meshopt attributes', () => {
	for (const stride of [4, 8, 12, 16, 48])
		for (const count of [1, 15, 16, 17, 300, 3000])
			it(`reads back ${count} elements of ${stride} bytes`, () => {
				const bytes = vertices(count, stride);
				expect(
					decode(count, stride, MeshoptEncoder.encodeVertexBuffer(bytes, count, stride), 'ATTRIBUTES'),
				).toEqual(bytes);
			});

	it.each([0, 1, 2, 3])('reads version 1 at encoder level %i', (level) => {
		const bytes = new Uint8Array(new Float32Array(3000).map((_, i) => Math.sin(i / 40) * 10).buffer);
		const source = MeshoptEncoder.encodeVertexBufferLevel(bytes, 1000, 12, level, 1);
		expect(decode(1000, 12, source, 'ATTRIBUTES')).toEqual(bytes);
	});

	it('unfolds octahedral normals to within a part in a hundred', () => {
		const normals = new Float32Array([0, 0, 1, 0, 0.6, -0.8, 0, 0, -0.48, 0.6, -0.64, 0]);
		const packed = MeshoptEncoder.encodeFilterOct(normals, 3, 4, 8);
		const source = MeshoptEncoder.encodeVertexBuffer(packed, 3, 4);
		const read = new Int8Array(decode(3, 4, source, 'ATTRIBUTES', 'OCTAHEDRAL').buffer);
		for (const i of [0, 1, 2, 4, 5, 6, 8, 9, 10]) expect(read[i]! / 127).toBeCloseTo(normals[i]!, 1);
	});

	it('unfolds rotations', () => {
		const turn = new Float32Array([0.5, -0.5, 0.5, 0.5]);
		const packed = MeshoptEncoder.encodeFilterQuat(turn, 1, 8, 16);
		const read = new Int16Array(
			decode(1, 8, MeshoptEncoder.encodeVertexBuffer(packed, 1, 8), 'ATTRIBUTES', 'QUATERNION').buffer,
		);
		const sign = Math.sign(read[3]!);
		turn.forEach((part, i) => expect((read[i]! / 32767) * sign).toBeCloseTo(part, 3));
	});

	it('scales exponential floats', () => {
		const values = new Float32Array([1.5, -0.001, 1000, 0]);
		const packed = MeshoptEncoder.encodeFilterExp(values, 4, 4, 15);
		const read = new Float32Array(
			decode(4, 4, MeshoptEncoder.encodeVertexBuffer(packed, 4, 4), 'ATTRIBUTES', 'EXPONENTIAL').buffer,
		);
		values.forEach((value, i) => expect(read[i]).toBeCloseTo(value, Math.abs(value) > 10 ? 0 : 3));
	});
});

describe('meshopt indices', () => {
	const grid = (size: number) => {
		const list: number[] = [];
		for (let y = 0; y < size; y++)
			for (let x = 0; x < size; x++) {
				const at = y * (size + 1) + x;
				list.push(at, at + 1, at + size + 1, at + 1, at + size + 2, at + size + 1);
			}
		return new Uint32Array(list);
	};

	it('reads back triangles, in order up to the turn of each', () => {
		const indices = grid(40);
		const source = MeshoptEncoder.encodeIndexBuffer(new Uint8Array(indices.buffer), indices.length, 4);
		const read = new Uint32Array(decode(indices.length, 4, source, 'TRIANGLES').buffer);
		expect(turned(read)).toEqual(turned(indices));
	});

	it('reads back triangles far apart', () => {
		const indices = new Uint32Array(900).map(() => Math.floor(random() * 100_000));
		const source = MeshoptEncoder.encodeIndexBuffer(new Uint8Array(indices.buffer), indices.length, 4);
		expect(turned(new Uint32Array(decode(900, 4, source, 'TRIANGLES').buffer))).toEqual(turned(indices));
	});

	it('reads back a sequence of 16-bit indices', () => {
		const indices = new Uint16Array(500).map((_, i) => (i * 37) % 1000);
		const source = MeshoptEncoder.encodeIndexSequence(new Uint8Array(indices.buffer), 500, 2);
		expect(new Uint16Array(decode(500, 2, source, 'INDICES').buffer)).toEqual(indices);
	});
});

describe('damaged meshopt data', () => {
	it('ends with an error at every truncation, never in a loop', () => {
		const bytes = vertices(64, 8);
		const sources: [string, number, number, Uint8Array][] = [
			['ATTRIBUTES', 64, 8, MeshoptEncoder.encodeVertexBuffer(bytes, 64, 8)],
			[
				'INDICES',
				60,
				4,
				MeshoptEncoder.encodeIndexSequence(
					new Uint8Array(new Uint32Array(60).map(() => random() * 1e6).buffer),
					60,
					4,
				),
			],
		];
		let tried = 0;
		for (const [mode, count, stride, source] of sources)
			for (let length = 0; length < source.length - 20; length++) {
				tried++;
				expect(() => decode(count, stride, source.subarray(0, length), mode), `${mode} ${length}`).toThrow(
					/damaged/,
				);
			}
		expect(tried).toBeGreaterThan(100);
	});

	it('survives flipped bytes: an error or other values, nothing else', () => {
		const indices = new Uint32Array(300).map(() => Math.floor(random() * 5000));
		const source = MeshoptEncoder.encodeIndexBuffer(new Uint8Array(indices.buffer), 300, 4);
		for (let i = 0; i < 500; i++) {
			const broken = source.slice();
			broken[Math.floor(random() * broken.length)] = random() * 256;
			try {
				expect(decode(300, 4, broken, 'TRIANGLES')).toHaveLength(1200);
			} catch (cause) {
				expect(String(cause)).toMatch(/damaged/);
			}
		}
	});
});

/** Each triangle turned so that its smallest corner comes first: the encoder may turn them. */
function turned(indices: Uint32Array): string[] {
	const triangles: string[] = [];
	for (let i = 0; i < indices.length; i += 3) {
		const [a, b, c] = [indices[i]!, indices[i + 1]!, indices[i + 2]!];
		const least = Math.min(a, b, c);
		triangles.push((least === a ? [a, b, c] : least === b ? [b, c, a] : [c, a, b]).join());
	}
	return triangles;
}
