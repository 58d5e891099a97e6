import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { AddressLimit, SITE_FACTOR } from './address-limit.ts';
import { limitKey } from './client-address.ts';

const BURST = 5;
const takeAll = (limit: AddressLimit, keys: readonly string[]) =>
	keys.map((key) => limit.take(key)).filter((wait) => wait === 0).length;
const networks = (site: string, count: number) =>
	Array.from({ length: count }, (_, i) => limitKey(`2001:db8:${site}:${i.toString(16)}::1`));

describe('limits by address', () => {
	it('[R141] many networks of one /48 have no more than so many times the one', () => {
		const limit = new AddressLimit(BURST, new ManualClock());
		expect(takeAll(limit, networks('1', 1000))).toBe(BURST * SITE_FACTOR);
		expect(takeAll(limit, networks('2', 3)), 'another /48').toBe(3);
		expect(takeAll(limit, ['203.0.113.1', '203.0.113.2', 'ana']), 'whoever has no /48').toBe(3);
	});

	it('[R141] one network that is over its own limit takes nothing from its neighbours', () => {
		const limit = new AddressLimit(BURST, new ManualClock());
		const [one = '', other = ''] = networks('1', 2);
		for (let i = 0; i < BURST * SITE_FACTOR * 2; i += 1) limit.take(one);
		expect(takeAll(limit, [other, other])).toBe(2);
		expect(limit.spend(other).remaining).toBe(BURST - 3);
	});
});
