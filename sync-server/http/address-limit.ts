import type { Clock } from '#lib/base/clock.ts';
import { siteKey } from './client-address.ts';
import { MINUTE_MS, RateLimit, type Allowance } from './rate-limit.ts';

/** How much more the /48 of an IPv6 address may than the address: it may be one customer's, or a provider's for many. */
export const SITE_FACTOR = 16;

/** A `RateLimit` by who somebody is or where they are, for whoever can have as many IPv6 networks as they like, too. */
export class AddressLimit {
	readonly #own: RateLimit;
	readonly #sites: RateLimit;

	constructor(limit: number, clock: Clock, periodMs = MINUTE_MS) {
		this.#own = new RateLimit(limit, clock, periodMs);
		this.#sites = new RateLimit(limit * SITE_FACTOR, clock, periodMs);
	}

	/** 0 when the call is within the limit, else the seconds until one will be. */
	take(key: string): number {
		return this.spend(key).retryAfter;
	}

	/** The same, with all there is to say about what is left. */
	spend(key: string): Allowance {
		const own = this.#own.spend(key);
		const site = siteKey(key);
		// Refused by one's own, it costs the neighbours nothing.
		if (site === null || own.retryAfter > 0) return own;
		const shared = this.#sites.spend(site);
		return shared.retryAfter > 0 ? shared : own;
	}
}
