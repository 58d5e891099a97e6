import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { Random } from '../base/random.ts';
import { backoffDelay } from './backoff.ts';

/** Milliseconds online after which a drop counts as the first again: accept-then-close must not thrash. */
export const STABLE_MS = 10_000;
/** A hidden page is in no hurry: it goes on from here on the back-off. */
const HIDDEN_ATTEMPT = 5;

/** When to try for the next line: later each time, until one held for a while. */
export class RetryPlan {
	readonly #clock: Clock;
	readonly #random: Random;
	readonly #isVisible: () => boolean;
	#attempt = 0;
	#cancel: Dispose | null = null;
	#cancelStable: Dispose | null = null;

	constructor(clock: Clock, random: Random, isVisible: () => boolean) {
		this.#clock = clock;
		this.#random = random;
		this.#isVisible = isVisible;
	}

	/** How many tries there were since the last line that held. */
	get attempt(): number {
		return this.#attempt;
	}

	/** The next try counts as the first. */
	restart(): void {
		this.#attempt = 0;
	}

	/** Goes on from this try, at least. */
	skipTo(attempt: number): void {
		this.#attempt = Math.max(this.#attempt, attempt);
	}

	/** Milliseconds until the next try; counts it. */
	nextDelay(): number {
		const attempt = this.#attempt++;
		return backoffDelay(this.#isVisible() ? attempt : Math.max(attempt, HIDDEN_ATTEMPT), this.#random);
	}

	/** Tries after so many milliseconds, instead of what was planned. */
	after(delay: number, run: () => void): void {
		this.stop();
		this.#cancel = this.#clock.after(delay, run);
	}

	/** Plans nothing any more. */
	stop(): void {
		this.#cancel?.();
		this.#cancel = null;
	}

	/** A line is up; once it held, the next drop is the first again. */
	lineUp(): void {
		this.#cancelStable = this.#clock.after(STABLE_MS, () => this.restart());
	}

	lineDown(): void {
		this.#cancelStable?.();
		this.#cancelStable = null;
	}
}
