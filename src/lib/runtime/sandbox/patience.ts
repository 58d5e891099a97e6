import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';

/**
 * Waits for answers, each so long and no longer. One timer serves many: to plan and cancel one costs more than most answers
 * take to come.
 *
 * It waits in two halves. After a page was frozen, or held by something long, a timer may go before an answer that is
 * there already: the second half begins when the page has its turn again.
 */
export class Patience {
	#clock: Clock;
	#onover: () => void;
	/** Since when an answer is waited for. */
	#since: number | undefined;
	/** Half of what it may take, ms. */
	#half = 0;
	#isSecondHalf = false;
	#timer: Dispose | undefined;

	/** `onover`: no answer came. */
	constructor(clock: Clock, onover: () => void) {
		this.#clock = clock;
		this.#onover = onover;
	}

	/** An answer is waited for, for `ms`. */
	begin(ms: number): void {
		if (ms / 2 !== this.#half) this.#cancel();
		this.#half = ms / 2;
		this.#since = this.#clock.now();
		this.#isSecondHalf = false;
		this.#timer ??= this.#clock.after(this.#half, () => this.#look());
	}

	/** It came. */
	end(): void {
		this.#since = undefined;
	}

	/** Nothing is waited for any more. */
	dispose(): void {
		this.end();
		this.#cancel();
	}

	/** The timer may have been planned for an answer before this one. */
	#look(): void {
		this.#timer = undefined;
		if (this.#since === undefined) return;
		if (this.#isSecondHalf) return this.#onover();
		const waited = this.#clock.now() - this.#since;
		// The clock of a device may be set back.
		this.#isSecondHalf = waited < 0 || waited >= this.#half;
		const left = this.#isSecondHalf ? this.#half : this.#half - waited;
		this.#timer = this.#clock.after(left, () => this.#look());
	}

	#cancel(): void {
		this.#timer?.();
		this.#timer = undefined;
	}
}
