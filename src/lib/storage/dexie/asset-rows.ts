import type { AssetHash } from '../../base/ids.ts';
import { chunksOf, putChunks, readChunks } from './chunk-rows.ts';
import type { Database } from './database.ts';

/** Inside a transaction, like everything in this file. */
export async function putAssetRows(
	db: Database,
	hash: AssetHash,
	bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
	if (await db.assets.get(hash)) return;
	const chunks = await putChunks(db.assetChunks, hash, bytes);
	await db.assets.put({ hash, bytes: bytes.length, chunks });
}

/** The bytes as stored, unverified. */
export async function readAssetRows(db: Database, hash: AssetHash): Promise<Uint8Array<ArrayBuffer> | null> {
	const asset = await db.assets.get(hash);
	return asset ? readChunks(db.assetChunks, hash, asset.bytes) : null;
}

export async function forgetAsset(db: Database, hash: AssetHash): Promise<void> {
	await db.assets.delete(hash);
	await chunksOf(db.assetChunks, hash).delete();
}

export async function quarantineAssetRows(db: Database, hash: AssetHash, why: string): Promise<void> {
	const bytes = await readAssetRows(db, hash);
	if (!bytes) return;
	await db.quarantine.add({ what: 'asset', id: hash, row: hash, why, bytes });
	await forgetAsset(db, hash);
}
