import type { Dispose } from './disposer.ts';

/** Time as the code sees it: the system's, or a test's own. Milliseconds throughout. */
export interface Clock {
	/** Milliseconds since the Unix epoch. */
	now(): number;
	/** Calls `run` once after `ms`; the returned function cancels it. */
	after(ms: number, run: () => void): Dispose;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};

/** A clock that moves only when told to: `advance(ms)` runs what falls due, in order. */
export class ManualClock implements Clock {
	#now: number;
	#due: { at: number; run: () => void }[] = [];

	constructor(start = 0) {
		this.#now = start;
	}

	now(): number {
		return this.#now;
	}

	/** How many calls are still to come: none once everything is disposed. */
	get pending(): number {
		return this.#due.length;
	}

	after(ms: number, run: () => void): Dispose {
		const entry = { at: this.#now + ms, run };
		this.#due.push(entry);
		return () => {
			this.#due = this.#due.filter((other) => other !== entry);
		};
	}

	/** The machine sleeps: time goes by, and nothing that falls due meanwhile runs before it wakes. */
	sleep(ms: number): void {
		this.#now += ms;
		this.#due = this.#due.map((entry) => ({ ...entry, at: entry.at + ms }));
	}

	advance(ms: number): void {
		const end = this.#now + ms;
		for (;;) {
			const next = this.#due.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
			if (!next) break;
			this.#due = this.#due.filter((entry) => entry !== next);
			this.#now = next.at;
			next.run();
		}
		this.#now = end;
	}
}
