import { expect } from './byte-source.ts';

export type MeshoptFilter = 'NONE' | 'OCTAHEDRAL' | 'QUATERNION' | 'EXPONENTIAL' | 'COLOR';

/** Turns what was stored compactly into what attributes mean, in place. After meshoptimizer's reference decoder (MIT). */
export function applyFilter(
	filter: MeshoptFilter,
	bytes: Uint8Array<ArrayBuffer>,
	count: number,
	stride: number,
): void {
	switch (filter) {
		case 'NONE':
			return;
		case 'OCTAHEDRAL':
			expect(stride === 4 || stride === 8, 'a filter with a wrong stride');
			return unfoldNormals(signed(bytes, count, stride), stride === 4 ? 127 : 32767);
		case 'QUATERNION':
			expect(stride === 8, 'a filter with a wrong stride');
			return unfoldRotations(new Int16Array(bytes.buffer, bytes.byteOffset, count * 4));
		case 'EXPONENTIAL':
			expect(stride % 4 === 0, 'a filter with a wrong stride');
			return scaleMantissas(bytes, count * (stride / 4));
		case 'COLOR':
			expect(stride === 4 || stride === 8, 'a filter with a wrong stride');
			return mixColors(bytes, count, stride);
		default:
			expect(false, `an unknown filter ${JSON.stringify(filter)}`);
	}
}

type Signed = Int8Array | Int16Array;

const signed = (bytes: Uint8Array<ArrayBuffer>, count: number, stride: number): Signed =>
	new (stride === 4 ? Int8Array : Int16Array)(bytes.buffer, bytes.byteOffset, count * 4);

function unfoldNormals(values: Signed, most: number): void {
	for (let i = 0; i < values.length; i += 4) {
		const one = values[i + 2] || 1;
		let x = (values[i] ?? 0) / one;
		let y = (values[i + 1] ?? 0) / one;
		const z = 1 - Math.abs(x) - Math.abs(y);
		const fold = Math.max(-z, 0);
		x -= x >= 0 ? fold : -fold;
		y -= y >= 0 ? fold : -fold;
		const scale = most / (Math.hypot(x, y, z) || 1);
		values[i] = Math.round(x * scale);
		values[i + 1] = Math.round(y * scale);
		values[i + 2] = Math.round(z * scale);
	}
}

function unfoldRotations(values: Int16Array): void {
	for (let i = 0; i < values.length; i += 4) {
		const code = values[i + 3] ?? 0;
		const largest = code & 3;
		const scale = Math.SQRT1_2 / (code | 3);
		const [x, y, z] = [0, 1, 2].map((part) => (values[i + part] ?? 0) * scale) as [number, number, number];
		const w = Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
		[w, x, y, z].forEach((part, turn) => (values[i + ((largest + turn) % 4)] = Math.round(part * 32767)));
	}
}

function scaleMantissas(bytes: Uint8Array<ArrayBuffer>, count: number): void {
	const stored = new Int32Array(bytes.buffer, bytes.byteOffset, count);
	const floats = new Float32Array(bytes.buffer, bytes.byteOffset, count);
	for (let i = 0; i < count; i++) {
		const value = stored[i] ?? 0;
		floats[i] = 2 ** (value >> 24) * ((value << 8) >> 8);
	}
}

/** YCoCg with the scale in the alpha's highest bit → RGBA. */
function mixColors(bytes: Uint8Array<ArrayBuffer>, count: number, stride: number): void {
	const Unsigned = stride === 4 ? Uint8Array : Uint16Array;
	const values = new Unsigned(bytes.buffer, bytes.byteOffset, count * 4);
	const chroma = signed(bytes, count, stride);
	const most = 2 ** (stride * 2) - 1;
	for (let i = 0; i < values.length; i += 4) {
		const y = values[i] ?? 0;
		const co = chroma[i + 1] ?? 0;
		const cg = chroma[i + 2] ?? 0;
		const coded = values[i + 3] ?? 0;
		const range = 2 ** (32 - Math.clz32(coded)) - 1;
		const half = coded & (range >> 1);
		const scale = most / (range || 1);
		const mixed = [y + co - cg, y + cg, y - co - cg, (half << 1) | (half & 1)];
		mixed.forEach((part, k) => (values[i + k] = Math.round(part * scale)));
	}
}
