import type { Clock } from '#lib/base/clock.ts';
import type { UpdateSummary } from '#lib/doc/read-update.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { describeCause, type Log } from '../ops/log.ts';
import { noMetrics, type Metrics } from '../ops/metrics/metrics.ts';
import type { DocumentLog, RowId } from '../storage/document-log.ts';
import type { RoomMember } from './room-member.ts';

/** Milliseconds between two commits: what comes in between shares one sync of the disk and one write per socket. */
export const TICK_MS = 16;

export type WriteOutcome =
	| 'durable'
	/** The writer had no right to write any more, or something before it was refused. */
	| 'refused'
	/** It follows on updates that are not here: the peers have to meet again by state vector. */
	| 'gap'
	/** The document has no room for it. */
	| 'too-large'
	/** The store failed; nothing was kept. */
	| 'failed';

/** A checked update on its way to the disk. */
export type Write = {
	readonly update: Uint8Array;
	readonly summary: UpdateSummary;
	readonly from: RoomMember;
	/** Asked again at the moment of storing. */
	readonly isAllowed: () => boolean;
	/** Called once, when the others have not heard of it yet. */
	readonly settle: (outcome: WriteOutcome) => void;
};

export type Verdict = 'store' | Exclude<WriteOutcome, 'failed'>;

/** A room as the queue sees it. */
export interface Committer {
	readonly address: DocumentAddress;
	/** Judges the writes of one commit in their order, each as if those before it were stored. */
	judge(writes: readonly Write[]): Verdict[];
	/** Reads what others may have stored; says whether to judge again. */
	catchUp(): Promise<boolean>;
	/** The writes to be stored, with their rows, or null when the store failed. Acknowledges all but relays nothing. */
	settle(writes: readonly Write[], verdicts: readonly Verdict[], rows: readonly RowId[] | null): void;
	/** Tells its members what the last commit brought. */
	relay(): void;
}

/** Gathers the writes of all rooms into group commits, and settles them in the order they were added. */
export class CommitQueue {
	#documents: DocumentLog;
	#clock: Clock;
	#log: Log;
	#metrics: Metrics;
	#waiting = new Map<Committer, Write[]>();
	#running: Promise<void> | null = null;
	#lastStart = -Infinity;
	/** When the first of those that wait came in. */
	#waitingSince = 0;

	constructor(parts: { documents: DocumentLog; clock: Clock; log: Log; metrics?: Metrics }) {
		this.#documents = parts.documents;
		this.#clock = parts.clock;
		this.#log = parts.log;
		this.#metrics = parts.metrics ?? noMetrics;
	}

	add(room: Committer, write: Write): void {
		if (this.#waiting.size === 0) this.#waitingSince = this.#clock.now();
		const writes = this.#waiting.get(room);
		if (writes) writes.push(write);
		else this.#waiting.set(room, [write]);
		this.#running ??= this.#run();
	}

	/** Resolves once everything added so far is settled. */
	async settled(): Promise<void> {
		while (this.#running) await this.#running;
	}

	async #run(): Promise<void> {
		while (this.#waiting.size > 0) {
			// After a quiet time the first goes at once, with what else arrived in the same turn.
			const wait = Math.max(0, this.#lastStart + TICK_MS - this.#clock.now());
			await new Promise<void>((resolve) => this.#clock.after(wait, resolve));
			this.#lastStart = this.#clock.now();
			const batch = this.#waiting;
			const since = this.#waitingSince;
			this.#waiting = new Map();
			await this.#commit(batch);
			this.#metrics.observe('ack_seconds', (this.#clock.now() - since) / 1000);
		}
		this.#running = null;
	}

	async #commit(batch: ReadonlyMap<Committer, readonly Write[]>): Promise<void> {
		const judged = [];
		for (const [room, writes] of batch) {
			let verdicts = room.judge(writes);
			if (verdicts.includes('gap') && (await room.catchUp())) verdicts = room.judge(writes);
			judged.push({ room, writes, verdicts });
		}
		const entries = judged.flatMap(({ room, writes, verdicts }) =>
			writes.flatMap(({ update }, i) => (verdicts[i] === 'store' ? { address: room.address, update } : [])),
		);
		const rows = await this.#store(entries);
		let next = 0;
		for (const { room, writes, verdicts } of judged) {
			const count = verdicts.filter((verdict) => verdict === 'store').length;
			room.settle(writes, verdicts, rows && rows.slice(next, next + count));
			next += count;
		}
		for (const { room } of judged) room.relay();
	}

	async #store(entries: Parameters<DocumentLog['append']>[0]): Promise<readonly RowId[] | null> {
		if (entries.length === 0) return [];
		try {
			return await this.#documents.append(entries);
		} catch (cause) {
			this.#log.error('Updates could not be stored', {
				updates: entries.length,
				cause: describeCause(cause),
			});
			return null;
		}
	}
}
