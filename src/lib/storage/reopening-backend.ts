import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { StorageBackend } from './backend.ts';
import { asStorageFailure, StorageFailure, storageProblem } from './storage-failure.ts';
import type { StorageReason } from './ports.ts';

export type OpenBackend = () => Promise<StorageBackend>;

/** Some browsers never answer an open request; after this many milliseconds we stop waiting for one. */
const OPEN_TIMEOUT_MS = 10_000;

/** A second try on the same database cannot help against these. */
const FINAL = new Set<StorageReason>(['full', 'denied', 'blocked', 'newer']);

/** A backend that browsers take away now and then: a failed operation reopens it once and is done again. */
export class ReopeningBackend {
	readonly #open: OpenBackend;
	readonly #clock: Clock;
	#current: Promise<StorageBackend> | null = null;
	/** What `#current` resolved to, for those who cannot wait. */
	#opened: StorageBackend | null = null;
	#everOpened = false;
	readonly #replaced = new Emitter<void>();
	/** Which database it was that we wrote to. */
	#birth: string | null = null;
	#closed = false;

	constructor(open: OpenBackend, clock: Clock) {
		this.#open = open;
		this.#clock = clock;
	}

	/** Whether the database was there at any time; before that, only this page's own work is known. */
	get everOpened(): boolean {
		return this.#everOpened;
	}

	/** Told when a database made anew has been opened, before anything is asked of it. */
	onReplaced(listener: () => void): Dispose {
		return this.#replaced.on(listener);
	}

	/** Runs the operation, on a fresh connection if this one is dead. Throws a StorageFailure. */
	async run<T>(operation: (backend: StorageBackend) => Promise<T>): Promise<T> {
		const connection = this.#connect();
		try {
			return await operation(await connection);
		} catch (thrown) {
			const failure = asStorageFailure(thrown);
			if (FINAL.has(failure.reason) || this.#closed) throw failure;
			this.#drop(connection);
		}
		const fresh = this.#connect();
		try {
			return await operation(await fresh);
		} catch (thrown) {
			const failure = asStorageFailure(thrown);
			if (!FINAL.has(failure.reason)) this.#drop(fresh);
			throw failure;
		}
	}

	/** The open connection, if there is one right now. */
	get opened(): StorageBackend | null {
		return this.#opened;
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		if (this.#current) this.#drop(this.#current);
	}

	#connect(): Promise<StorageBackend> {
		if (this.#current) return this.#current;
		if (this.#closed) {
			return Promise.reject(
				new StorageFailure(storageProblem('lost', 'the storage was closed by this page')),
			);
		}
		const opening = this.#openInTime();
		this.#current = opening;
		opening.then(
			(backend) => {
				this.#everOpened = true;
				if (this.#current === opening) this.#opened = backend;
			},
			() => {
				if (this.#current === opening) this.#current = null;
			},
		);
		return opening;
	}

	async #openKnown(): Promise<StorageBackend> {
		const backend = await this.#open();
		try {
			const birth = await backend.birth();
			const before = this.#birth;
			this.#birth = birth;
			if (before !== null && before !== birth) this.#replaced.emit();
		} catch (thrown) {
			backend.close();
			throw thrown;
		}
		return backend;
	}

	#openInTime(): Promise<StorageBackend> {
		const opening = this.#openKnown();
		return new Promise((resolve, reject) => {
			const cancel = this.#clock.after(OPEN_TIMEOUT_MS, () => {
				opening.then(closeIt, () => {}); // it may still answer; nobody waits for it then
				reject(new StorageFailure(storageProblem('lost', 'opening it was not answered')));
			});
			opening.then(resolve, (thrown: unknown) => reject(asStorageFailure(thrown))).finally(cancel);
		});
	}

	#drop(connection: Promise<StorageBackend>): void {
		if (this.#current === connection) {
			this.#current = null;
			this.#opened = null;
		}
		connection.then(closeIt, () => {}); // what never opened needs no closing
	}
}

const closeIt = (backend: StorageBackend) => backend.close();
