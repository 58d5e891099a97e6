import { decodeDataUrl } from '../data-url.ts';
import { damaged, listOf, objectOf, sizeOf, type Json } from './gltf-json.ts';
import { Refused } from './refused.ts';

/** Files that came along with a `.gltf`, by their path or name. */
export type SiblingFiles = ReadonlyMap<string, Uint8Array>;

/** A buffer's bytes; null for one that only stands in for compressed data. */
export type BufferBytes = Uint8Array | null;

/** One scheme under two names: vendor's first, then the standard's. */
export const MESHOPT = ['EXT_meshopt_compression', 'KHR_meshopt_compression'] as const;

/** What meshopt says about a buffer or a view of one; undefined where it is not compressed. */
export function meshoptOf(item: Json): Json | undefined {
	const extensions = objectOf(item, 'extensions') ?? {};
	const name = MESHOPT.find((each) => extensions[each] !== undefined);
	return name && objectOf(extensions, name);
}

/** Every buffer's bytes, from the file itself, its data URLs or the files beside it. */
export function readBuffers(
	json: Json,
	binary: Uint8Array | undefined,
	siblings: SiblingFiles,
): BufferBytes[] {
	return listOf(json, 'buffers').map((buffer, i) => {
		const length = sizeOf(buffer, 'byteLength');
		const uri = buffer['uri'];
		if (uri === undefined && isFallback(buffer)) return null;
		const bytes = uri === undefined ? (i === 0 ? binary : undefined) : readUri(uri, siblings);
		if (!bytes) throw damaged(`the data of buffer ${i} is missing`);
		if (bytes.length < length)
			throw new Refused(
				'truncated',
				`is cut off: ${length} bytes of data are announced, ${bytes.length} are there. Copy it again.`,
			);
		return bytes.subarray(0, length);
	});
}

/** What a URI in a model stands for; only data URLs and files that came along are followed. */
export function readUri(uri: unknown, siblings: SiblingFiles): Uint8Array {
	if (typeof uri !== 'string') throw damaged('an address inside it is not text');
	if (uri.startsWith('data:')) return readDataUrl(uri);
	if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(uri))
		throw new Refused(
			'external',
			`wants to load “${shorten(uri)}” from elsewhere, which is never done. Export it as a .glb with everything inside.`,
		);
	const path = decodePath(uri);
	const file = siblings.get(path) ?? siblings.get(path.slice(path.lastIndexOf('/') + 1));
	if (!file)
		throw new Refused(
			'missing-file',
			`needs the file “${shorten(path)}”. Choose both together, or export it as a .glb with everything inside.`,
		);
	return file;
}

function readDataUrl(uri: string): Uint8Array {
	try {
		return decodeDataUrl(uri);
	} catch {
		throw damaged('a part of it that is stored as a data URL cannot be decoded');
	}
}

function decodePath(uri: string): string {
	const plain = uri.replace(/^(\.\/)+/, '');
	try {
		return decodeURIComponent(plain);
	} catch {
		// A stray per cent sign: the name is meant as it is.
		return plain;
	}
}

const isFallback = (buffer: Json): boolean => meshoptOf(buffer)?.['fallback'] === true;

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text);
