import { Refused } from './refused.ts';

const MAGIC = 0x46546c67; // "glTF"
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;
export const HEADER = 12;
export const CHUNK_HEADER = 8;

export type GlbParts = {
	readonly json: string;
	readonly binary: Uint8Array | undefined;
	/** What the header says; bytes behind it are not the model's. */
	readonly length: number;
};

export function isGlb(bytes: Uint8Array): boolean {
	return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === MAGIC;
}

/** The model's length, by its first twenty bytes and the size of its file. Throws `Refused`. */
export function readHeader(bytes: Uint8Array, fileSize: number): number {
	if (bytes.length < HEADER + CHUNK_HEADER)
		throw new Refused('truncated', 'ends in the middle of its header. Copy it again.');
	const view = viewOf(bytes);
	const version = view.getUint32(4, true);
	if (version !== 2)
		throw new Refused(
			'version',
			`is glTF ${version}; only glTF 2.0 can be read. Export it again as glTF 2.0.`,
		);
	const length = view.getUint32(8, true);
	if (length > fileSize)
		throw new Refused(
			'truncated',
			`should have ${length} bytes but has ${fileSize}: it was cut off. Copy it again.`,
		);
	return length;
}

type ChunkHeader = { readonly size: number; readonly kind: 'json' | 'binary' | 'other' };

export function readChunkHeader(bytes: Uint8Array): ChunkHeader {
	const view = viewOf(bytes);
	const type = view.getUint32(4, true);
	return {
		size: view.getUint32(0, true),
		kind: type === JSON_CHUNK ? 'json' : type === BIN_CHUNK ? 'binary' : 'other',
	};
}

/** Takes a binary glTF apart. Throws `Refused` when its frame does not hold together. */
export function parseGlb(bytes: Uint8Array): GlbParts {
	const length = readHeader(bytes, bytes.length);
	let json: string | undefined;
	let binary: Uint8Array | undefined;
	for (let at = HEADER; at + CHUNK_HEADER <= length;) {
		const { size, kind } = readChunkHeader(bytes.subarray(at));
		const start = at + CHUNK_HEADER;
		if (start + size > length)
			throw new Refused('truncated', 'has a part that goes beyond its end. Copy it again.');
		const chunk = bytes.subarray(start, start + size);
		if (kind === 'json') json ??= new TextDecoder().decode(chunk);
		else if (kind === 'binary') binary ??= chunk;
		at = start + size;
	}
	if (json === undefined) throw new Refused('damaged', 'has no description inside. Export it again.');
	return { json, binary, length };
}

/** Puts a binary glTF together; both chunks padded to four bytes as the format asks. */
export function formatGlb(json: unknown, binary: Uint8Array): Uint8Array<ArrayBuffer> {
	const text = new TextEncoder().encode(JSON.stringify(json));
	const textSize = padded(text.length);
	const binarySize = padded(binary.length);
	const length = HEADER + CHUNK_HEADER + textSize + (binarySize > 0 ? CHUNK_HEADER + binarySize : 0);
	const bytes = new Uint8Array(length);
	const view = viewOf(bytes);
	[MAGIC, 2, length, textSize, JSON_CHUNK].forEach((word, i) => view.setUint32(i * 4, word, true));
	const textAt = HEADER + CHUNK_HEADER;
	bytes.fill(0x20, textAt, textAt + textSize).set(text, textAt);
	if (binarySize > 0) {
		view.setUint32(textAt + textSize, binarySize, true);
		view.setUint32(textAt + textSize + 4, BIN_CHUNK, true);
		bytes.set(binary, textAt + textSize + CHUNK_HEADER);
	}
	return bytes;
}

export const padded = (size: number): number => (size + 3) & ~3;

const viewOf = (bytes: Uint8Array): DataView =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
