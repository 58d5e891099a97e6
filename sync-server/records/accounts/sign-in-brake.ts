import type { Clock } from '#lib/base/clock.ts';
import { SITE_FACTOR } from '../../http/address-limit.ts';
import { siteKey } from '../../http/client-address.ts';

const MINUTE_MS = 60_000;
const MAX_KEYS = 20_000;

type Allowance = { readonly burst: number; readonly regrowMs: number };

/** Wrong tries for one account from one network, which is a /48 of IPv6: ten, then one a minute. */
const PAIR: Allowance = { burst: 10, regrowMs: MINUTE_MS };
/** From one network for all accounts: a class signs in at once, a list of stolen passwords does not. */
const ADDRESS: Allowance = { burst: 40, regrowMs: 15_000 };
/** The same for a /48, which may be one customer's or those of many. */
const SITE: Allowance = { burst: ADDRESS.burst * SITE_FACTOR, regrowMs: ADDRESS.regrowMs / SITE_FACTOR };
/** For one account from everywhere: below the 100 an hour that NIST and ASVS allow. */
const ACCOUNT: Allowance = { burst: 30, regrowMs: MINUTE_MS };

/**
 * Slows who tries passwords. What was right is given back, so only wrong tries count. Strangers who use up an account's
 * tries keep other strangers out, but not its owner where they are signed in already, nor their passkeys.
 */
export class SignInBrake {
	readonly #pairs: Buckets;
	readonly #addresses: Buckets;
	readonly #sites: Buckets;
	readonly #accounts: Buckets;

	constructor(clock: Clock) {
		this.#pairs = new Buckets(PAIR, clock);
		this.#addresses = new Buckets(ADDRESS, clock);
		this.#sites = new Buckets(SITE, clock);
		this.#accounts = new Buckets(ACCOUNT, clock);
	}

	/** 0 when the try may go on, else the seconds until one may. Taken before anything is compared. */
	take(handle: string, address: string, isKnown: boolean): number {
		const taken: (() => void)[] = [];
		const site = siteKey(address);
		const asks = [
			() => this.#addresses.take(address, taken),
			() => (site === null ? 0 : this.#sites.take(site, taken)),
			() => this.#pairs.take(`${site ?? address} ${handle}`, taken),
			() => (isKnown ? 0 : this.#accounts.take(handle, taken)),
		];
		for (const ask of asks) {
			const wait = ask();
			if (wait === 0) continue;
			// Refused by one, it has cost the others nothing.
			for (const undo of taken) undo();
			return wait;
		}
		return 0;
	}

	/** The try was right, or was never made. */
	giveBack(handle: string, address: string, isKnown: boolean): void {
		const site = siteKey(address);
		this.#addresses.giveBack(address);
		if (site !== null) this.#sites.giveBack(site);
		this.#pairs.giveBack(`${site ?? address} ${handle}`);
		if (!isKnown) this.#accounts.giveBack(handle);
	}
}

/** So many for each key at once; each grows back after a while. */
class Buckets {
	readonly #allowance: Allowance;
	readonly #clock: Clock;
	readonly #left = new Map<string, { left: number; at: number }>();

	constructor(allowance: Allowance, clock: Clock) {
		this.#allowance = allowance;
		this.#clock = clock;
	}

	take(key: string, taken: (() => void)[]): number {
		const left = this.#read(key);
		if (left < 1) return Math.max(1, Math.ceil(((1 - left) * this.#allowance.regrowMs) / 1000));
		this.#write(key, left - 1);
		taken.push(() => this.giveBack(key));
		return 0;
	}

	giveBack(key: string): void {
		this.#write(key, Math.min(this.#allowance.burst, this.#read(key) + 1));
	}

	#read(key: string): number {
		const { burst, regrowMs } = this.#allowance;
		const known = this.#left.get(key);
		if (!known) return burst;
		return Math.min(burst, known.left + (this.#clock.now() - known.at) / regrowMs);
	}

	// Least recently used first out, so that memory is bounded.
	#write(key: string, left: number): void {
		this.#left.delete(key);
		if (left < this.#allowance.burst) this.#left.set(key, { left, at: this.#clock.now() });
		const [oldest] = this.#left.keys();
		if (this.#left.size > MAX_KEYS && oldest !== undefined) this.#left.delete(oldest);
	}
}
