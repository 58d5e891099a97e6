import { AssetRefused } from './asset-problem.ts';

/** Larger values in a database make Safari and low-memory phones fail. */
export const PIECE_BYTES = 4 * 1024 * 1024;

/** The bytes of a file in order, a piece at a time; the next one is read while this one is worked on. */
export async function* readPieces(
	blob: Blob,
	signal?: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	let next = readPiece(blob, 0);
	for (let start = 0; start < blob.size; start += PIECE_BYTES) {
		const piece = await next;
		signal?.throwIfAborted();
		const following = start + PIECE_BYTES;
		if (following < blob.size) next = readPiece(blob, following);
		next.catch(() => {}); // looked at when its turn comes, if it does
		yield piece;
	}
}

async function readPiece(blob: Blob, start: number): Promise<Uint8Array<ArrayBuffer>> {
	const slice = blob.slice(start, start + PIECE_BYTES);
	try {
		const bytes = new Uint8Array(await slice.arrayBuffer());
		if (bytes.length === slice.size) return bytes;
	} catch (cause) {
		// The browser only says that it could not: the file went away or changed since it was chosen.
		throw new AssetRefused('unreadable', cause);
	}
	throw new AssetRefused('unreadable');
}
