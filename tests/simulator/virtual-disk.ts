import type { Random } from '#lib/base/random.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { DocumentLog, LogEntry, RowId } from '#server/storage/document-log.ts';
import { MemoryDocumentLog } from '#server/storage/memory/memory-document-log.ts';
import type { Sabotage } from './sabotage.ts';
import type { ClockScope, VirtualClock } from './virtual-clock.ts';

/** What is wrong with a disk just now. */
export type DiskFaults = {
	isFull: boolean;
	/** How likely one write, or one read, fails. */
	writeErrors: number;
	readErrors: number;
	/** Milliseconds that one sync takes at most. */
	syncMs: number;
};

export const SOUND_DISK: DiskFaults = { isFull: false, writeErrors: 0, readErrors: 0, syncMs: 3 };

/** The server's disk: it survives every crash, and has moods. */
export class VirtualDisk {
	readonly log = new MemoryDocumentLog();
	faults: DiskFaults = { ...SOUND_DISK };
	readonly counts = { appends: 0, rows: 0, folds: 0, failedWrites: 0, failedReads: 0, damaged: 0 };
	readonly #clock: VirtualClock;
	readonly #random: Random;
	readonly #onStored: (address: DocumentAddress, update: Uint8Array) => void;

	readonly #sabotage: Sabotage | null;

	constructor(
		clock: VirtualClock,
		random: Random,
		sabotage: Sabotage | null,
		onStored: (address: DocumentAddress, update: Uint8Array) => void,
	) {
		this.#clock = clock;
		this.#random = random;
		this.#sabotage = sabotage;
		this.#onStored = onStored;
	}

	/** The disk as one process has it: with that process, everything not yet committed is gone. */
	open(process: ClockScope): DocumentLog {
		return {
			append: (entries) =>
				this.#sabotage === 'the disk promises early'
					? this.#promise(process, entries)
					: this.#write(process, () => this.#append(entries)),
			load: (address) => this.#read(process, () => this.log.load(address)),
			compact: (...all) => this.#write(process, () => this.#compact(...all)),
			quarantineSnapshot: (address, id) =>
				this.#write(process, () => this.log.quarantineSnapshot(address, id)),
			quarantine: (address, row) => this.#write(process, () => this.log.quarantine(address, row)),
		};
	}

	/** Flips a bit in the document's snapshot, or in one of its rows. */
	async damage(address: DocumentAddress): Promise<boolean> {
		const { snapshot, rows } = await this.log.load(address);
		if (snapshot && this.#random() < 0.3) {
			this.log.damageSnapshot(address);
			this.counts.damaged++;
			return true;
		}
		const row = rows[Math.floor(this.#random() * rows.length)];
		if (!row) return false;
		this.log.damage(address, row.id);
		this.counts.damaged++;
		return true;
	}

	/** Says at once that everything is written, and begins to write. */
	#promise(process: ClockScope, entries: readonly LogEntry[]): Promise<readonly RowId[]> {
		void this.#write(process, () => this.#append(entries)).catch(() => undefined);
		return Promise.resolve(entries.map((_, i) => -1 - i));
	}

	async #append(entries: readonly LogEntry[]): Promise<readonly RowId[]> {
		const rows = await this.log.append(entries);
		this.counts.appends++;
		this.counts.rows += rows.length;
		for (const { address, update } of entries) this.#onStored(address, update);
		return rows;
	}

	#compact(...all: Parameters<DocumentLog['compact']>): ReturnType<DocumentLog['compact']> {
		this.counts.folds++;
		return this.log.compact(...all);
	}

	#write<T>(process: ClockScope, run: () => Promise<T>): Promise<T> {
		const fails = this.faults.isFull || this.#random() < this.faults.writeErrors;
		if (fails) this.counts.failedWrites++;
		return this.#take(process, fails ? 'database or disk is full' : null, run);
	}

	#read<T>(process: ClockScope, run: () => Promise<T>): Promise<T> {
		const fails = this.#random() < this.faults.readErrors;
		if (fails) this.counts.failedReads++;
		return this.#take(process, fails ? 'disk I/O error' : null, run);
	}

	/** Somewhere within the time it takes it is done for good; only a process that still lives then hears of it. */
	#take<T>(process: ClockScope, failure: string | null, run: () => Promise<T>): Promise<T> {
		const took = this.#random() * this.faults.syncMs;
		const doneAfter = this.#random() * took;
		return new Promise<T>((resolve, reject) => {
			const tell = (say: () => void) =>
				this.#clock.after(took - doneAfter, () => (process.isDead ? undefined : say()));
			this.#clock.after(doneAfter, () => {
				if (process.isDead) return;
				if (failure === null) void run().then((value) => tell(() => resolve(value)));
				else tell(() => reject(new Error(failure)));
			});
		});
	}
}
