import type { Dispose } from '#lib/base/disposer.ts';
import { SITE_FACTOR } from './address-limit.ts';
import { limitKey, siteKey } from './client-address.ts';

/** So many places for each network address, and sixteen times as many for the /48 of an IPv6 address. */
export class AddressPlaces {
	readonly #each: number;
	/** Places taken by each address that has any, and by each /48. */
	readonly #takenBy = new Map<string, number>();

	constructor(each: number) {
		this.#each = each;
	}

	/** Takes a place for a visitor from this address, or null; what it returns gives it back, once. */
	take(address: string): Dispose | null {
		const key = limitKey(address);
		const site = siteKey(key);
		if (this.#isFull(key, this.#each) || this.#isFull(site, this.#each * SITE_FACTOR)) return null;
		const held = new Set(site === null ? [key] : [key, site]);
		for (const of of held) this.#takenBy.set(of, (this.#takenBy.get(of) ?? 0) + 1);
		return () => this.#giveBack(held);
	}

	#isFull(of: string | null, places: number): boolean {
		return of !== null && (this.#takenBy.get(of) ?? 0) >= places;
	}

	#giveBack(held: Set<string>): void {
		for (const of of held) {
			const left = (this.#takenBy.get(of) ?? 0) - 1;
			if (left > 0) this.#takenBy.set(of, left);
			else this.#takenBy.delete(of);
		}
		held.clear();
	}
}
