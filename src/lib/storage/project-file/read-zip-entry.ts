import { Inflate } from 'fflate';
import type { Breather } from './breather.ts';
import type { ByteSource } from './byte-source.ts';
import { damaged, ProjectFileRefusal } from './project-file-refusal.ts';
import type { ZipEntry } from './read-zip.ts';
import { checksum } from './write-zip.ts';

/** Small enough that even the densest packing unpacks to a bearable piece at a time. */
const PIECE_BYTES = 16 * 1024;

/** One file's bytes, never more than it claims, with its checksum checked. Throws a ProjectFileRefusal. */
export async function readZipEntry(
	source: ByteSource,
	entry: ZipEntry,
	breather: Breather,
): Promise<Uint8Array<ArrayBuffer>> {
	const data = await source.read(entry.dataStart, entry.dataStart + entry.packed);
	const bytes = entry.isPacked ? await inflate(data, entry, breather) : data;
	if ((await checksum(bytes, breather)) !== entry.crc) throw damaged(`${entry.name} is not what was written`);
	return bytes;
}

async function inflate(
	data: Uint8Array,
	{ name, size }: ZipEntry,
	breather: Breather,
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(size);
	let at = 0;
	const stream = new Inflate((piece) => {
		if (at + piece.length > size) throw damaged(`${name} unpacks to more than it says`);
		bytes.set(piece, at);
		at += piece.length;
	});
	try {
		for (let start = 0; start < data.length; start += PIECE_BYTES) {
			const end = Math.min(start + PIECE_BYTES, data.length);
			stream.push(data.subarray(start, end), end === data.length);
			await breather.pause();
		}
	} catch (thrown) {
		if (thrown instanceof ProjectFileRefusal) throw thrown;
		throw damaged(`${name} cannot be unpacked`);
	}
	if (at !== size) throw damaged(`${name} is shorter than it says`);
	return bytes;
}
