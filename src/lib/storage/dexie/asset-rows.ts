import { Dexie } from 'dexie';
import type { AssetHash } from '../../base/ids.ts';
import type { Database } from './database.ts';

/** Larger values make Safari and low-memory phones fail. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

/** Inside a transaction, like everything in this file. */
export async function putAssetRows(
	db: Database,
	hash: AssetHash,
	bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
	if (await db.assets.get(hash)) return;
	let index = 0;
	for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
		await db.assetChunks.put({ hash, index, bytes: bytes.slice(start, start + CHUNK_BYTES).buffer });
		index += 1;
	}
	await db.assets.put({ hash, bytes: bytes.length, chunks: index });
}

/** The bytes as stored, unverified; with chunks missing they are simply too short. */
export async function readAssetRows(db: Database, hash: AssetHash): Promise<Uint8Array<ArrayBuffer> | null> {
	const asset = await db.assets.get(hash);
	if (!asset) return null;
	const bytes = new Uint8Array(asset.bytes);
	let at = 0;
	await chunksOf(db, hash).each((chunk) => {
		const piece = new Uint8Array(chunk.bytes).subarray(0, bytes.length - at);
		bytes.set(piece, at);
		at += piece.length;
	});
	return bytes.subarray(0, at);
}

export async function forgetAsset(db: Database, hash: AssetHash): Promise<void> {
	await db.assets.delete(hash);
	await chunksOf(db, hash).delete();
}

export async function quarantineAssetRows(db: Database, hash: AssetHash, why: string): Promise<void> {
	const bytes = await readAssetRows(db, hash);
	if (!bytes) return;
	await db.quarantine.add({ what: 'asset', id: hash, row: hash, why, bytes });
	await forgetAsset(db, hash);
}

const chunksOf = (db: Database, hash: AssetHash) =>
	db.assetChunks.where('[hash+index]').between([hash, Dexie.minKey], [hash, Dexie.maxKey]);
