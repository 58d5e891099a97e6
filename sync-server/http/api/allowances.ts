import type { Clock } from '#lib/base/clock.ts';
import { RATE_CLASSES, type RateClass } from '#lib/protocol/api/endpoint.ts';
import { AddressLimit } from '../address-limit.ts';
import { MINUTE_MS, type Allowance } from '../rate-limit.ts';

/** How many requests somebody may send. */
export type Rate = { readonly perMinute?: number; readonly perHour?: number };
export type Rates = Readonly<Record<RateClass, Rate>>;

export const RATES: Rates = {
	default: { perMinute: 60, perHour: 1000 },
	'sign-in': { perMinute: 30, perHour: 300 },
	game: { perMinute: 120 },
	builds: { perMinute: 30 },
	prompts: { perHour: 60 },
};

/** People behind one address, as in a school, that all may use up what is theirs. */
export const PEOPLE_PER_ADDRESS = 30;

/** Counts requests by who sends them: a person by themselves, anybody else by their network address. */
export class Allowances {
	readonly #limits: Readonly<Record<RateClass, readonly AddressLimit[]>>;
	readonly #addresses: AddressLimit;

	constructor(rates: Partial<Rates>, clock: Clock) {
		const all = { ...RATES, ...rates };
		this.#limits = Object.fromEntries(
			RATE_CLASSES.map((name) => [name, createLimits(all[name], clock)]),
		) as Record<RateClass, AddressLimit[]>;
		this.#addresses = new AddressLimit((all.default.perMinute ?? 60) * PEOPLE_PER_ADDRESS, clock);
	}

	/** Before anything is known of a request but where it comes from: keeps the cost of a flood down. */
	spendOfAddress(address: string): Allowance {
		return this.#addresses.spend(address);
	}

	/** Takes one from each of the class's limits; answers the one with the least left. */
	spend(rate: RateClass, key: string): Allowance | null {
		let tightest: Allowance | null = null;
		for (const limit of this.#limits[rate]) {
			const allowance = limit.spend(key);
			if (!tightest || isTighter(allowance, tightest)) tightest = allowance;
		}
		return tightest;
	}
}

const isTighter = (one: Allowance, other: Allowance) =>
	one.retryAfter !== other.retryAfter ? one.retryAfter > other.retryAfter : one.remaining < other.remaining;

function createLimits({ perMinute, perHour }: Rate, clock: Clock): AddressLimit[] {
	const limits: AddressLimit[] = [];
	if (perMinute !== undefined) limits.push(new AddressLimit(perMinute, clock));
	if (perHour !== undefined) limits.push(new AddressLimit(perHour, clock, 60 * MINUTE_MS));
	return limits;
}
