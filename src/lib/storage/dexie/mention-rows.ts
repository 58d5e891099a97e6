import type { AssetHash } from '../../base/ids.ts';
import { strikeNamed, strikeNamedIn } from '../../base/named-hashes.ts';
import { crc32 } from '../crc32.ts';
import { StorageFailure, storageProblem } from '../storage-failure.ts';
import type { Database } from './database.ts';

/** Every table that may name an asset. */
export const mentionTables = (db: Database) => [
	db.documents,
	db.snapshots,
	db.updates,
	db.lastWords,
	db.quarantine,
	db.versions,
	db.gestures,
	db.settings,
	db.imports,
	db.outbox,
];

/** Inside one transaction over `mentionTables`: what is moved meanwhile would be missed. */
export async function findUnnamed(db: Database, hashes: readonly AssetHash[]): Promise<readonly AssetHash[]> {
	const unnamed = new Set(hashes);
	const strike = (row: SummedBytes) => strikeSound(row, unnamed);
	await eachRow(db.snapshots, strike);
	await eachRow(db.updates, strike);
	await eachRow(db.lastWords, ({ documents, ...values }) => {
		for (const { updates } of documents) updates.forEach(strike);
		strikeNamedIn(values, unnamed);
	});
	for (const table of [db.versions, db.gestures, db.settings, db.imports, db.outbox]) {
		await eachRow<unknown>(table, (row) => strikeNamedIn(row, unnamed));
	}
	await refuseSetAside(db);
	return [...unnamed];
}

/** Dexie's own `each` keeps to itself what its callback throws. */
async function eachRow<T>(table: { each(see: (row: T) => void): PromiseLike<void> }, see: (row: T) => void) {
	const thrown: unknown[] = [];
	await table.each((row) => {
		try {
			see(row);
		} catch (cause) {
			thrown.push(cause);
		}
	});
	if (thrown.length > 0) throw thrown[0];
}

type SummedBytes = { readonly crc32: number; readonly bytes: Uint8Array };

function strikeSound({ bytes, crc32: sum }: SummedBytes, unnamed: Set<AssetHash>): void {
	if (!(bytes instanceof Uint8Array) || crc32(bytes) !== sum) throw unreadable();
	strikeNamed(bytes, unnamed);
}

/** What was set aside of a document that is still here may have named anything. */
async function refuseSetAside(db: Database): Promise<void> {
	const ids = new Set<string>();
	await eachRow(db.quarantine, ({ what, id }) => {
		if (what === 'document') ids.add(id);
	});
	for (const id of await db.documents.toCollection().primaryKeys()) if (ids.has(id)) throw unreadable();
}

const unreadable = () =>
	new StorageFailure(storageProblem('damaged', 'a part of a document cannot be read, so nothing is removed'));
