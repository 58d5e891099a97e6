import type { DocumentId } from '../../base/ids.ts';
import type { DocumentRows, Folded } from '../backend.ts';
import { crc32 } from '../crc32.ts';
import type { DocumentRecord, SnapshotRecord, UpdateRecord } from './database.ts';
import { toDocumentRows } from './document-rows.ts';

const TABLES = ['documents', 'snapshots', 'updates'];

/**
 * Reads, folds, writes the snapshot and deletes exactly the rows read, in one strict transaction: killed
 * anywhere, either all of it happened or nothing. Plain IndexedDB, as Dexie has no durability per transaction.
 */
export async function compactRows(
	database: IDBDatabase,
	id: DocumentId,
	fold: (rows: DocumentRows) => Folded | null,
): Promise<boolean> {
	const transaction = database.transaction(TABLES, 'readwrite', { durability: 'strict' });
	const done = finished(transaction);
	try {
		const written = await foldInto(transaction, id, fold);
		if (!written) transaction.commit?.();
		await done;
		return written;
	} catch (thrown) {
		done.catch(() => {}); // the abort below is our own; `thrown` says why
		abortQuietly(transaction);
		throw thrown;
	}
}

async function foldInto(
	transaction: IDBTransaction,
	id: DocumentId,
	fold: (rows: DocumentRows) => Folded | null,
): Promise<boolean> {
	const store = (name: string) => transaction.objectStore(name);
	const range = IDBKeyRange.bound([id], [id, []]);
	const record = await answer<DocumentRecord | undefined>(store('documents').get(id));
	if (!record) return false;
	const snapshots = await answer<SnapshotRecord[]>(store('snapshots').getAll(range));
	const updates = await answer<UpdateRecord[]>(store('updates').getAll(range));
	const read = toDocumentRows(record, snapshots, updates);
	const folded = fold(read);
	if (!folded) return false;

	const seq = record.lastSeq + 1;
	const bytes = folded.state.slice();
	await answer(store('snapshots').add({ doc: id, id: seq, epoch: record.epoch, crc32: crc32(bytes), bytes }));
	for (const { name } of read.rows) {
		const [table, number] = name.split(':');
		await answer(store(table === 'snapshot' ? 'snapshots' : 'updates').delete([id, Number(number)]));
	}
	const left = { ...record, lastSeq: seq, bytes: bytes.length, ledger: folded.ledger };
	await answer(store('documents').put(left));
	return true;
}

function answer<T>(request: IDBRequest): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result as T);
		request.onerror = () => reject(request.error ?? new Error('The request failed without a reason'));
	});
}

function finished(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () =>
			reject(transaction.error ?? new DOMException('The transaction was aborted', 'AbortError'));
	});
}

function abortQuietly(transaction: IDBTransaction): void {
	try {
		transaction.abort();
	} catch {
		// It had ended already, which is all we want.
	}
}
