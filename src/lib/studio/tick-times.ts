/** Answers that are kept: some seconds, and as many as a graph shows. */
const MOST_KEPT = 240;
const A_SECOND = 1000;

/** Some ticks that were asked for together. */
type TickTime = {
	readonly ticks: number;
	/** From the question to the answer, ms. */
	readonly ms: number;
	/** When it was answered, ms. */
	readonly at: number;
};

export type TickSummary = {
	/** In the second that is over. */
	readonly perSecond: number;
	/** Of one tick, ms. */
	readonly median: number;
	readonly worst: number;
	/** One tick of each answer, ms, the newest last. */
	readonly graph: readonly number[];
};

/** How long the ticks of a game take, as its page waits for them. */
export class TickTimes {
	#kept: TickTime[] = [];

	take(time: TickTime): void {
		if (time.ticks <= 0) return;
		this.#kept.push(time);
		if (this.#kept.length > MOST_KEPT) this.#kept.shift();
	}

	summary(now: number): TickSummary {
		const graph = this.#kept.map(({ ms, ticks }) => ms / ticks);
		const sorted = graph.toSorted((a, b) => a - b);
		const lately = this.#kept.filter(({ at }) => at > now - A_SECOND);
		return {
			perSecond: lately.reduce((sum, { ticks }) => sum + ticks, 0),
			median: sorted[Math.floor(sorted.length / 2)] ?? 0,
			worst: sorted.at(-1) ?? 0,
			graph,
		};
	}
}
