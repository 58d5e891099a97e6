import { CHUNK_HEADER, HEADER, isGlb, readChunkHeader, readHeader } from './glb.ts';
import { Refused } from './refused.ts';

export type GlbFrame = {
	readonly json: string;
	readonly binary: Blob;
	/** What the header says; bytes behind it are not the model's. */
	readonly length: number;
};

/** More than any real description has, and as much as fits into memory. */
const MAX_JSON_BYTES = 128 * 1024 * 1024;

/** Takes a binary glTF apart without reading its binary part. Throws `Refused` when its frame does not hold together. */
export async function readGlbFrame(file: Blob): Promise<GlbFrame> {
	const head = await bytesAt(file, 0, HEADER + CHUNK_HEADER);
	if (!isGlb(head))
		throw new Refused(
			'not-gltf',
			'is not a glTF model, although its name says so. Export it from your 3D program as .glb.',
		);
	const length = readHeader(head, file.size);
	let json: string | undefined;
	let binary: Blob | undefined;
	for (let at = HEADER; at + CHUNK_HEADER <= length;) {
		const { size, kind } = readChunkHeader(await bytesAt(file, at, CHUNK_HEADER));
		const start = at + CHUNK_HEADER;
		if (start + size > length)
			throw new Refused('truncated', 'has a part that goes beyond its end. Copy it again.');
		if (kind === 'json' && json === undefined) {
			if (size > MAX_JSON_BYTES)
				throw new Refused(
					'too-large',
					'has a description of more than 128 MB. Simplify it and export it again.',
				);
			json = new TextDecoder().decode(await bytesAt(file, start, size));
		} else if (kind === 'binary') binary ??= file.slice(start, start + size);
		at = start + size;
	}
	if (json === undefined) throw new Refused('damaged', 'has no description inside. Export it again.');
	return { json, binary: binary ?? new Blob(), length };
}

const bytesAt = async (file: Blob, start: number, length: number): Promise<Uint8Array> =>
	new Uint8Array(await file.slice(start, start + length).arrayBuffer());
