import { Deflate } from 'fflate';
import { crc32 } from '../crc32.ts';
import type { Breather } from './breather.ts';
import { PROJECT_FILE_LIMITS } from './project-file.ts';
import {
	CENTRAL_BYTES,
	CENTRAL_SIGNATURE,
	DEFLATED,
	DOS_DATE,
	END_BYTES,
	END_SIGNATURE,
	FLAG_UTF8,
	LOCAL_BYTES,
	LOCAL_SIGNATURE,
	STORED,
	VERSION_NEEDED,
	viewOf,
} from './zip-layout.ts';

export type ZipContent = {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Whether packing is worth a try; assets are packed formats already. */
	readonly pack: boolean;
};

type Bytes = Uint8Array<ArrayBuffer>;
type Written = {
	readonly name: Bytes;
	readonly method: number;
	readonly crc: number;
	readonly packed: number;
	readonly size: number;
	readonly offset: number;
};

const PIECE_BYTES = 256 * 1024;

/** A zip of these contents, in this order, in pieces for a Blob. Gives way to the page while it works. */
export async function writeZip(contents: readonly ZipContent[], breather: Breather): Promise<Bytes[]> {
	const pieces: Bytes[] = [];
	const directory: Written[] = [];
	let offset = 0;
	const push = (bytes: Bytes) => {
		pieces.push(bytes);
		offset += bytes.length;
	};
	for (const { name, bytes, pack } of contents) {
		const crc = await checksum(bytes, breather);
		const packed = pack ? await deflate(bytes, breather) : null;
		const data = packed && isWorthIt(packed, bytes) ? packed : bytes;
		const written: Written = {
			name: new TextEncoder().encode(name),
			method: data === bytes ? STORED : DEFLATED,
			crc,
			packed: data.length,
			size: bytes.length,
			offset,
		};
		directory.push(written);
		push(localHeader(written));
		push(written.name);
		push(data);
	}
	const start = offset;
	for (const written of directory) {
		push(centralHeader(written));
		push(written.name);
	}
	push(endRecord(directory.length, start, offset - start));
	return pieces;
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

function joinBytes(pieces: readonly Uint8Array[]): Bytes {
	const joined = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		joined.set(piece, at);
		at += piece.length;
	}
	return joined;
}

function localHeader({ name, method, crc, packed, size }: Written): Bytes {
	const header = new Uint8Array(LOCAL_BYTES);
	const view = viewOf(header);
	view.setUint32(0, LOCAL_SIGNATURE, true);
	view.setUint16(4, VERSION_NEEDED, true);
	view.setUint16(6, FLAG_UTF8, true);
	view.setUint16(8, method, true);
	view.setUint16(12, DOS_DATE, true);
	view.setUint32(14, crc, true);
	view.setUint32(18, packed, true);
	view.setUint32(22, size, true);
	view.setUint16(26, name.length, true);
	return header;
}

function centralHeader({ name, method, crc, packed, size, offset }: Written): Bytes {
	const header = new Uint8Array(CENTRAL_BYTES);
	const view = viewOf(header);
	view.setUint32(0, CENTRAL_SIGNATURE, true);
	view.setUint16(4, VERSION_NEEDED, true);
	view.setUint16(6, VERSION_NEEDED, true);
	view.setUint16(8, FLAG_UTF8, true);
	view.setUint16(10, method, true);
	view.setUint16(14, DOS_DATE, true);
	view.setUint32(16, crc, true);
	view.setUint32(20, packed, true);
	view.setUint32(24, size, true);
	view.setUint16(28, name.length, true);
	view.setUint32(42, offset, true);
	return header;
}

function endRecord(count: number, start: number, bytes: number): Bytes {
	const record = new Uint8Array(END_BYTES);
	const view = viewOf(record);
	view.setUint32(0, END_SIGNATURE, true);
	view.setUint16(8, count, true);
	view.setUint16(10, count, true);
	view.setUint32(12, bytes, true);
	view.setUint32(16, start, true);
	return record;
}
