import { Dexie } from 'dexie';
import type { AssetHash } from '../../base/ids.ts';
import type { AssetPlace, StoredAsset } from '../backend.ts';
import { chunksOf, putChunks, readChunks } from './chunk-rows.ts';
import type { AssetRecord, Database } from './database.ts';

/** Inside a transaction, like everything in this file. */
export async function putAssetRows(
	db: Database,
	hash: AssetHash,
	bytes: Uint8Array<ArrayBuffer>,
	storedAt: number,
): Promise<void> {
	if (await renewAssetRow(db, hash, storedAt)) return;
	const chunks = await putChunks(db.assetChunks, hash, bytes);
	await db.assets.put({ hash, bytes: bytes.length, chunks, storedAt });
}

/** The bytes as stored, unverified; `null` when they are not in the database. */
export async function readAssetRows(db: Database, hash: AssetHash): Promise<Uint8Array<ArrayBuffer> | null> {
	const asset = await readAssetRow(db, hash);
	return asset?.place.kind === 'pieces' ? readChunks(db.assetChunks, asset.place.name, asset.bytes) : null;
}

export async function readAssetRow(db: Database, hash: AssetHash): Promise<StoredAsset | null> {
	const record = await db.assets.get(hash);
	return record ? toStored(record) : null;
}

export const listAssetRows = async (db: Database): Promise<readonly StoredAsset[]> =>
	(await db.assets.toArray()).map(toStored);

export async function keepAssetRow(
	db: Database,
	asset: StoredAsset,
	instead: AssetPlace | null,
): Promise<StoredAsset> {
	const { hash, bytes, place, storedAt } = asset;
	const stands = await renewAssetRow(db, hash, storedAt ?? 0);
	if (stands && !(instead && isAt(stands, instead))) return stands;
	const chunks = place.kind === 'pieces' ? await chunksOf(db.assetChunks, place.name).count() : 0;
	await db.assets.put({ hash, bytes, chunks, storedAt: storedAt ?? 0, ...placeFields(place) });
	return asset;
}

export async function renewAssetRow(db: Database, hash: AssetHash, at: number): Promise<StoredAsset | null> {
	const record = await db.assets.get(hash);
	if (!record) return null;
	await db.assets.put({ ...record, storedAt: at });
	return toStored({ ...record, storedAt: at });
}

export async function dateAssetRows(db: Database, at: number): Promise<void> {
	const undated = (await db.assets.toArray()).filter(({ storedAt }) => storedAt === undefined);
	await db.assets.bulkPut(undated.map((record) => ({ ...record, storedAt: at })));
}

export async function forgetUnrenewed(
	db: Database,
	assets: readonly StoredAsset[],
): Promise<readonly StoredAsset[]> {
	const forgotten: StoredAsset[] = [];
	for (const asset of assets) {
		const row = await readAssetRow(db, asset.hash);
		if (!row || !isAt(row, asset.place) || row.storedAt !== asset.storedAt) continue;
		await forgetAsset(db, asset.hash);
		forgotten.push(asset);
	}
	return forgotten;
}

export async function forgetAsset(db: Database, hash: AssetHash): Promise<void> {
	const row = await readAssetRow(db, hash);
	await db.assets.delete(hash);
	if (row?.place.kind === 'pieces') await chunksOf(db.assetChunks, row.place.name).delete();
}

/** Large bytes stay where they lie: only the row moves. */
export async function quarantineAssetRows(db: Database, hash: AssetHash, why: string): Promise<void> {
	const record = await db.assets.get(hash);
	if (!record) return;
	const common = { what: 'asset', id: hash, row: hash, why } as const;
	const place = placeFields(toStored(record).place);
	if (place.file !== undefined || place.pieces !== hash) {
		await db.quarantine.add({ ...common, bytes: new Uint8Array(), ...place });
		await db.assets.delete(hash);
		return;
	}
	const bytes = await readChunks(db.assetChunks, hash, record.bytes);
	await db.quarantine.add({ ...common, bytes });
	await forgetAsset(db, hash);
}

/** Names under which pieces lie, without looking at the pieces. */
export async function listPieceNames(db: Database): Promise<readonly string[]> {
	const names: string[] = [];
	for (let key = await firstKeyAfter(db, null); key; key = await firstKeyAfter(db, key[0]))
		names.push(key[0]);
	return names;
}

export async function listPlaceNames(db: Database): Promise<ReadonlySet<string>> {
	const names = new Set((await db.assets.toArray()).map((record) => toStored(record).place.name));
	await db.quarantine
		.where('[what+id]')
		.between(['asset', ''], ['asset', '\uffff'])
		.each(({ file, pieces }) => {
			for (const name of [file, pieces]) if (name !== undefined) names.add(name);
		});
	return names;
}

export async function forgetPieces(db: Database, name: string): Promise<void> {
	if (!(await listPlaceNames(db)).has(name)) await chunksOf(db.assetChunks, name).delete();
}

async function firstKeyAfter(db: Database, name: string | null): Promise<[string, number] | undefined> {
	const rows = db.assetChunks.orderBy('[hash+index]');
	const [key] =
		name === null
			? await rows.limit(1).primaryKeys()
			: await db.assetChunks.where('[hash+index]').above([name, Dexie.maxKey]).limit(1).primaryKeys();
	return key;
}

const isAt = ({ place }: StoredAsset, other: AssetPlace): boolean =>
	place.kind === other.kind && place.name === other.name;

const placeFields = ({ kind, name }: AssetPlace): { file?: string; pieces?: string } =>
	kind === 'file' ? { file: name } : { pieces: name };

const toStored = ({ hash, bytes, file, pieces, storedAt }: AssetRecord): StoredAsset => ({
	hash,
	bytes,
	storedAt: storedAt ?? null,
	place: file === undefined ? { kind: 'pieces', name: pieces ?? hash } : { kind: 'file', name: file },
});
