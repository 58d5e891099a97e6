import type { Clock } from '../base/clock.ts';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { StorageBackend } from './backend.ts';
import { asStorageFailure, StorageFailure, storageProblem } from './storage-failure.ts';
import type { StorageReason } from './ports.ts';

export type OpenBackend = () => Promise<StorageBackend>;

/** Some browsers never answer an open request; after this many milliseconds we stop waiting for one. */
const OPEN_TIMEOUT_MS = 10_000;

/** A second try on the same database cannot help against these. */
const FINAL = new Set<StorageReason>(['full', 'denied', 'blocked', 'newer', 'unanswered']);

type Connection = {
	readonly opening: Promise<StorageBackend>;
	/** Aborted when nobody waits for its answers any more. */
	readonly given: AbortController;
};

/** A backend that browsers take away now and then: a failed operation reopens it once and is done again. */
export class ReopeningBackend {
	readonly #open: OpenBackend;
	readonly #clock: Clock;
	#current: Connection | null = null;
	/** What `#current` resolved to, for those who cannot wait. */
	#opened: StorageBackend | null = null;
	#everOpened = false;
	readonly #replaced = new Emitter<void>();
	/** Which database it was that we wrote to. */
	#birth: string | null = null;
	#closed = false;
	/** Settled once this page is not frozen: nothing is opened before. */
	#awake: Promise<void> | null = null;

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

	/**
	 * Runs the operation, on a fresh connection if this one is dead. Throws a StorageFailure; `unanswered` when the database
	 * was open and yet said nothing for `patienceMs`, after which what was asked is taken back.
	 */
	async run<T>(
		operation: (backend: StorageBackend) => Promise<T>,
		patienceMs: number | null = null,
	): Promise<T> {
		const connection = this.#connect();
		try {
			return await this.#answered(connection, operation, patienceMs);
		} catch (thrown) {
			const failure = asStorageFailure(thrown);
			if (FINAL.has(failure.reason) || this.#closed) throw failure;
			this.#drop(connection);
		}
		const fresh = this.#connect();
		try {
			return await this.#answered(fresh, operation, patienceMs);
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

	/**
	 * The page is about to be frozen: what is under way is undone, so that no other tab waits for it, and begun again on a
	 * fresh connection once the page goes on.
	 */
	letGo(): void {
		const connection = this.#current;
		if (!connection || !this.#opened) return;
		// Timers stand still in a frozen page: one that rings says that it is not frozen.
		this.#awake ??= new Promise((wake) => {
			this.#clock.after(0, () => {
				this.#awake = null;
				wake();
			});
		});
		this.#abandon(connection, this.#opened, 'lost', 'the page was stopped by the browser');
	}

	#connect(): Connection {
		if (this.#current) return this.#current;
		const connection = { opening: this.#openAwake(), given: new AbortController() };
		connection.opening.then(
			(backend) => {
				this.#everOpened = true;
				if (this.#current === connection) this.#opened = backend;
			},
			() => {
				if (this.#current === connection) this.#current = null;
			},
		);
		if (!this.#closed) this.#current = connection;
		return connection;
	}

	async #answered<T>(
		connection: Connection,
		operation: (backend: StorageBackend) => Promise<T>,
		patienceMs: number | null,
	): Promise<T> {
		const backend = await connection.opening;
		const { signal } = connection.given;
		signal.throwIfAborted();
		const waiting = new Disposer();
		const givenUp = new Promise<never>((_, reject) => {
			const giveUp = () => reject(asStorageFailure(signal.reason));
			signal.addEventListener('abort', giveUp);
			waiting.add(() => signal.removeEventListener('abort', giveUp));
		});
		if (patienceMs !== null) {
			const lose = () => this.#abandon(connection, backend, 'unanswered');
			waiting.add(this.#clock.after(patienceMs, lose));
		}
		return Promise.race([operation(backend), givenUp]).finally(() => waiting.dispose());
	}

	async #openAwake(): Promise<StorageBackend> {
		if (this.#closed) {
			throw new StorageFailure(storageProblem('lost', 'the storage was closed by this page'));
		}
		if (this.#awake) await this.#awake;
		return this.#openInTime();
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

	#abandon(connection: Connection, backend: StorageBackend, ...why: Parameters<typeof storageProblem>): void {
		this.#forget(connection);
		connection.given.abort(new StorageFailure(storageProblem(...why)));
		backend.abandon();
	}

	#drop(connection: Connection): void {
		this.#forget(connection);
		connection.opening.then(closeIt, () => {}); // what never opened needs no closing
	}

	#forget(connection: Connection): void {
		if (this.#current !== connection) return;
		this.#current = null;
		this.#opened = null;
	}
}

const closeIt = (backend: StorageBackend) => backend.close();
