/** What takes so long in one tick, ms, is told of: at full speed there are 16.7 for everything, and after 1000 it is stopped. */
export const SLOW_MS = 250;

/** Finds scripts that hold up the game. Only told, never decided by: what a clock says differs from run to run. */
export class SlowScripts {
	readonly #now: () => number;
	#module = '';
	#since = 0;
	/** By script, in this tick. */
	#spent = new Map<string, number>();

	/** `now`: real time, ms. */
	constructor(now: () => number) {
		this.#now = now;
	}

	/** From now on this script runs; '' when none does. */
	mark(module: string): void {
		const now = this.#now();
		if (this.#module !== '')
			this.#spent.set(this.#module, (this.#spent.get(this.#module) ?? 0) + now - this.#since);
		this.#module = module;
		this.#since = now;
	}

	/** A tick begins, with the script that ran last, until another is told: the wait between them is nobody's. */
	begin(): void {
		this.#since = this.#now();
	}

	/** A tick is over: those that took too long in it. */
	take(): readonly string[] {
		this.mark(this.#module);
		const slow = [...this.#spent].filter(([, ms]) => ms > SLOW_MS).map(([module]) => module);
		this.#spent.clear();
		return slow;
	}
}
