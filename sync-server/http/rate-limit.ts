import type { Clock } from '#lib/base/clock.ts';

export const MINUTE_MS = 60_000;
const MAX_KEYS = 10_000;

/** What is left of an allowance, as the `RateLimit-*` headers say it. */
export type Allowance = {
	readonly limit: number;
	readonly remaining: number;
	/** Seconds until all of it is back. */
	readonly reset: number;
	/** Seconds until one call is within the limit; 0 when this one was. */
	readonly retryAfter: number;
};

/** So many a period (a minute, unless said) for each key, all at once if need be; what is used up grows back evenly. */
export class RateLimit {
	#limit: number;
	#clock: Clock;
	#periodMs: number;
	#buckets = new Map<string, { left: number; at: number }>();

	constructor(limit: number, clock: Clock, periodMs = MINUTE_MS) {
		this.#limit = limit;
		this.#clock = clock;
		this.#periodMs = periodMs;
	}

	/** 0 when the call is within the limit, else the seconds until one will be. */
	take(key: string): number {
		return this.spend(key).retryAfter;
	}

	/** The same, with all there is to say about what is left. */
	spend(key: string): Allowance {
		const now = this.#clock.now();
		const bucket = this.#buckets.get(key) ?? { left: this.#limit, at: now };
		const grown = ((now - bucket.at) * this.#limit) / this.#periodMs;
		const before = Math.min(this.#limit, bucket.left + grown);
		const left = before >= 1 ? before - 1 : before;
		this.#remember(key, { left, at: now });
		return {
			limit: this.#limit,
			remaining: Math.floor(left),
			reset: this.#secondsToGrow(this.#limit - left),
			retryAfter: before >= 1 ? 0 : this.#secondsToGrow(1 - before),
		};
	}

	#secondsToGrow(amount: number): number {
		return Math.ceil((amount * this.#periodMs) / this.#limit / 1000);
	}

	// Least recently used first out: forgetting one gives its key a full bucket, no worse than a restart.
	#remember(key: string, bucket: { left: number; at: number }): void {
		this.#buckets.delete(key);
		this.#buckets.set(key, bucket);
		const [oldest] = this.#buckets.keys();
		if (this.#buckets.size > MAX_KEYS && oldest !== undefined) this.#buckets.delete(oldest);
	}
}
