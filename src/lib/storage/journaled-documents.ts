import type { Dispose } from '../base/disposer.ts';
import type { DocumentId, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import type { DocumentRow, RowName } from './backend.ts';
import { mergeLedgers } from './change-ledger.ts';
import type { JournaledReads } from './journaled-reads.ts';
import type {
	DocumentInfo,
	DocumentStore,
	DocumentWrite,
	LoadedDocument,
	StorageProblem,
	StoredUpdate,
} from './ports.ts';
import { sortRows } from './sound-rows.ts';
import type { DeviceWork } from './worker/device-work.ts';
import type { WriteJournal } from './write-journal.ts';
import { documentWrites, writesDocument } from './write-list.ts';

/** Edits that follow each other share one transaction per this many milliseconds; the first of them never waits. */
const BATCH_MS = 100;

/** The documents of this device, over journal and database. */
export class JournaledDocuments implements DocumentStore {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;
	readonly #work: DeviceWork;

	constructor(journal: WriteJournal, reads: JournaledReads, work: DeviceWork) {
		this.#journal = journal;
		this.#reads = reads;
		this.#work = work;
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
			info: stored?.info ?? write?.info ?? null,
			updates: [...sound.map(toUpdate), ...(write?.updates ?? []).map((bytes) => ({ row: null, bytes }))],
			ledger: mergeLedgers(stored?.ledger ?? {}, write?.ledger ?? {}),
			epoch: Math.max(stored?.epoch ?? 0, write?.epoch ?? 0),
			quarantined: damaged.length,
			complete: this.#reads.complete,
		});
	}

	async readState(
		id: DocumentId,
		projectId: ProjectId,
	): Promise<Result<Uint8Array<ArrayBuffer> | null, StorageProblem>> {
		// Taken before anything is awaited: what is not in the journal now is in the database already.
		const { forgotten, write } = documentWrites(this.#journal.unwritten, id, projectId);
		const stored = this.#reads.complete && !forgotten;
		const updates = (write?.updates ?? []).map((bytes) => bytes.slice());
		const unwritten = write && { projectId: write.info.projectId, kind: write.info.kind, updates };
		try {
			return ok(await this.#work.run('read-state', { id, projectId, stored, unwritten }));
		} catch (thrown) {
			return err(this.#reads.reportFailure(thrown));
		}
	}

	append({ id, projectId, kind, update, ledger = {}, epoch = 0 }: DocumentWrite): Promise<boolean> {
		const info = { id, projectId, kind };
		const updates = update ? [update] : [];
		return this.#journal.add({ kind: 'document', info, updates, ledger, epoch }, BATCH_MS);
	}

	hold(current: () => DocumentWrite): Dispose {
		return this.#reads.onReplaced(() => void this.append(current()));
	}

	isUnwritten(id: DocumentId): boolean {
		return this.#journal.unwritten.some((write) => writesDocument(write, id));
	}

	whenDurable(id: DocumentId): Promise<boolean> {
		return this.#journal.whenDurable((write) => writesDocument(write, id));
	}

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
		if (!this.#reads.complete) return false;
		try {
			return await this.#work.run('compact', { id });
		} catch {
			return false; // every row is where it was, and the next visit tries again
		}
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
