import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { RefusalReason } from '../ops/metrics/catalogue.ts';
import { AddressLimit, SITE_FACTOR } from './address-limit.ts';
import { limitKey, siteKey } from './client-address.ts';

export type AdmissionLimits = {
	/** WebSockets at once. */
	readonly connections: number;
	/** The same, for each network address. */
	readonly connectionsPerAddress: number;
	/** New ones a minute, for each network address. */
	readonly connectsPerMinute: number;
};

/** Why there is no place: an HTTP status and a line for people. */
export type AdmissionRefusal = {
	readonly status: number;
	readonly reason: string;
	readonly because: RefusalReason;
	/** Seconds. */
	readonly retryAfter: number;
};

const RETRY_AFTER_S = 10;

/** The places for WebSockets, on the whole server and for each network address. */
export class Admission {
	#limits: AdmissionLimits;
	#rate: AddressLimit;
	#taken = 0;
	/** Places taken by each address that has any, and by each /48. */
	#takenBy = new Map<string, number>();

	constructor(limits: AdmissionLimits, clock: Clock) {
		this.#limits = limits;
		this.#rate = new AddressLimit(limits.connectsPerMinute, clock);
	}

	/** Takes a place for a visitor from this address; what it returns gives it back, once. */
	take(address: string): Result<Dispose, AdmissionRefusal> {
		const key = limitKey(address);
		const retryAfter = this.#rate.take(key);
		if (retryAfter > 0) {
			const reason = 'Too many connections were opened from your network; wait a little';
			return err({ status: 429, reason, because: 'rate-limited', retryAfter });
		}
		const site = siteKey(key);
		const { connectionsPerAddress } = this.#limits;
		const isFull = (of: string | null, places: number) =>
			of !== null && (this.#takenBy.get(of) ?? 0) >= places;
		if (isFull(key, connectionsPerAddress) || isFull(site, connectionsPerAddress * SITE_FACTOR)) {
			const reason = 'Your network has as many connections as it may have';
			return err({ status: 429, reason, because: 'address-full', retryAfter: RETRY_AFTER_S });
		}
		if (this.#taken >= this.#limits.connections) {
			const reason = 'The server takes no more connections just now';
			return err({ status: 503, reason, because: 'server-full', retryAfter: RETRY_AFTER_S });
		}
		this.#taken++;
		const held = new Set(site === null ? [key] : [key, site]);
		for (const of of held) this.#takenBy.set(of, (this.#takenBy.get(of) ?? 0) + 1);
		return ok(() => this.#giveBack(held));
	}

	#giveBack(held: Set<string>): void {
		if (held.size > 0) this.#taken--;
		for (const of of held) {
			const left = (this.#takenBy.get(of) ?? 0) - 1;
			if (left > 0) this.#takenBy.set(of, left);
			else this.#takenBy.delete(of);
		}
		held.clear();
	}
}
