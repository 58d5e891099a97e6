import { byteAt, ByteSource, dezig, expect } from './byte-source.ts';

/** Bits per delta, by header code: version 0, and version 1 with control 0 and 1. */
const MODE_BITS = [
	[0, 2, 4, 8],
	[0, 1, 2, 4],
	[1, 2, 4, 8],
] as const;

const GROUP = 16;

type Stream = {
	readonly source: ByteSource;
	readonly version: number;
	readonly stride: number;
	/** What deltas are relative to: the element before. */
	readonly last: Uint8Array;
	/** How the four bytes of each column belong together (version 1). */
	readonly channels: Uint8Array;
};

/** Decodes `EXT_meshopt_compression` attributes. After the reference decoder by Jasper St. Pierre (meshoptimizer, MIT). */
export function decodeVertices(target: Uint8Array, count: number, stride: number, bytes: Uint8Array): void {
	const header = byteAt(bytes, 0);
	expect(header === 0xa0 || header === 0xa1, 'it is no list of attributes');
	expect(stride > 0 && stride <= 256 && stride % 4 === 0, 'its stride is wrong');
	const version = header & 0x0f;
	const tail = version === 0 ? stride : stride + stride / 4;
	const tailAt = bytes.length - tail;
	expect(tailAt >= 1, 'it ends too early');
	const stream: Stream = {
		source: new ByteSource(bytes, 1),
		version,
		stride,
		last: bytes.slice(tailAt, tailAt + stride),
		channels: version === 0 ? new Uint8Array(stride / 4) : bytes.slice(tailAt + stride, tailAt + tail),
	};
	const block = Math.min((0x2000 / stride) & ~0x0f, 0x100);
	const deltas = new Uint8Array(block * stride);
	for (let start = 0; start < count; start += block) {
		const size = Math.min(count - start, block);
		deltas.fill(0);
		readBlock(stream, deltas, size);
		applyBlock(stream, deltas, size, target.subarray(start * stride, (start + size) * stride));
	}
	expect(stream.source.at === bytes.length - Math.max(tail, version === 0 ? 32 : 24), 'its length is wrong');
}

function readBlock(stream: Stream, deltas: Uint8Array, size: number): void {
	const { source, version, stride } = stream;
	const groups = ((size + GROUP - 1) & ~(GROUP - 1)) / GROUP;
	const headerSize = (groups + 3) >>> 2;
	const controlAt = source.at;
	source.at += version === 0 ? 0 : stride / 4;
	for (let column = 0; column < stride; column++) {
		const base = column * size;
		const control =
			version === 0 ? 0 : (byteAt(source.bytes, controlAt + (column >>> 2)) >>> ((column & 3) << 1)) & 3;
		if (control === 2) continue;
		if (control === 3) {
			copyRaw(source, deltas, base, size);
			continue;
		}
		const bitsOf = MODE_BITS[version === 0 ? 0 : control + 1] ?? MODE_BITS[0];
		const headerAt = source.at;
		source.at += headerSize;
		for (let group = 0; group < groups; group++) {
			const mode = (byteAt(source.bytes, headerAt + (group >>> 2)) >>> ((group & 3) << 1)) & 3;
			readGroup(source, deltas, base + group * GROUP, bitsOf[mode] ?? 0);
		}
	}
}

/** Sixteen deltas of so many bits; the highest value means: a whole byte follows. */
function readGroup(source: ByteSource, deltas: Uint8Array, at: number, bits: number): void {
	if (bits === 0) return;
	if (bits === 8) {
		copyRaw(source, deltas, at, GROUP);
		return;
	}
	const packedAt = source.at;
	source.at += bits * 2;
	const escape = (1 << bits) - 1;
	for (let i = 0; i < GROUP; i++) {
		const bit = i * bits;
		const byte = byteAt(source.bytes, packedAt + (bit >>> 3));
		// One-bit groups start at the lowest bit, the others at the highest.
		const shift = bits === 1 ? bit & 7 : 8 - bits - (bit & 7);
		const delta = (byte >>> shift) & escape;
		deltas[at + i] = delta === escape ? source.next() : delta;
	}
}

function copyRaw(source: ByteSource, deltas: Uint8Array, at: number, length: number): void {
	expect(source.at + length <= source.bytes.length, 'it ends too early');
	const room = Math.min(length, deltas.length - at);
	deltas.set(source.bytes.subarray(source.at, source.at + room), at);
	source.at += length;
}

function applyBlock(stream: Stream, deltas: Uint8Array, size: number, target: Uint8Array): void {
	const { stride, last, channels } = stream;
	const delta = (column: number, element: number) => deltas[column * size + element] ?? 0;
	const was = (column: number) => last[column] ?? 0;
	for (let element = 0; element < size; element++) {
		for (let column = 0; column < stride; column += 4) {
			const channel = channels[column >>> 2] ?? 0;
			const mode = channel & 3;
			expect(mode !== 3, 'an unknown channel');
			if (mode === 0) {
				for (let i = column; i < column + 4; i++) last[i] = was(i) + dezig(delta(i, element));
			} else if (mode === 1) {
				for (let i = column; i < column + 4; i += 2) {
					const step = dezig(delta(i, element) | (delta(i + 1, element) << 8));
					const value = (was(i) | (was(i + 1) << 8)) + step;
					last[i] = value;
					last[i + 1] = value >>> 8;
				}
			} else {
				const word = (read: (column: number) => number) =>
					read(column) | (read(column + 1) << 8) | (read(column + 2) << 16) | (read(column + 3) << 24);
				const step = word((i) => delta(i, element));
				const turn = channel >>> 4;
				const value = word(was) ^ ((step >>> turn) | (turn === 0 ? 0 : step << (32 - turn)));
				for (let i = 0; i < 4; i++) last[column + i] = value >>> (i * 8);
			}
		}
		target.set(last, element * stride);
	}
}
