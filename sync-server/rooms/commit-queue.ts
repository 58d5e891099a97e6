import type { Clock } from '#lib/base/clock.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { describeCause, type Log } from '../ops/log.ts';
import type { DocumentLog, RowId } from '../storage/document-log.ts';

/** Milliseconds in which writes gather, to share one sync of the disk. */
export const COMMIT_WINDOW_MS = 4;

export type CommitOutcome =
	| { readonly kind: 'stored'; readonly row: RowId }
	/** The writer lost the right to write while the update waited. */
	| { readonly kind: 'refused' }
	/** The store failed; nothing was kept. */
	| { readonly kind: 'failed' };

type Waiting = {
	readonly address: DocumentAddress;
	readonly update: Uint8Array;
	readonly isAllowed: () => boolean;
	readonly settle: (outcome: CommitOutcome) => void;
};

/** Gathers updates of all rooms into group commits. Outcomes settle in the order the updates were added. */
export class CommitQueue {
	#documents: DocumentLog;
	#clock: Clock;
	#log: Log;
	#waiting: Waiting[] = [];
	#running = false;
	#lastAdded: Promise<unknown> = Promise.resolve();

	constructor(parts: { documents: DocumentLog; clock: Clock; log: Log }) {
		this.#documents = parts.documents;
		this.#clock = parts.clock;
		this.#log = parts.log;
	}

	add(address: DocumentAddress, update: Uint8Array, isAllowed: () => boolean): Promise<CommitOutcome> {
		const outcome = new Promise<CommitOutcome>((settle) => {
			this.#waiting.push({ address, update, isAllowed, settle });
			if (!this.#running) void this.#run();
		});
		this.#lastAdded = outcome;
		return outcome;
	}

	/** Resolves once everything added so far is settled. */
	async settled(): Promise<void> {
		await this.#lastAdded;
	}

	async #run(): Promise<void> {
		this.#running = true;
		while (this.#waiting.length > 0) {
			await new Promise<void>((resolve) => this.#clock.after(COMMIT_WINDOW_MS, resolve));
			const batch = this.#waiting;
			this.#waiting = [];
			await this.#store(batch);
		}
		this.#running = false;
	}

	async #store(batch: readonly Waiting[]): Promise<void> {
		const allowed = batch.map((entry) => entry.isAllowed());
		const entries = batch.filter((_, i) => allowed[i]);
		let rows: readonly RowId[] | null = null;
		try {
			rows = entries.length > 0 ? await this.#documents.append(entries) : [];
		} catch (cause) {
			this.#log.error('Updates could not be stored', {
				updates: entries.length,
				cause: describeCause(cause),
			});
		}
		let next = 0;
		for (const [i, { settle }] of batch.entries()) {
			const row = allowed[i] ? rows?.[next++] : undefined;
			if (!allowed[i]) settle({ kind: 'refused' });
			else settle(row === undefined ? { kind: 'failed' } : { kind: 'stored', row });
		}
	}
}
