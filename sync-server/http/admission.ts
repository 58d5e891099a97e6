import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { RefusalReason } from '../ops/metrics/catalogue.ts';
import { AddressLimit } from './address-limit.ts';
import { AddressPlaces } from './address-places.ts';
import { limitKey } from './client-address.ts';

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
	#places: AddressPlaces;
	#taken = 0;

	constructor(limits: AdmissionLimits, clock: Clock) {
		this.#limits = limits;
		this.#rate = new AddressLimit(limits.connectsPerMinute, clock);
		this.#places = new AddressPlaces(limits.connectionsPerAddress);
	}

	/** Takes a place for a visitor from this address; what it returns gives it back, once. */
	take(address: string): Result<Dispose, AdmissionRefusal> {
		const retryAfter = this.#rate.take(limitKey(address));
		if (retryAfter > 0) {
			const reason = 'Too many connections were opened from your network; wait a little';
			return err({ status: 429, reason, because: 'rate-limited', retryAfter });
		}
		const leave = this.#places.take(address);
		if (!leave) {
			const reason = 'Your network has as many connections as it may have';
			return err({ status: 429, reason, because: 'address-full', retryAfter: RETRY_AFTER_S });
		}
		if (this.#taken >= this.#limits.connections) {
			leave();
			const reason = 'The server takes no more connections just now';
			return err({ status: 503, reason, because: 'server-full', retryAfter: RETRY_AFTER_S });
		}
		this.#taken++;
		let isHeld = true;
		return ok(() => {
			leave();
			if (isHeld) this.#taken--;
			isHeld = false;
		});
	}
}
