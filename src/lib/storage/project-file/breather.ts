import type { Clock } from '../../base/clock.ts';

const SLICE_MS = 12;

/** Lets the page breathe during long work: `pause()` gives way once the present slice of time is used up. */
export class Breather {
	readonly #clock: Clock;
	#since: number;

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#since = clock.now();
	}

	async pause(): Promise<void> {
		if (this.#clock.now() - this.#since < SLICE_MS) return;
		await giveWay(this.#clock);
		this.#since = this.#clock.now();
	}
}

type WithYield = { readonly scheduler?: { yield?(): Promise<void> } };

// Timers of hidden tabs are slowed to one a second; the scheduler's are not.
function giveWay(clock: Clock): Promise<void> {
	const { scheduler } = globalThis as WithYield;
	if (scheduler?.yield) return scheduler.yield();
	return new Promise((resolve) => clock.after(0, resolve));
}
