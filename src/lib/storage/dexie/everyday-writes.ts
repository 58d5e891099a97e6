import type { Write } from '../backend.ts';
import type { DocumentRecord } from './database.ts';
import { growRecord } from './document-rows.ts';
import { gestureRanges, gestureRows } from './gesture-rows.ts';
import { answer, inTransaction, type Store } from './raw-transaction.ts';

/** What people's edits consist of. */
type EverydayWrite = Extract<Write, { kind: 'document' | 'gestures' | 'setting' }>;

const STORES: { readonly [kind in EverydayWrite['kind']]: readonly string[] } = {
	document: ['documents', 'updates'],
	gestures: ['gestures'],
	setting: ['settings'],
};

export const areEveryday = (writes: readonly Write[]): writes is readonly EverydayWrite[] =>
	writes.length > 0 && writes.every(({ kind }) => Object.hasOwn(STORES, kind));

/**
 * The shortest way to durable rows: one question for all records, then all rows and the commit without another. Also
 * removes these last words. False, and nothing is done, when a document has no record yet.
 */
export async function writeEveryday(
	database: IDBDatabase,
	writes: readonly EverydayWrite[],
	lastWords: readonly string[],
): Promise<boolean> {
	const stores = new Set(writes.flatMap(({ kind }) => STORES[kind]));
	if (lastWords.length > 0) stores.add('lastWords');
	const transaction = database.transaction([...stores], 'readwrite');
	return inTransaction(transaction, async (store) => {
		const records = await readRecords(store, writes);
		if (!records) return false;
		for (const write of writes) put(store, write, records);
		for (const key of lastWords) store('lastWords').delete(key);
		transaction.commit?.();
		return true;
	});
}

type Records = Map<string, DocumentRecord>;

async function readRecords(store: Store, writes: readonly EverydayWrite[]): Promise<Records | null> {
	const ids = new Set(writes.flatMap((write) => (write.kind === 'document' ? write.info.id : [])));
	const asked = [...ids].map((id) => answer<DocumentRecord | undefined>(store('documents').get(id)));
	const records: Records = new Map();
	for (const record of await Promise.all(asked)) {
		if (!record) return null;
		records.set(record.id, record);
	}
	return records;
}

function put(store: Store, write: EverydayWrite, records: Records): void {
	if (write.kind === 'document') {
		const { info, updates, ledger } = write;
		const stored = records.get(info.id);
		const grown = stored && growRecord(stored, info, updates, ledger);
		if (!grown) return;
		for (const row of grown.rows) store('updates').add(row);
		store('documents').put(grown.record);
		records.set(info.id, grown.record);
	} else if (write.kind === 'gestures') {
		for (const range of gestureRanges(write.slot, write.change)) store('gestures').delete(range);
		for (const row of gestureRows(write.slot, write.change)) store('gestures').put(row);
	} else if (write.value === undefined) store('settings').delete(write.key);
	else store('settings').put({ key: write.key, value: write.value, at: write.at });
}
