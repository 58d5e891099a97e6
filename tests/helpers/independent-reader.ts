// A reader written from docs/format.md alone: it must go on without importing anything of ours.
import { createHash } from 'node:crypto';
import { crc32, inflateRawSync } from 'node:zlib';

export type IndependentFile = {
	readonly manifest: Record<string, unknown>;
	/** By path, unpacked and checked. */
	readonly contents: ReadonlyMap<string, Buffer>;
};

type Listed = {
	readonly path: string;
	readonly sha256?: string;
	readonly hash?: string;
	readonly bytes: number;
};

/** Reads a `.rastudio` file whole, and throws where a rule is broken. */
export function readIndependently(file: Buffer): IndependentFile {
	const entries = readEntries(file);
	const packed = entries.get('manifest.json');
	if (!packed) throw new Error('no manifest [F4]');
	const manifest = JSON.parse(packed.toString('utf8')) as Record<string, unknown>;
	if (manifest['format'] !== 'rastudios.project') throw new Error('another format [F4]');
	if (manifest['version'] !== 1 && manifest['version'] !== 2) throw new Error('a newer version [F5]');
	const history = manifest['history'] as { states: Listed[] } | null | undefined;
	const listed = [
		...(manifest['documents'] as Listed[]),
		...(manifest['assets'] as Listed[]),
		...(history?.states ?? []),
		...(manifest['thumbnail'] ? [manifest['thumbnail'] as Listed] : []),
	];
	for (const { path, sha256, hash, bytes } of listed) {
		const content = entries.get(path);
		if (!content || content.length !== bytes) throw new Error(`${path} is missing or of another size [F3]`);
		const found = createHash('sha256').update(content).digest('hex');
		if (found !== (sha256 ?? hash)) throw new Error(`${path} is not what is listed [F3]`);
	}
	if (entries.size !== listed.length + 1) throw new Error('something is not listed [F6]');
	return { manifest, contents: entries };
}

function readEntries(file: Buffer): Map<string, Buffer> {
	const end = file.length - 22;
	if (file.readUInt32LE(end) !== 0x06054b50) throw new Error('no end record [F3]');
	let count = file.readUInt16LE(end + 10);
	let at = file.readUInt32LE(end + 16);
	if (count === 0xffff || at === 0xffffffff) {
		const wide = end - 20 - 56;
		if (file.readUInt32LE(wide) !== 0x06064b50) throw new Error('no end record in 64 bits [F2]');
		count = Number(file.readBigUInt64LE(wide + 32));
		at = Number(file.readBigUInt64LE(wide + 48));
	}
	const entries = new Map<string, Buffer>();
	for (; count > 0; count--) {
		const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => file.readUInt16LE(at + field));
		const name = file.toString('utf8', at + 46, at + 46 + nameBytes!);
		let offset = file.readUInt32LE(at + 42);
		// The only field of 64 bits that a writer of ours needs: an entry is never larger than 2 GiB [F7].
		if (offset === 0xffffffff) offset = Number(file.readBigUInt64LE(at + 46 + nameBytes! + 4));
		entries.set(name, readEntry(file, at, offset));
		at += 46 + nameBytes! + extraBytes! + commentBytes!;
	}
	return entries;
}

function readEntry(file: Buffer, at: number, offset: number): Buffer {
	const method = file.readUInt16LE(at + 10);
	const [crc, packed] = [file.readUInt32LE(at + 16), file.readUInt32LE(at + 20)];
	const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
	const data = file.subarray(start, start + packed);
	const content = method === 8 ? inflateRawSync(data) : data;
	if (crc32(content) !== crc) throw new Error('a checksum does not match [F3]');
	return content;
}
