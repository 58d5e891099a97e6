import { Dexie } from 'dexie';
import type { DocumentId } from '../../base/ids.ts';
import type { DocumentRow, DocumentRows, RowName } from '../backend.ts';
import { mergeLedgers } from '../change-ledger.ts';
import { crc32 } from '../crc32.ts';
import type { ChangeLedger, DocumentInfo } from '../ports.ts';
import { ledgerOf, sumUp, updatesBehind } from './sum-up.ts';
import type { Database, DocumentRecord, SnapshotRecord, UpdateRecord } from './database.ts';

/** Inside a transaction, like everything in this file. */
export async function readDocumentRows(db: Database, id: DocumentId): Promise<DocumentRows | null> {
	// Asked at once: the database answers them without a turn of this page in between.
	const [record, snapshots, updates] = await Promise.all([
		db.documents.get(id),
		snapshotsOf(db, id).toArray(),
		updatesOf(db, id).toArray(),
	]);
	return record ? toDocumentRows(record, snapshots, updates) : null;
}

export function toDocumentRows(
	record: DocumentRecord,
	snapshots: readonly SnapshotRecord[],
	updates: readonly UpdateRecord[],
): DocumentRows {
	const { id, projectId, kind, epoch } = record;
	const named = (name: RowName, row: SnapshotRecord | UpdateRecord): DocumentRow => ({ ...row, name });
	const rows = [
		...snapshots.map((row) => named(`snapshot:${row.id}`, row)),
		...updates.map((row) => named(`update:${row.seq}`, row)),
	];
	const ledger = ledgerOf(record, updates);
	return { info: { id, projectId, kind }, epoch, ledger, rows: rows.filter((row) => row.epoch === epoch) };
}

export type RowsToAppend = {
	readonly updates: readonly Uint8Array[];
	readonly ledger: ChangeLedger;
	readonly epoch?: number | undefined;
};

export async function appendRows(db: Database, info: DocumentInfo, write: RowsToAppend): Promise<void> {
	const found = await db.documents.get(info.id);
	const record = found ? sumUp(found, await updatesBehind(db, found)) : await recordFor(db, info);
	const grown = growRecord(record, info, write);
	if (!grown) return;
	await db.updates.bulkAdd(grown.rows);
	await db.documents.put(grown.record);
}

/** The rows of these updates, and the record with them; `null`: the document is another project's. */
export function growRecord(
	record: DocumentRecord,
	info: DocumentInfo,
	{ updates, ledger, epoch: given = 0 }: RowsToAppend,
): { readonly rows: UpdateRecord[]; readonly record: DocumentRecord } | null {
	// An id is one project's for good: a foreign project that lists it must not write into ours.
	if (record.projectId !== info.projectId) return null;
	const epoch = Math.max(record.epoch, given);
	const rows = makeRows(info.id, updates, epoch, (index) => record.lastSeq + 1 + index);
	const grown: DocumentRecord = {
		...record,
		epoch,
		lastSeq: record.lastSeq + rows.length,
		bytes: rows.reduce((total, row) => total + row.bytes.length, record.bytes),
		ledger: mergeLedgers(record.ledger, ledger),
	};
	return { rows, record: grown };
}

export const makeRows = (
	doc: DocumentId,
	updates: readonly Uint8Array[],
	epoch: number,
	seqOf: (index: number) => number,
): UpdateRecord[] =>
	updates.map((bytes, index) => {
		// A view would drag its whole buffer into the database.
		return { doc, seq: seqOf(index), epoch, crc32: crc32(bytes), bytes: bytes.slice() };
	});

/** A new one; where only the record was lost, it goes on behind the rows that are still there. */
async function recordFor(db: Database, { id, projectId, kind }: DocumentInfo): Promise<DocumentRecord> {
	const [snapshots, updates] = await Promise.all([
		snapshotsOf(db, id).toArray(),
		updatesOf(db, id).toArray(),
	]);
	const lastSeq = Math.max(0, ...snapshots.map((row) => row.id), ...updates.map((row) => row.seq));
	const rows = [...snapshots, ...updates];
	const bytes = rows.reduce((total, row) => total + row.bytes.length, 0);
	const epoch = Math.max(0, ...rows.map((row) => row.epoch));
	const record = { id, projectId, kind, epoch, schema: 1, bytes, lastSeq, ledger: {} } as const;
	return { ...record, ledger: ledgerOf(record, updates) };
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
	if ('seq' in row) await sumUpWith(db, row);
	await db.quarantine.add({ what: 'document', id, row: name, why, bytes: row.bytes });
	if (table === 'snapshot') await db.snapshots.delete(key);
	else await db.updates.delete(key);
}

/** This row is about to go: its record says what it said. */
async function sumUpWith(db: Database, row: UpdateRecord): Promise<void> {
	const found = await db.documents.get(row.doc);
	if (!found) return;
	const record = sumUp(found, await updatesBehind(db, found));
	await db.documents.put({ ...record, ledger: ledgerOf(record, [row]) });
}

const snapshotsOf = (db: Database, id: DocumentId) =>
	db.snapshots.where('[doc+id]').between([id, Dexie.minKey], [id, Dexie.maxKey]);

const updatesOf = (db: Database, id: DocumentId) =>
	db.updates.where('[doc+seq]').between([id, Dexie.minKey], [id, Dexie.maxKey]);
