/** What happened so long before anything is heard is not heard late, ms. */
const STALE = 500;

type Early = { readonly at: number; readonly begin: () => void; readonly skip: () => void };

/** Sounds that were asked for while nothing can be heard: before the first gesture, or during a call. */
export class EarlySounds {
	#now: () => number;
	#waiting = new Set<Early>();

	constructor(now: () => number) {
		this.#now = now;
	}

	/** Waits: `begin` comes when it is heard, `skip` when that is too late. What is returned takes it back, where it still waits. */
	add(begin: () => void, skip: () => void): () => boolean {
		this.#skipStale();
		const early: Early = { at: this.#now(), begin, skip };
		this.#waiting.add(early);
		return () => this.#waiting.delete(early);
	}

	/** Something is heard from now on. */
	begin(): void {
		this.#skipStale();
		const waiting = [...this.#waiting];
		this.#waiting.clear();
		for (const { begin } of waiting) begin();
	}

	#skipStale(): void {
		const now = this.#now();
		for (const early of [...this.#waiting])
			if (now - early.at > STALE && this.#waiting.delete(early)) early.skip();
	}
}
