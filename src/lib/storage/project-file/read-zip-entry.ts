import { Inflate } from 'fflate';
import { crc32 } from '../crc32.ts';
import type { Breather } from './breather.ts';
import { BlobSink } from './byte-sink.ts';
import type { ByteSource } from './byte-source.ts';
import { checkSignal, damaged, ProjectFileRefusal } from './project-file-refusal.ts';
import type { ZipEntry } from './zip-directory.ts';
import { checksum, PIECE_BYTES } from './zip-writer.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Small enough that even the densest packing unpacks to a bearable piece at a time. */
const PACKED_PIECE_BYTES = 16 * 1024;

/** One file's bytes, never more than it claims, with its checksum checked. Throws a ProjectFileRefusal. */
export async function readZipEntry(source: ByteSource, entry: ZipEntry, breather: Breather): Promise<Bytes> {
	if (!entry.isPacked) {
		const data = await source.read(entry.dataStart, entry.dataStart + entry.packed);
		if ((await checksum(data, breather)) !== entry.crc) throw changed(entry);
		return data;
	}
	const bytes = new Uint8Array(entry.size);
	let at = 0;
	await inflate(source, entry, breather, (piece) => {
		bytes.set(piece, at);
		at += piece.length;
	});
	return bytes;
}

/**
 * One file's bytes as a Blob, for what may be large. What is stored as it is stays where it is, unread: whoever takes it
 * in compares its hash. What is packed is unpacked a piece at a time.
 */
export async function openZipEntry(
	source: ByteSource,
	entry: ZipEntry,
	breather: Breather,
	signal?: AbortSignal,
): Promise<Blob> {
	if (!entry.isPacked) return source.slice(entry.dataStart, entry.dataStart + entry.packed);
	const sink = new BlobSink();
	await inflate(source, entry, breather, (piece) => void sink.write(piece.slice()), signal);
	return sink.take();
}

async function inflate(
	source: ByteSource,
	entry: ZipEntry,
	breather: Breather,
	take: (piece: Uint8Array) => void,
	signal?: AbortSignal,
): Promise<void> {
	const { name, size } = entry;
	let unpacked = 0;
	let crc = 0;
	const stream = new Inflate((piece) => {
		unpacked += piece.length;
		if (unpacked > size) throw damaged(`${name} unpacks to more than it says`);
		crc = crc32(piece, crc);
		take(piece);
	});
	for await (const { piece, isLast } of packedPieces(source, entry)) {
		checkSignal(signal);
		push(stream, piece, isLast, name);
		await breather.pause();
	}
	if (unpacked !== size) throw damaged(`${name} is shorter than it says`);
	if (crc !== entry.crc) throw changed(entry);
}

/** Read in larger pieces than it is unpacked in. */
async function* packedPieces(source: ByteSource, { dataStart, packed }: ZipEntry) {
	const end = dataStart + packed;
	for (let at = dataStart; at < end; at += PIECE_BYTES) {
		const data = await source.read(at, Math.min(at + PIECE_BYTES, end));
		for (let start = 0; start < data.length; start += PACKED_PIECE_BYTES) {
			const piece = data.subarray(start, start + PACKED_PIECE_BYTES);
			yield { piece, isLast: at + start + piece.length === end };
		}
	}
}

function push(stream: Inflate, piece: Uint8Array, isLast: boolean, name: string): void {
	try {
		stream.push(piece, isLast);
	} catch (thrown) {
		if (thrown instanceof ProjectFileRefusal) throw thrown;
		throw damaged(`${name} cannot be unpacked`); // fflate's own words help nobody
	}
}

const changed = ({ name }: ZipEntry): ProjectFileRefusal => damaged(`${name} is not what was written`);
