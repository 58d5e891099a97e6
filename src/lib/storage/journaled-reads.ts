import type { Dispose } from '../base/disposer.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { StorageBackend, Write } from './backend.ts';
import type { StorageProblem } from './ports.ts';
import type { ReopeningBackend } from './reopening-backend.ts';
import { asStorageFailure } from './storage-failure.ts';
import type { WriteJournal } from './write-journal.ts';

/** What the database said, and the writes to lay over it because they may not be in it yet. */
export type Read<T> = { readonly value: T; readonly writes: readonly Write[] };

/** Reads that never miss a write of this page, whether it has reached the database or not. */
export class JournaledReads {
	readonly #backend: ReopeningBackend;
	readonly #journal: WriteJournal;

	constructor(backend: ReopeningBackend, journal: WriteJournal) {
		this.#backend = backend;
		this.#journal = journal;
	}

	/** Whether the database was ever there. Until then, reads know only this page's own work. */
	get complete(): boolean {
		return this.#backend.everOpened;
	}

	/** Why what was kept before is not seen, for what must not miss it. */
	get unseen(): StorageProblem | null {
		const { health } = this.#journal;
		if (this.complete || health.kind === 'ok') return null;
		// Where storage is denied altogether there is only what this visit made.
		return health.problem.reason === 'denied' ? null : health.problem;
	}

	/** Told when the database turned out to be another one, made anew: what had been written is gone. */
	onReplaced = (listener: () => void): Dispose => this.#backend.onReplaced(listener);

	/** `absent` is the answer of a database that could not be opened so far. */
	async read<T>(
		operation: (backend: StorageBackend) => Promise<T>,
		absent: T,
	): Promise<Result<Read<T>, StorageProblem>> {
		const before = this.#journal.unwritten;
		if (!this.#backend.everOpened) return ok({ value: absent, writes: before });
		try {
			const value = await this.#backend.run(operation);
			// A write may have reached the database after the read and have left the journal since.
			const writes = [...new Set([...before, ...this.#journal.unwritten])];
			return ok({ value, writes });
		} catch (thrown) {
			return err(this.reportFailure(thrown));
		}
	}

	/** Whatever a read threw, as a problem that `health` knows of. */
	reportFailure(thrown: unknown): StorageProblem {
		const failure = asStorageFailure(thrown);
		this.#journal.reportFailure(failure);
		return failure.problem;
	}

	/** Runs a clean-up whose failure changes nothing that matters: what it did not do, the next one does. */
	async attempt(operation: (backend: StorageBackend) => Promise<unknown>): Promise<void> {
		if (!this.#backend.everOpened) return;
		try {
			await this.#backend.run(operation);
		} catch {
			// The row stays where it was, and is found again on the next read.
		}
	}
}
