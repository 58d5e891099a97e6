import type { Table } from 'dexie';
import { assertNever } from '../../base/assert.ts';
import type { ProjectId } from '../../base/ids.ts';
import type { Write } from '../backend.ts';
import { placeRequest } from '../outbox/outbox-row.ts';
import { placeEntry } from '../place-entry.ts';
import { forgetAsset, putAssetRows } from './asset-rows.ts';
import type { Database } from './database.ts';
import { changeGestureRows, gesturesOf } from './gesture-rows.ts';
import { appendRows, forgetDocument } from './document-rows.ts';
import { savesKey } from '../saves-key.ts';
import { forgetVersions, forgetVersionsOf, labelVersionRow, putVersionRows } from './version-rows.ts';

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
			return [db.documents, db.snapshots, db.updates];
		case 'forget-document':
			return [...documentTables(db), db.versions, db.versionChunks];
		case 'project':
			return [db.projects, db.documents, db.snapshots, db.updates];
		case 'patch-project':
			return [db.projects];
		case 'forget-project':
			return [
				...[db.projects, ...documentTables(db), db.versions, db.versionChunks],
				...[db.gestures, db.handles, db.settings],
			];
		case 'asset':
		case 'forget-asset':
			return [db.assets, db.assetChunks];
		case 'setting':
			return [db.settings];
		case 'version':
		case 'forget-versions':
			return [db.versions, db.versionChunks];
		case 'label-version':
			return [db.versions];
		case 'gestures':
			return [db.gestures];
		case 'handle':
			return [db.handles];
		case 'import':
			return [db.imports];
		case 'request':
		case 'forget-request':
			return [db.outbox];
		default:
			return assertNever(write);
	}
}

const documentTables = (db: Database): Table[] => [db.documents, db.snapshots, db.updates, db.quarantine];

/** Inside a transaction over `tablesOf` the batch. */
export async function applyWrite(db: Database, write: Write): Promise<void> {
	switch (write.kind) {
		case 'document':
			return appendRows(db, write.info, write);
		case 'forget-document':
			await forgetVersionsOf(db, { documentId: write.id });
			return forgetDocument(db, write.id);
		case 'project':
			await db.projects.put(placeEntry(await db.projects.get(write.entry.id), write.entry));
			for (const { id, kind, state } of write.documents) {
				const info = { id, kind, projectId: write.entry.id };
				await appendRows(db, info, { updates: [state], ledger: {} });
			}
			return;
		case 'patch-project': {
			const entry = await db.projects.get(write.id);
			if (entry) await db.projects.put({ ...entry, ...write.patch });
			return;
		}
		case 'forget-project':
			return forgetProject(db, write.id);
		case 'asset':
			return putAssetRows(db, write.hash, write.bytes, write.at);
		case 'forget-asset':
			return forgetAsset(db, write.hash);
		case 'setting':
			if (write.value === undefined) await db.settings.delete(write.key);
			else await db.settings.put({ key: write.key, value: write.value, at: write.at });
			return;
		case 'version':
			return putVersionRows(db, write);
		case 'label-version':
			return labelVersionRow(db, write.id, write.label);
		case 'forget-versions':
			return forgetVersions(db, write.ids);
		case 'gestures':
			return changeGestureRows(db, write.slot, write.change);
		case 'handle':
			await (write.row ? db.handles.put(write.row) : db.handles.delete(write.projectId));
			return;
		case 'import':
			await (write.row ? db.imports.put(write.row) : db.imports.delete(write.key));
			return;
		case 'request': {
			const placed = placeRequest(await db.outbox.get(write.row.key), write.row);
			if (placed === write.row) await db.outbox.put(placed);
			return;
		}
		case 'forget-request':
			return db.outbox.delete(write.key);
		default:
			assertNever(write);
	}
}

async function forgetProject(db: Database, id: ProjectId): Promise<void> {
	await db.projects.delete(id);
	for (const documentId of await db.documents.where('projectId').equals(id).primaryKeys()) {
		await forgetVersionsOf(db, { documentId });
		await forgetDocument(db, documentId);
	}
	await forgetVersionsOf(db, { projectId: id }); // of documents that went before it
	await gesturesOf(db, id).delete();
	await db.handles.delete(id);
	await db.settings.delete(savesKey(id));
	await db.settings
		.where('key')
		.startsWith(`${savesKey(id)}.`)
		.delete();
}
