import type { Table } from 'dexie';
import { assertNever } from '../../base/assert.ts';
import type { Write } from '../backend.ts';
import { placeEntry } from '../place-entry.ts';
import { forgetAsset, putAssetRows } from './asset-rows.ts';
import type { Database } from './database.ts';
import { appendRows, forgetDocument } from './document-rows.ts';

/** The tables a batch touches: a transaction over fewer of them waits for fewer others. */
export function tablesOf(db: Database, writes: readonly Write[]): Table[] {
	const tables = new Set<Table>();
	for (const write of writes) for (const table of tablesOfOne(db, write)) tables.add(table);
	if (tables.size === 0) tables.add(db.settings);
	return [...tables];
}

function tablesOfOne(db: Database, write: Write): Table[] {
	switch (write.kind) {
		case 'document':
			return [db.documents, db.updates];
		case 'forget-document':
			return [db.documents, db.snapshots, db.updates, db.quarantine];
		case 'project':
			return [db.projects, db.documents, db.updates];
		case 'patch-project':
			return [db.projects];
		case 'forget-project':
			return [db.projects, db.documents, db.snapshots, db.updates, db.quarantine];
		case 'asset':
		case 'forget-asset':
			return [db.assets, db.assetChunks];
		case 'setting':
			return [db.settings];
		default:
			return assertNever(write);
	}
}

/** Inside a transaction over `tablesOf` the batch. */
export async function applyWrite(db: Database, write: Write): Promise<void> {
	switch (write.kind) {
		case 'document':
			return appendRows(db, write.info, write.updates, write.ledger);
		case 'forget-document':
			return forgetDocument(db, write.id);
		case 'project':
			await db.projects.put(placeEntry(await db.projects.get(write.entry.id), write.entry));
			for (const { id, kind, state } of write.documents) {
				await appendRows(db, { id, kind, projectId: write.entry.id }, [state], {});
			}
			return;
		case 'patch-project': {
			const entry = await db.projects.get(write.id);
			if (entry) await db.projects.put({ ...entry, ...write.patch });
			return;
		}
		case 'forget-project':
			await db.projects.delete(write.id);
			for (const id of await db.documents.where('projectId').equals(write.id).primaryKeys()) {
				await forgetDocument(db, id);
			}
			return;
		case 'asset':
			return putAssetRows(db, write.hash, write.bytes);
		case 'forget-asset':
			return forgetAsset(db, write.hash);
		case 'setting':
			if (write.value === undefined) await db.settings.delete(write.key);
			else await db.settings.put({ key: write.key, value: write.value });
			return;
		default:
			assertNever(write);
	}
}
