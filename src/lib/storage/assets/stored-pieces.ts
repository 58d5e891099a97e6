import type { StoredAsset } from '../backend.ts';
import type { ReopeningBackend } from '../reopening-backend.ts';
import type { AssetFiles, ByteSink } from './asset-files.ts';
import { PIECE_BYTES } from './read-pieces.ts';

type Backend = Pick<ReopeningBackend, 'run'>;

/** Writes pieces into the database, each in a transaction of its own. */
export function openPieces(backend: Backend, name: string): ByteSink {
	let index = 0;
	return {
		async write(bytes) {
			for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
				const piece = bytes.slice(start, start + PIECE_BYTES);
				const at = index++;
				await backend.run((each) => each.writePiece(name, at, piece.buffer));
			}
		},
		finish: async () => {},
		abandon: async () => {},
	};
}

/** An asset's bytes as they lie on the disk, unverified; shorter than its row says where some are gone. */
export async function readStored(
	backend: Backend,
	files: AssetFiles | null,
	{ place, bytes }: StoredAsset,
): Promise<Blob> {
	if (place.kind === 'file') return (await files?.read(place.name)) ?? new Blob();
	const pieces: Blob[] = [];
	for (let length = 0; length < bytes;) {
		const piece = await backend.run((each) => each.readPiece(place.name, pieces.length));
		if (!piece || piece.byteLength === 0) break;
		// A blob each, so that the browser can put it on its disk before the next one is read.
		pieces.push(new Blob([piece]));
		length += piece.byteLength;
	}
	return new Blob(pieces);
}
