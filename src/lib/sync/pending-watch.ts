import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';

/** Milliseconds before structs that wait for others make us ask again by state vector. */
export const PENDING_RESYNC_MS = 2_000;
const PENDING_CAP_MS = 60_000;

/** Notices that a document waits for what does not come. When even the server lacks it, asks ever more rarely. */
export class PendingWatch {
	readonly #clock: Clock;
	readonly #hasPending: () => boolean;
	readonly #onStuck: () => void;
	#attempt = 0;
	#cancel: Dispose | null = null;

	constructor(clock: Clock, hasPending: () => boolean, onStuck: () => void) {
		this.#clock = clock;
		this.#hasPending = hasPending;
		this.#onStuck = onStuck;
	}

	/** Something arrived: looks whether it could be read. */
	look(): void {
		if (!this.#hasPending()) return this.reset();
		const delay = Math.min(PENDING_CAP_MS, PENDING_RESYNC_MS * 2 ** this.#attempt);
		this.#cancel ??= this.#clock.after(delay, () => {
			this.#cancel = null;
			if (!this.#hasPending()) return;
			this.#attempt++;
			this.#onStuck();
		});
	}

	/** Looks no more, until the next `look`. */
	stop(): void {
		this.#cancel?.();
		this.#cancel = null;
	}

	reset(): void {
		this.stop();
		this.#attempt = 0;
	}
}
