import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { Write } from './backend.ts';
import type { StorageHealth } from './ports.ts';
import type { ReopeningBackend } from './reopening-backend.ts';
import { asStorageFailure, type StorageFailure } from './storage-failure.ts';
import { combineWrites, type MergeUpdates } from './write-list.ts';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/** A write that is not answered by then counts as failed: another tab may be frozen with its hands on the database. */
const PATIENCE_MS = 15_000;
const LAST_PATIENCE_MS = 240_000;

type Batch = { readonly upTo: number; readonly writes: readonly Write[] };

type Waiting = { readonly until: number; readonly settle: (durable: boolean) => void };

/**
 * Every write of this page, in order, until it is in the database. Writes are batched into one transaction;
 * what fails stays here, is read from here, and is tried again with growing pauses: nothing is ever dropped.
 */
export class WriteJournal {
	/** Set once the documents' own code is here: until then several updates of one document are several rows. */
	mergeUpdates: MergeUpdates | null = null;
	readonly #backend: ReopeningBackend;
	readonly #clock: Clock;
	readonly #written = new Emitter<readonly Write[]>();
	readonly #failed = new Emitter<void>();
	readonly #healthChanged = new Emitter<StorageHealth>();
	#entries: { readonly number: number; readonly write: Write }[] = [];
	#lastNumber = 0;
	#durableUpTo = 0;
	#waiting: Waiting[] = [];
	#health: StorageHealth = { kind: 'ok' };
	#failures = 0;
	#patienceMs = PATIENCE_MS;
	#attemptedAt = -Infinity;
	#flushing: Promise<boolean> | null = null;
	#dueThisTurn = false;
	#timer: { readonly at: number; readonly cancel: Dispose } | null = null;
	#closed = false;

	constructor(backend: ReopeningBackend, clock: Clock) {
		this.#backend = backend;
		this.#clock = clock;
	}

	get health(): StorageHealth {
		return this.#health;
	}

	/** What is not in the database yet, oldest first. */
	get unwritten(): readonly Write[] {
		return this.#entries.map((entry) => entry.write);
	}

	onHealth = (listener: (health: StorageHealth) => void): Dispose => this.#healthChanged.on(listener);
	onWritten = (listener: (writes: readonly Write[]) => void): Dispose => this.#written.on(listener);
	onFailed = (listener: () => void): Dispose => this.#failed.on(listener);

