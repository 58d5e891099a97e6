import { Deflate } from 'fflate';
import { crc32 } from '../crc32.ts';
import type { Breather } from './breather.ts';
import type { ByteSink } from './byte-sink.ts';
import { readBlob } from './byte-source.ts';
import { PROJECT_FILE_LIMITS } from './project-file.ts';
import { checkSignal, ProjectFileRefusal, unwritable } from './project-file-refusal.ts';
import { DEFLATED, FULL_32, LOCAL_CRC_AT, STORED, viewOf } from './zip-layout.ts';
import { centralHeader, endRecords, localHeader, type WrittenEntry } from './zip-records.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export type ZipWriterOptions = {
	readonly sink: ByteSink;
	readonly breather: Breather;
	readonly signal?: AbortSignal | undefined;
	/** From this place on, places are written in 64 bits. */
	readonly full?: number;
};

export const PIECE_BYTES = 256 * 1024;

/** Writes a zip entry by entry, never more than a piece of a Blob in memory. Throws a ProjectFileRefusal. */
export class ZipWriter {
	readonly #options: ZipWriterOptions;
	readonly #directory: WrittenEntry[] = [];
	#offset = 0;

	constructor(options: ZipWriterOptions) {
		this.#options = options;
	}

	/** Bytes written so far. */
	get size(): number {
		return this.#offset;
	}

	get entries(): number {
		return this.#directory.length;
	}

	/** One entry whose bytes are at hand, deflated where that is worth it. */
	async add(name: string, bytes: Bytes, pack: boolean): Promise<void> {
		const { breather } = this.#options;
		const crc = await checksum(bytes, breather);
		const packed = pack ? await deflate(bytes, breather) : null;
		const data = packed && isWorthIt(packed, bytes) ? packed : bytes;
		const method = data === bytes ? STORED : DEFLATED;
		await this.#begin({ name, method, crc, packed: data.length, size: bytes.length });
		await this.#write(data);
	}

	/** One entry as it is, a piece at a time; its checksum is known only at the end, and put in its place then. */
	async addBlob(name: string, blob: Blob, onBytes: (bytes: number) => void): Promise<void> {
		const { sink, breather } = this.#options;
		const start = this.#offset;
		const entry = await this.#begin({ name, method: STORED, crc: 0, packed: blob.size, size: blob.size });
		let crc = 0;
		for (let at = 0; at < blob.size; at += PIECE_BYTES) {
			const piece = await readBlob(blob.slice(at, at + PIECE_BYTES));
			crc = crc32(piece, crc);
			await this.#write(piece);
			onBytes(piece.length);
			await breather.pause();
		}
		const field = new Uint8Array(4);
		viewOf(field).setUint32(0, crc, true);
		await writing(() => sink.rewrite(start + LOCAL_CRC_AT, field));
		entry.crc = crc;
	}

	/** Writes the directory; the zip is whole then. */
	async finish(): Promise<void> {
		const { full = FULL_32 } = this.#options;
		const start = this.#offset;
		for (const entry of this.#directory) await this.#write(centralHeader(entry, full));
		await this.#write(endRecords(this.#directory.length, start, this.#offset - start, full));
	}

	async #begin(entry: Omit<WrittenEntry, 'name' | 'offset'> & { name: string }): Promise<WrittenEntry> {
		const written = { ...entry, name: new TextEncoder().encode(entry.name), offset: this.#offset };
		this.#directory.push(written);
		await this.#write(localHeader(written));
		return written;
	}

	async #write(bytes: Bytes): Promise<void> {
		const { sink, signal } = this.#options;
		checkSignal(signal);
		await writing(() => sink.write(bytes));
		this.#offset += bytes.length;
	}
}

/** Whatever the place written to has against it is a refusal. */
export async function writing(step: () => Promise<void>): Promise<void> {
	try {
		await step();
	} catch (thrown) {
		if (thrown instanceof ProjectFileRefusal) throw thrown;
		throw unwritable(thrown instanceof Error ? thrown.message : String(thrown));
	}
}

// Readers refuse what unpacks to too much more than it is.
const isWorthIt = (packed: Bytes, bytes: Bytes): boolean =>
	packed.length < bytes.length && bytes.length < packed.length * PROJECT_FILE_LIMITS.ratio;

/** CRC-32 of all bytes, in pieces. */
export async function checksum(bytes: Uint8Array, breather: Breather): Promise<number> {
	let crc = 0;
	for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
		crc = crc32(bytes.subarray(start, start + PIECE_BYTES), crc);
		await breather.pause();
	}
	return crc;
}

async function deflate(bytes: Bytes, breather: Breather): Promise<Bytes> {
	const packed: Uint8Array[] = [];
	const stream = new Deflate({ level: 6 }, (piece) => packed.push(piece));
	for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
		stream.push(bytes.subarray(start, start + PIECE_BYTES), false);
		await breather.pause();
	}
	stream.push(new Uint8Array(), true);
	return joinBytes(packed);
}

export function joinBytes(pieces: readonly Uint8Array[]): Bytes {
	const joined = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		joined.set(piece, at);
		at += piece.length;
	}
	return joined;
}
