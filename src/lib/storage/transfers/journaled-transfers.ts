import type { ProjectId } from '../../base/ids.ts';
import type { Write } from '../backend.ts';
import type { JournaledReads } from '../journaled-reads.ts';
import type { WriteJournal } from '../write-journal.ts';
import type { KeptHandle, KeptImport, TransferStore } from './transfer-store.ts';

/** Files and imports this device remembers, over journal and database. */
export class JournaledTransfers implements TransferStore {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;

	constructor(journal: WriteJournal, reads: JournaledReads) {
		this.#journal = journal;
		this.#reads = reads;
	}

	async handles(): Promise<readonly KeptHandle[]> {
		const read = await this.#reads.read((backend) => backend.listHandles(), []);
		const rows = new Map((read.ok ? read.value.value : []).map((row) => [row.projectId, row]));
		for (const write of this.#writes(read)) {
			if (write.kind === 'forget-project') rows.delete(write.id);
			if (write.kind !== 'handle') continue;
			if (write.row) rows.set(write.projectId, write.row);
			else rows.delete(write.projectId);
		}
		return [...rows.values()];
	}

	keepHandle(row: KeptHandle): Promise<boolean> {
		return this.#journal.add({ kind: 'handle', projectId: row.projectId, row }, 0);
	}

	forgetHandle(projectId: ProjectId): Promise<boolean> {
		return this.#journal.add({ kind: 'handle', projectId, row: null }, 0);
	}

	async imports(): Promise<readonly KeptImport[]> {
		const read = await this.#reads.read((backend) => backend.listImports(), []);
		const rows = new Map((read.ok ? read.value.value : []).map((row) => [row.key, row]));
		for (const write of this.#writes(read)) {
			if (write.kind !== 'import') continue;
			if (write.row) rows.set(write.key, write.row);
			else rows.delete(write.key);
		}
		return [...rows.values()];
	}

	keepImport(row: KeptImport): Promise<boolean> {
		return this.#journal.add({ kind: 'import', key: row.key, row }, 0);
	}

	forgetImport(key: string): Promise<boolean> {
		return this.#journal.add({ kind: 'import', key, row: null }, 0);
	}

	#writes(read: Awaited<ReturnType<JournaledReads['read']>>): readonly Write[] {
		return read.ok ? read.value.writes : this.#journal.unwritten;
	}
}
