/** Ticks a second of every simulation: what a game does depends on ticks alone, never on how fast they are drawn. */
export const TICKS_PER_SECOND = 60;
/** What a tick lasts in the game, s. */
export const TICK_SECONDS = 1 / TICKS_PER_SECOND;
const TICK_MS = 1000 / TICKS_PER_SECOND;
/** After a pause of the page or on a weak machine the game goes slower: catching up would take longer each time. */
const MOST_AT_ONCE = 5;

/** Says how many ticks are due as real time goes on. */
export class FixedStep {
	#rest = 0;

	/** How many ticks are due after so many milliseconds of real time, of which the game takes `speed` (1: as they are). */
	advance(elapsedMs: number, speed = 1): number {
		this.#rest += Math.max(0, elapsedMs) * speed;
		const due = Math.floor(this.#rest / TICK_MS + 1e-9);
		this.#rest = Math.max(0, this.#rest - due * TICK_MS);
		return Math.min(due, MOST_AT_ONCE);
	}

	/** How much of the next tick has passed, 0 to 1: what is drawn lies so far between the last two. */
	get alpha(): number {
		return this.#rest / TICK_MS;
	}
}
