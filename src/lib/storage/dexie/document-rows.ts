import { Dexie } from 'dexie';
import type { DocumentId } from '../../base/ids.ts';
import type { DocumentRow, DocumentRows, RowName } from '../backend.ts';
import { mergeLedgers } from '../change-ledger.ts';
import { crc32 } from '../crc32.ts';
import type { ChangeLedger, DocumentInfo } from '../ports.ts';
import type { Database, DocumentRecord, SnapshotRecord, UpdateRecord } from './database.ts';

/** Inside a transaction, like everything in this file. */
export async function readDocumentRows(db: Database, id: DocumentId): Promise<DocumentRows | null> {
	const record = await db.documents.get(id);
	if (!record) return null;
	const snapshots = await snapshotsOf(db, id).toArray();
	const updates = await updatesOf(db, id).toArray();
	return toDocumentRows(record, snapshots, updates);
}

export function toDocumentRows(
	record: DocumentRecord,
	snapshots: readonly SnapshotRecord[],
	updates: readonly UpdateRecord[],
): DocumentRows {
	const { id, projectId, kind, epoch, ledger } = record;
	const named = (name: RowName, row: SnapshotRecord | UpdateRecord): DocumentRow => ({ ...row, name });
	const rows = [
		...snapshots.map((row) => named(`snapshot:${row.id}`, row)),
		...updates.map((row) => named(`update:${row.seq}`, row)),
	];
	return { info: { id, projectId, kind }, epoch, ledger, rows: rows.filter((row) => row.epoch === epoch) };
}

export async function appendRows(
	db: Database,
	info: DocumentInfo,
	updates: readonly Uint8Array[],
	ledger: ChangeLedger,
): Promise<void> {
	const record = (await db.documents.get(info.id)) ?? (await recordFor(db, info));
	const grown = growRecord(record, info, updates, ledger);
	if (!grown) return;
	await db.updates.bulkAdd(grown.rows);
	await db.documents.put(grown.record);
}

/** The rows of these updates, and the record with them; `null`: the document is another project's. */
export function growRecord(
	record: DocumentRecord,
	info: DocumentInfo,
	updates: readonly Uint8Array[],
	ledger: ChangeLedger,
): { readonly rows: UpdateRecord[]; readonly record: DocumentRecord } | null {
	// An id is one project's for good: a foreign project that lists it must not write into ours.
	if (record.projectId !== info.projectId) return null;
	const rows = updates.map((bytes, index) => ({
		doc: info.id,
		seq: record.lastSeq + 1 + index,
		epoch: record.epoch,
		crc32: crc32(bytes),
		// A view would drag its whole buffer into the database.
		bytes: bytes.slice(),
	}));
	const grown: DocumentRecord = {
		...record,
		lastSeq: record.lastSeq + rows.length,
		bytes: rows.reduce((total, row) => total + row.bytes.length, record.bytes),
		ledger: mergeLedgers(record.ledger, ledger),
	};
	return { rows, record: grown };
}

/** A new one; where only the record was lost, it goes on behind the rows that are still there. */
async function recordFor(db: Database, { id, projectId, kind }: DocumentInfo): Promise<DocumentRecord> {
	const snapshots = await snapshotsOf(db, id).toArray();
	const updates = await updatesOf(db, id).toArray();
	const lastSeq = Math.max(0, ...snapshots.map((row) => row.id), ...updates.map((row) => row.seq));
	const bytes = [...snapshots, ...updates].reduce((total, row) => total + row.bytes.length, 0);
	return { id, projectId, kind, epoch: 0, schema: 1, bytes, lastSeq, ledger: {} };
}

export async function forgetDocument(db: Database, id: DocumentId): Promise<void> {
	await db.documents.delete(id);
	await snapshotsOf(db, id).delete();
	await updatesOf(db, id).delete();
	await db.quarantine.where({ what: 'document', id }).delete();
}

export async function quarantineDocumentRow(
	db: Database,
	id: DocumentId,
	name: RowName,
	why: string,
): Promise<void> {
	const [table, number] = name.split(':');
	const key: [DocumentId, number] = [id, Number(number)];
	const row = table === 'snapshot' ? await db.snapshots.get(key) : await db.updates.get(key);
	if (!row) return;
	await db.quarantine.add({ what: 'document', id, row: name, why, bytes: row.bytes });
	if (table === 'snapshot') await db.snapshots.delete(key);
	else await db.updates.delete(key);
}

const snapshotsOf = (db: Database, id: DocumentId) =>
	db.snapshots.where('[doc+id]').between([id, Dexie.minKey], [id, Dexie.maxKey]);

const updatesOf = (db: Database, id: DocumentId) =>
	db.updates.where('[doc+seq]').between([id, Dexie.minKey], [id, Dexie.maxKey]);