	/**
	 * Takes the write; after a rest it goes out at once, else with others, `everyMs` after the last batch.
	 * Resolves to whether it is durable.
	 */
	add(write: Write, everyMs: number): Promise<boolean> {
		this.#lastNumber += 1;
		this.#entries.push({ number: this.#lastNumber, write });
		if (this.#health.kind === 'failing') return Promise.resolve(false);
		this.#schedule(Math.max(0, this.#attemptedAt + everyMs - this.#clock.now()));
		return this.#settled();
	}

	/** Writes what is here now. Resolves to whether it all became durable. */
	async flush(): Promise<boolean> {
		while (this.#flushing) await this.#flushing;
		if (this.#entries.length === 0) return true;
		return this.#attempt();
	}

	/** Resolves when what is here now, of the kind asked for, is durable (`true`) or could not be written (`false`). */
	async whenDurable(concerns: (write: Write) => boolean = () => true): Promise<boolean> {
		const last = this.#entries.findLast(({ write }) => concerns(write));
		if (!last) return true;
		if (this.#health.kind === 'failing') return false;
		this.#schedule(0);
		return this.#settled(last.number);
	}

	/**
	 * The page is being hidden, perhaps for good: leaves the documents behind in a way that needs no further turn of it,
	 * then writes everything in the ordinary way, beside a flush that may be under way. Twice is harmless.
	 */
	flushNow(): void {
		if (this.#entries.length === 0) return;
		this.leaveBehind();
		void this.#attempt();
	}

	/** Leaves what is unwritten behind, without a turn of this page. */
	leaveBehind(): void {
		if (this.#entries.length === 0) return;
		this.#backend.opened?.leaveBehind(combineWrites(this.unwritten, this.mergeUpdates));
	}

	/** Told by readers whose read failed: the database is tried again on its own schedule. */
	reportFailure(failure: StorageFailure): void {
		// A page reads many things at once: that is one failure, and must not put off the retry each time.
		if (this.#health.kind === 'failing' && (this.#timer || this.#flushing)) return;
		this.#fail(failure);
	}

	/** Looks whether the database opens at all. */
	async probe(): Promise<void> {
		await this.#attempt();
	}

	close(): void {
		this.#closed = true;
		this.#timer?.cancel();
		this.#timer = null;
		this.#settle(Infinity, false);
	}

	#settled(until = this.#lastNumber): Promise<boolean> {
		return new Promise((settle) => this.#waiting.push({ until, settle }));
	}

	#schedule(withinMs: number): void {
		if (this.#closed) return;
		if (withinMs <= 0 && !this.#flushing) return this.#writeThisTurn();
		const at = this.#clock.now() + withinMs;
		if (this.#timer && this.#timer.at <= at) return;
		this.#timer?.cancel();
		const cancel = this.#clock.after(withinMs, () => {
			this.#timer = null;
			if (this.#flushing) void this.#flushing.then(() => this.#schedule(0));
			else void this.#attempt();
		});
		this.#timer = { at, cancel };
	}

	/** With all that is still to come of this turn: a timer would wait, and in a hidden tab for a second. */
	#writeThisTurn(): void {
		if (this.#dueThisTurn) return;
		this.#dueThisTurn = true;
		queueMicrotask(() => {
			this.#dueThisTurn = false;
			if (this.#closed || this.#entries.length === 0) return;
			if (this.#flushing) void this.#flushing.then(() => this.#schedule(0));
			else void this.#attempt();
		});
	}

	#attempt(): Promise<boolean> {
		this.#timer?.cancel();
		this.#timer = null;
		this.#attemptedAt = this.#clock.now();
		const attempt: Promise<boolean> = this.#writeAll().finally(() => {
			if (this.#flushing === attempt) this.#flushing = null;
		});
		this.#flushing = attempt;
		return attempt;
	}

	async #writeAll(): Promise<boolean> {
		const durableBefore = this.#durableUpTo;
		let batch = null as Batch | null;
		try {
			// Taken when the database is there: one made anew has more written to it, in the same transaction.
			await this.#backend.run((backend) => {
				batch = this.#takeBatch();
				return backend.write(batch.writes);
			}, this.#patienceMs);
		} catch (thrown) {
			const { upTo, writes } = batch ?? this.#takeBatch();
			if (durableBefore < upTo && this.#durableUpTo >= upTo) return true; // a flush beside this one did it
			if (this.#durableUpTo === durableBefore) this.#replace(writes, upTo);
			this.#settle(Infinity, false);
			this.#fail(asStorageFailure(thrown));
			return false;
		}
		const { upTo, writes } = batch ?? this.#takeBatch();
		this.#durableUpTo = Math.max(this.#durableUpTo, upTo);
		this.#entries = this.#entries.filter((entry) => entry.number > upTo);
		this.#succeed(writes, upTo);
		return true;
	}

	#takeBatch(): Batch {
		return { upTo: this.#lastNumber, writes: combineWrites(this.unwritten, this.mergeUpdates) };
	}

	// One merged update instead of thousands: a device that stays full must not fill the memory too.
	#replace(writes: readonly Write[], upTo: number): void {
		const later = this.#entries.filter((entry) => entry.number > upTo);
		this.#entries = [...writes.map((write) => ({ number: upTo, write })), ...later];
	}

	#succeed(writes: readonly Write[], upTo: number): void {
		this.#failures = 0;
		this.#patienceMs = PATIENCE_MS;
		this.#settle(upTo, true);
		this.#setHealth({ kind: 'ok' });
		this.#written.emit(writes);
		if (this.#entries.length > 0) this.#schedule(0);
	}

	#fail(failure: StorageFailure): void {
		if (this.#closed) return;
		// A disk that is only slow must get through some day.
		if (failure.reason === 'unanswered') this.#patienceMs = Math.min(this.#patienceMs * 2, LAST_PATIENCE_MS);
		const pause = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
		this.#failures += 1;
		this.#setHealth({ kind: 'failing', problem: failure.problem });
		this.#timer?.cancel();
		this.#timer = null;
		this.#schedule(pause);
		this.#failed.emit();
	}

	#settle(upTo: number, durable: boolean): void {
		const due = this.#waiting.filter((waiting) => waiting.until <= upTo);
		this.#waiting = this.#waiting.filter((waiting) => waiting.until > upTo);
		for (const { settle } of due) settle(durable);
	}

	#setHealth(health: StorageHealth): void {
		const before = this.#health;
		if (before.kind === 'ok' && health.kind === 'ok') return;
		this.#health = health;
		this.#healthChanged.emit(health);
	}
}
