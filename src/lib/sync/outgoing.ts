import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { mergeUpdates } from '../doc/updates.ts';

/**
 * What storage knows about changes the server has not confirmed. A mark stands for all changes up to now:
 * made on this page (`own`), or in the whole document (`all`).
 */
export interface ChangeLedger {
	/** Changes of this device, made in any tab, that no server has acknowledged. */
	readonly waiting: number;
	mark(scope: 'own' | 'all'): unknown;
	/** The server made everything up to the mark durable. */
	acknowledge(mark: unknown): void;
}

/** Milliseconds in which updates are gathered into one frame. */
export const COALESCE_MS = 20;
/** Frames on their way without an answer; more is gathered here instead of in the socket. */
export const MAX_IN_FLIGHT = 16;
/** Bytes gathered into one frame; one larger update still travels alone. */
const BATCH_BYTES = 256 * 1024;
/** Milliseconds after which a missing answer means that something is wrong. */
export const ACK_TIMEOUT_MS = 30_000;

type Sent = { readonly seq: number; readonly acknowledge: (() => void) | null };

export type OutgoingOptions = {
	readonly clock: Clock;
	readonly changes: ChangeLedger;
	readonly maxBytes: number;
	readonly send: (seq: number, update: Uint8Array) => void;
	/** Whether what was sent is still leaving, or answers since then (clock time, ms) were behind something large. */
	readonly isBusy: (since: number) => boolean;
	/** The server owes us an answer for too long. */
	readonly onStuck: () => void;
	/** One update is larger than the line carries; nothing more is sent. */
	readonly onTooLarge: (bytes: number) => void;
};

/** Our updates of one open channel: gathered, numbered, sent in order, remembered until acknowledged. */
export class Outgoing {
	readonly #options: OutgoingOptions;
	#queue: Uint8Array[] = [];
	#sent: Sent[] = [];
	#seq = 0;
	#stopped = false;
	#cancelFlush: Dispose | null = null;
	#cancelDeadline: Dispose | null = null;

	constructor(options: OutgoingOptions) {
		this.#options = options;
	}

	get isIdle(): boolean {
		return this.#queue.length === 0 && this.#sent.length === 0;
	}

	/** Sends what the server lacks of the whole document, ahead of everything made later. */
	sendState(update: Uint8Array, onAcknowledged: () => void): void {
		if (this.#refuseTooLarge(update)) return;
		const { changes } = this.#options;
		const mark = changes.mark('all');
		this.#transmit(update, () => {
			changes.acknowledge(mark);
			onAcknowledged();
		});
	}

	/** Takes one update made on this page. */
	add(update: Uint8Array): void {
		if (this.#stopped) return;
		this.#queue.push(update);
		this.#cancelFlush ??= this.#options.clock.after(COALESCE_MS, () => this.flush());
	}

	/** Sends what is gathered, now. */
	flush(): void {
		this.#cancelFlush?.();
		this.#cancelFlush = null;
		while (!this.#stopped && this.#queue.length > 0 && this.#sent.length < MAX_IN_FLIGHT) {
			const update = this.#nextBatch();
			if (this.#refuseTooLarge(update)) return;
			this.#transmit(update, this.#queue.length === 0 ? this.#markOwn() : null);
		}
	}

	/** All updates up to `seq` are durable on the server. */
	acknowledge(seq: number): void {
		const done = this.#sent.filter((sent) => sent.seq <= seq);
		if (done.length === 0) return;
		this.#sent = this.#sent.filter((sent) => sent.seq > seq);
		this.#watch();
		for (const { acknowledge } of done) acknowledge?.();
		if (!this.#cancelFlush) this.flush();
	}

	/** Forgets everything: what was not acknowledged is covered by the next handshake. */
	stop(): void {
		this.#stopped = true;
		this.#queue = [];
		this.#sent = [];
		this.#cancelFlush?.();
		this.#cancelFlush = null;
		this.#watch();
	}

	// A mark covers all own changes up to now, so only the batch that empties the queue may carry one.
	#markOwn(): () => void {
		const { changes } = this.#options;
		const mark = changes.mark('own');
		return () => changes.acknowledge(mark);
	}

	#nextBatch(): Uint8Array {
		let bytes = 0;
		const count = this.#queue.findIndex((update) => (bytes += update.byteLength) > BATCH_BYTES);
		const batch = this.#queue.splice(0, count < 0 ? this.#queue.length : Math.max(1, count));
		return batch.length === 1 ? (batch[0] as Uint8Array) : mergeUpdates(batch);
	}

	#refuseTooLarge(update: Uint8Array): boolean {
		if (update.byteLength <= this.#options.maxBytes) return false;
		this.stop();
		this.#options.onTooLarge(update.byteLength);
		return true;
	}

	#transmit(update: Uint8Array, acknowledge: (() => void) | null): void {
		const seq = ++this.#seq;
		this.#sent.push({ seq, acknowledge });
		if (this.#sent.length === 1) this.#watch();
		this.#options.send(seq, update);
	}

	#watch(): void {
		this.#cancelDeadline?.();
		const { clock, isBusy, onStuck } = this.#options;
		const since = clock.now();
		const onTime = () => (isBusy(since) ? this.#watch() : onStuck());
		this.#cancelDeadline = this.#sent.length === 0 ? null : clock.after(ACK_TIMEOUT_MS, onTime);
	}
}
