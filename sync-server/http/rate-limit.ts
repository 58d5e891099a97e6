import type { Clock } from '#lib/base/clock.ts';

const MINUTE_MS = 60_000;
const MAX_KEYS = 10_000;

/** So many a minute for each key, all at once if need be; what is used up grows back evenly. */
export class RateLimit {
	#perMinute: number;
	#clock: Clock;
	#buckets = new Map<string, { left: number; at: number }>();

	constructor(perMinute: number, clock: Clock) {
		this.#perMinute = perMinute;
		this.#clock = clock;
	}

	/** 0 when the call is within the limit, else the seconds until one will be. */
	take(key: string): number {
		const now = this.#clock.now();
		const bucket = this.#buckets.get(key) ?? { left: this.#perMinute, at: now };
		const grown = ((now - bucket.at) * this.#perMinute) / MINUTE_MS;
		const left = Math.min(this.#perMinute, bucket.left + grown);
		this.#remember(key, { left: left >= 1 ? left - 1 : left, at: now });
		return left >= 1 ? 0 : Math.ceil(((1 - left) * MINUTE_MS) / this.#perMinute / 1000);
	}

	// Least recently used first out: forgetting one gives its key a full bucket, no worse than a restart.
	#remember(key: string, bucket: { left: number; at: number }): void {
		this.#buckets.delete(key);
		this.#buckets.set(key, bucket);
		const [oldest] = this.#buckets.keys();
		if (this.#buckets.size > MAX_KEYS && oldest !== undefined) this.#buckets.delete(oldest);
	}
}
