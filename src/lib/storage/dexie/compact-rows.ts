import type { DocumentId } from '../../base/ids.ts';
import type { DocumentRow, DocumentRows, Fold } from '../backend.ts';
import { settleLedger } from '../change-ledger.ts';
import { crc32 } from '../crc32.ts';
import type { Database, DocumentRecord, SnapshotRecord, UpdateRecord } from './database.ts';
import { toDocumentRows } from './document-rows.ts';
import { ledgerOf, sumUp } from './sum-up.ts';
import { answer, inTransaction, type Store } from './raw-transaction.ts';

const TABLES = ['documents', 'snapshots', 'updates'];

/**
 * Reads, folds outside of any transaction, then in one strict transaction writes the snapshot and deletes exactly the
 * rows read, if they are all still there: killed anywhere, either all of it happened or nothing, and who was frozen
 * in between finds that others were at work.
 */
export async function compactRows(database: Database, id: DocumentId, fold: Fold): Promise<boolean> {
	const read = await inTransaction(database.begin(TABLES, 'readonly'), (store) => readRows(store, id));
	const state = read && (await fold(read.rows));
	if (!read || !state) return false;
	return inTransaction(database.begin(TABLES, 'readwrite', { durability: 'strict' }), (store) =>
		replaceRows(store, id, read.rows, state.slice()),
	);
}

async function readRows(
	store: Store,
	id: DocumentId,
): Promise<{
	readonly record: DocumentRecord;
	readonly updates: readonly UpdateRecord[];
	readonly rows: DocumentRows;
} | null> {
	const range = IDBKeyRange.bound([id], [id, []]);
	const record = await answer<DocumentRecord | undefined>(store('documents').get(id));
	if (!record) return null;
	const snapshots = await answer<SnapshotRecord[]>(store('snapshots').getAll(range));
	const updates = await answer<UpdateRecord[]>(store('updates').getAll(range));
	return { record, updates, rows: toDocumentRows(record, snapshots, updates) };
}

async function replaceRows(
	store: Store,
	id: DocumentId,
	read: DocumentRows,
	bytes: Uint8Array,
): Promise<boolean> {
	const now = await readRows(store, id);
	if (!now || now.rows.epoch !== read.epoch || !hasAll(now.rows, read)) return false;
	const record = sumUp(now.record, now.updates);
	const seq = record.lastSeq + 1;
	await answer(store('snapshots').add({ doc: id, id: seq, epoch: record.epoch, crc32: crc32(bytes), bytes }));
	for (const { name } of read.rows) {
		const [table, number] = name.split(':');
		await answer(store(table === 'snapshot' ? 'snapshots' : 'updates').delete([id, Number(number)]));
	}
	const total = sizeOf(now.rows) - sizeOf(read) + bytes.length;
	const ledger = settleLedger(ledgerOf(record, now.updates), linesIn(now.updates, read));
	await answer(store('documents').put({ ...record, lastSeq: seq, bytes: total, ledger }));
	return true;
}

/** Names alone would not do: a document that was deleted and came back begins again with the first row. */
function hasAll(now: DocumentRows, read: DocumentRows): boolean {
	const there = new Map<string, DocumentRow>(now.rows.map((row) => [row.name, row]));
	return read.rows.every(({ name, crc32: sum, bytes }) => {
		const row = there.get(name);
		return row?.crc32 === sum && row.bytes.length === bytes.length;
	});
}

/** The replicas that rows speak of which stay: dropped from the record, they would be back with the next reading. */
function linesIn(updates: readonly UpdateRecord[], { rows }: DocumentRows): ReadonlySet<string> {
	const folded = new Set<string>(rows.map(({ name }) => name));
	const left = updates.filter(({ seq }) => !folded.has(`update:${seq}`));
	return new Set(left.flatMap(({ ledger }) => Object.keys(ledger ?? {})));
}

const sizeOf = ({ rows }: DocumentRows) => rows.reduce((total, { bytes }) => total + bytes.length, 0);
