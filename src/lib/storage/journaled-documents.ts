import type { Dispose } from '../base/disposer.ts';
import type { DocumentId, ProjectId } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import { applyStored } from './apply-stored.ts';
import type { DocumentRow, DocumentRows, Folded, RowName } from './backend.ts';
import { dropSettled, mergeLedgers } from './change-ledger.ts';
import { crc32 } from './crc32.ts';
import type { JournaledReads } from './journaled-reads.ts';
import type { PageAround } from './page-adapter.ts';
import type {
	DocumentInfo,
	DocumentStore,
	DocumentWrite,
	LoadedDocument,
	StorageProblem,
	StoredUpdate,
} from './ports.ts';
import type { WriteJournal } from './write-journal.ts';
import { documentWrites } from './write-list.ts';

/** Edits that follow each other share one transaction per this many milliseconds; the first of them never waits. */
const BATCH_MS = 100;

/** The documents of this device, over journal and database. */
export class JournaledDocuments implements DocumentStore {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;
	readonly #page: PageAround;

	constructor(journal: WriteJournal, reads: JournaledReads, page: PageAround) {
		this.#journal = journal;
		this.#reads = reads;
		this.#page = page;
	}

	async list(projectId: ProjectId): Promise<readonly DocumentInfo[]> {
		const read = await this.#reads.read((backend) => backend.listDocuments(projectId), []);
		const stored = read.ok ? read.value.value : [];
		const writes = read.ok ? read.value.writes : this.#journal.unwritten;
		const found = new Map(stored.map((info) => [info.id, info]));
		for (const write of writes) {
			if (write.kind === 'document' && write.info.projectId === projectId)
				found.set(write.info.id, write.info);
			if (write.kind === 'project' && write.entry.id === projectId) {
				for (const { id, kind } of write.documents) found.set(id, { id, kind, projectId });
			}
			if (write.kind === 'forget-document') found.delete(write.id);
			if (write.kind === 'forget-project' && write.id === projectId) found.clear();
		}
		return [...found.values()];
	}

	async load(id: DocumentId): Promise<Result<LoadedDocument, StorageProblem>> {
		const read = await this.#reads.read((backend) => backend.readDocument(id), null);
		await this.#documentCode();
		if (!read.ok) return read;
		const { value, writes } = read.value;
		const { forgotten, write } = documentWrites(writes, id, value?.info.projectId ?? null);
		const stored = forgotten ? null : value;
		const { sound, damaged } = sortRows(stored);
		for (const { name } of damaged) await this.quarantine(id, name, 'The checksum does not match the bytes');
		return ok({
			info: write?.info ?? stored?.info ?? null,
			updates: [...sound.map(toUpdate), ...(write?.updates ?? []).map((bytes) => ({ row: null, bytes }))],
			ledger: mergeLedgers(stored?.ledger ?? {}, write?.ledger ?? {}),
			quarantined: damaged.length,
			complete: this.#reads.complete,
		});
	}

	async readState(
		id: DocumentId,
		projectId: ProjectId,
	): Promise<Result<Uint8Array<ArrayBuffer> | null, StorageProblem>> {
		const loaded = await this.load(id);
		if (!loaded.ok) return loaded;
		const { info, updates } = loaded.value;
		if (info?.projectId !== projectId) return ok(null);
		const { LiveDocument: Document } = await this.#documentCode();
		const document = new Document(id, info.kind);
		await applyStored(this, id, document, updates);
		const state = document.encodeState().slice();
		document.destroy();
		return ok(state);
	}

	append({ id, projectId, kind, update, ledger = {} }: DocumentWrite): Promise<boolean> {
		const updates = update ? [update] : [];
		return this.#journal.add({ kind: 'document', info: { id, projectId, kind }, updates, ledger }, BATCH_MS);
	}

	isUnwritten(id: DocumentId): boolean {
		return this.#journal.unwritten.some((write) => write.kind === 'document' && write.info.id === id);
	}

	whenDurable = (): Promise<boolean> => this.#journal.whenDurable();

	onAttempt(listener: () => void): Dispose {
		const disposeWritten = this.#journal.onWritten(listener);
		const disposeFailed = this.#journal.onFailed(listener);
		return () => {
			disposeWritten();
			disposeFailed();
		};
	}

	async quarantine(id: DocumentId, row: string, why: string): Promise<void> {
		await this.#reads.attempt((backend) => backend.quarantineRow(id, row as RowName, why));
	}

	async compact(id: DocumentId): Promise<boolean> {
		let folded = false;
		// Before the transaction: it does not wait for anything but itself.
		const { LiveDocument: Document } = await this.#documentCode();
		await this.#page.withLock(`compact:${id}`, async () => {
			await this.#reads.attempt(async (backend) => {
				folded = await backend.compact(id, (stored) => foldRows(stored, Document));
			});
		});
		return folded;
	}

	remove(id: DocumentId): Promise<boolean> {
		return this.#journal.add({ kind: 'forget-document', id }, 0);
	}

	/** Documents' own code comes with the first document: Home lists projects without it. */
	async #documentCode(): Promise<{ readonly LiveDocument: typeof LiveDocument }> {
		const [{ mergeUpdatesV2 }, code] = await Promise.all([
			import('../doc/updates.ts'),
			import('../doc/live-document.ts'),
		]);
		this.#journal.mergeUpdates = mergeUpdatesV2;
		return code;
	}
}

const toUpdate = (row: DocumentRow): StoredUpdate => ({ row: row.name, bytes: row.bytes });

function sortRows(stored: DocumentRows | null): { sound: DocumentRow[]; damaged: DocumentRow[] } {
	const sound: DocumentRow[] = [];
	const damaged: DocumentRow[] = [];
	for (const row of stored?.rows ?? []) (isSound(row) ? sound : damaged).push(row);
	return { sound, damaged };
}

// A row of any other shape is as damaged as one with other bytes.
const isSound = (row: DocumentRow): boolean =>
	row.bytes instanceof Uint8Array && crc32(row.bytes) === row.crc32;

/** All rows as one, or `null` when there is nothing to gain or anything in doubt. */
function foldRows(stored: DocumentRows, Document: typeof LiveDocument): Folded | null {
	if (stored.rows.length < 2 || !stored.rows.every(isSound)) return null;
	const document = new Document(stored.info.id, stored.info.kind);
	try {
		for (const row of stored.rows) document.applyV2(row.bytes, 'storage');
		if (document.hasPending()) return null;
		return { state: document.encodeState(), ledger: dropSettled(stored.ledger) };
	} catch {
		return null; // a row that cannot be applied: loading deals with it, compaction only keeps away
	} finally {
		document.destroy();
	}
}
