import type { DocumentId } from '../../base/ids.ts';
import type { Write } from '../backend.ts';
import type { Database, DocumentRecord, UpdateRecord } from './database.ts';
import { growRecord, makeRows } from './document-rows.ts';
import { gestureRanges, gestureRows } from './gesture-rows.ts';
import { answer, inTransaction, type Store } from './raw-transaction.ts';
import { sumUp } from './sum-up.ts';

/** What people's edits consist of. */
type EverydayWrite = Extract<Write, { kind: 'document' | 'gestures' | 'setting' }>;
type DocumentWrite = Extract<Write, { kind: 'document' }>;
type RowKey = readonly [DocumentId, number];

/** What a document's record said when this connection last saw it. */
type Known = Pick<DocumentRecord, 'projectId' | 'epoch'> & { readonly lastSeq: number };

const STORES: { readonly [kind in EverydayWrite['kind']]: readonly string[] } = {
	document: ['documents', 'updates'],
	gestures: ['gestures'],
	setting: ['settings'],
};

/** Pages number their rows without asking each other: each counts in steps of this, from a place of its own. */
const STEP = 1024;

export const areEveryday = (writes: readonly Write[]): writes is readonly EverydayWrite[] =>
	writes.length > 0 && writes.every(({ kind }) => Object.hasOwn(STORES, kind));

/** The shortest way to durable rows, over one connection. */
export class EverydayWrites {
	readonly #database: Database;
	readonly #place = crypto.getRandomValues(new Uint16Array(1))[0]! % STEP;
	readonly #known = new Map<DocumentId, Known>();

	constructor(database: Database) {
		this.#database = database;
	}

	/** Also removes these last words. False, and nothing is written, when a document has no record yet. */
	async write(writes: readonly EverydayWrite[], lastWords: readonly string[]): Promise<boolean> {
		let doubtful: readonly RowKey[] = [];
		if (writes.every((write) => this.#canBeAdded(write))) {
			doubtful = await this.#addRows(writes, lastWords);
			if (doubtful.length === 0) return true;
		}
		return this.#growRecords(writes, lastWords, doubtful);
	}

	#canBeAdded(write: EverydayWrite): boolean {
		if (write.kind !== 'document') return true;
		const known = this.#known.get(write.info.id);
		const isNew = known && known.projectId === write.info.projectId && (write.epoch ?? 0) <= known.epoch;
		return isNew === true && write.updates.length > 0;
	}

	/**
	 * Adds rows that carry their own line of the ledger, and commits without waiting for an answer; what the records said
	 * is looked at behind it. Returns the rows that do not fit them.
	 */
	async #addRows(writes: readonly EverydayWrite[], lastWords: readonly string[]): Promise<readonly RowKey[]> {
		const added: { readonly row: UpdateRecord; readonly asked: IDBRequest<DocumentRecord | undefined> }[] =
			[];
		await this.#inTransaction(writes, lastWords, async (store) => {
			for (const write of writes) {
				if (write.kind !== 'document') {
					putOther(store, write);
					continue;
				}
				const rows = this.#numbered(write);
				for (const row of rows) store('updates').add(row);
				const asked = store('documents').get(write.info.id) as IDBRequest<DocumentRecord | undefined>;
				added.push(...rows.map((row) => ({ row, asked })));
			}
		});
		const doubtful = added.filter(({ row, asked }) => !fits(row, this.#known.get(row.doc), asked.result));
		return doubtful.map(({ row }) => [row.doc, row.seq]);
	}

	#numbered(write: DocumentWrite): readonly UpdateRecord[] {
		const { id } = write.info;
		const known = this.#known.get(id)!;
		const first = (Math.floor(known.lastSeq / STEP) + 1) * STEP + this.#place;
		const rows = makeRows(id, write.updates, known.epoch, (index) => first + index * STEP);
		this.#known.set(id, { ...known, lastSeq: rows.at(-1)!.seq });
		const [head, ...others] = rows;
		return [{ ...head!, ledger: write.ledger }, ...others];
	}

	/** Asks for the records first, and writes them with the rows. */
	async #growRecords(
		writes: readonly EverydayWrite[],
		lastWords: readonly string[],
		instead: readonly RowKey[],
	): Promise<boolean> {
		return this.#inTransaction(writes, lastWords, async (store) => {
			for (const [id, seq] of instead) store('updates').delete([id, seq]);
			const records = await readRecords(store, writes);
			if (!records) return false;
			for (const write of writes) {
				if (write.kind === 'document') putDocument(store, write, records);
				else putOther(store, write);
			}
			for (const [id, record] of records) this.#known.set(id, record);
			return true;
		});
	}

	async #inTransaction<T>(
		writes: readonly EverydayWrite[],
		lastWords: readonly string[],
		run: (store: Store) => Promise<T>,
	): Promise<T> {
		const stores = new Set(writes.flatMap(({ kind }) => STORES[kind]));
		if (lastWords.length > 0) stores.add('lastWords');
		const transaction = this.#database.begin([...stores], 'readwrite');
		return inTransaction(transaction, async (store) => {
			const result = await run(store);
			if (result !== false) for (const key of lastWords) store('lastWords').delete(key);
			transaction.commit?.();
			return result;
		});
	}
}

/** Whether the record, as it was when the row was added, is the one that the row was made for. */
function fits(row: UpdateRecord, known: Known | undefined, record: DocumentRecord | undefined): boolean {
	if (!record || record.projectId !== known?.projectId) return false;
	return record.epoch === row.epoch && record.lastSeq < row.seq;
}

type Records = Map<DocumentId, DocumentRecord>;

async function readRecords(store: Store, writes: readonly EverydayWrite[]): Promise<Records | null> {
	const ids = new Set(writes.flatMap((write) => (write.kind === 'document' ? write.info.id : [])));
	const asked = [...ids].map((id) => answer<DocumentRecord | undefined>(store('documents').get(id)));
	const found = (await Promise.all(asked)).filter((record) => record !== undefined);
	if (found.length < ids.size) return null;
	const summed = found.map(async (record) => {
		const behind = IDBKeyRange.bound([record.id, record.lastSeq], [record.id, []], true);
		return sumUp(record, await answer<UpdateRecord[]>(store('updates').getAll(behind)));
	});
	return new Map((await Promise.all(summed)).map((record) => [record.id, record]));
}

function putDocument(store: Store, write: DocumentWrite, records: Records): void {
	const { info } = write;
	const stored = records.get(info.id);
	const grown = stored && growRecord(stored, info, write);
	if (!grown) return;
	for (const row of grown.rows) store('updates').add(row);
	store('documents').put(grown.record);
	records.set(info.id, grown.record);
}

function putOther(store: Store, write: Exclude<EverydayWrite, DocumentWrite>): void {
	if (write.kind === 'gestures') {
		for (const range of gestureRanges(write.slot, write.change)) store('gestures').delete(range);
		for (const row of gestureRows(write.slot, write.change)) store('gestures').put(row);
	} else if (write.value === undefined) store('settings').delete(write.key);
	else store('settings').put({ key: write.key, value: write.value, at: write.at });
}
