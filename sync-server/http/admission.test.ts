import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { unwrap } from '#lib/base/result.ts';
import { Admission } from './admission.ts';

function setup(limits = {}) {
	const clock = new ManualClock(1_000_000);
	const all = { connections: 5, connectionsPerAddress: 3, connectsPerMinute: 60, ...limits };
	return { clock, admission: new Admission(all, clock) };
}

describe('places for connections', () => {
	it('[L65] an address has so many, whoever else comes in; what is given back is free at once', () => {
		const { admission } = setup();
		const [first] = [1, 2, 3].map(() => unwrap(admission.take('203.0.113.9')));
		expect(admission.take('203.0.113.9')).toMatchObject({
			ok: false,
			error: { status: 429, because: 'address-full' },
		});
		unwrap(admission.take('203.0.113.10'));
		first?.();
		unwrap(admission.take('203.0.113.9'));
		expect(admission.take('203.0.113.9').ok).toBe(false);
	});

	it('[L65] a place given back twice is one place', () => {
		const { admission } = setup({ connectionsPerAddress: 1 });
		const leave = unwrap(admission.take('203.0.113.9'));
		leave();
		unwrap(admission.take('203.0.113.9'));
		leave();
		expect(admission.take('203.0.113.9').ok).toBe(false);
	});

	it('[L65] an IPv6 network is one address', () => {
		const { admission } = setup();
		for (const end of [1, 2, 3]) unwrap(admission.take(`2001:db8:1:2::${end}`));
		expect(admission.take('2001:db8:1:2:ffff::9').ok).toBe(false);
		unwrap(admission.take('2001:db8:1:3::1'));
	});

	it('[R141] many IPv6 networks of one /48 have sixteen times the places of one', () => {
		const { admission } = setup({ connections: 1000 });
		const networks = Array.from({ length: 100 }, (_, i) => `2001:db8:1:${i.toString(16)}::1`);
		const taken = networks.map((network) => admission.take(network)).filter(({ ok }) => ok);
		expect(taken).toHaveLength(3 * 16);
		unwrap(admission.take('2001:db8:2::1'));
		for (const leave of taken) unwrap(leave)();
		unwrap(admission.take('2001:db8:1:ffff::1'));
	});

	it('[L65] the server has so many in all', () => {
		const { admission } = setup();
		const leaves = [1, 2, 3, 4, 5].map((end) => unwrap(admission.take(`203.0.113.${end}`)));
		expect(admission.take('203.0.113.6')).toMatchObject({
			ok: false,
			error: { status: 503, because: 'server-full' },
		});
		for (const leave of leaves) leave();
		unwrap(admission.take('203.0.113.6'));
	});

	it('[L65] an address opens so many a minute, however soon it closes them', () => {
		const { admission, clock } = setup();
		for (let i = 0; i < 60; i++) unwrap(admission.take('203.0.113.9'))();
		expect(admission.take('203.0.113.9')).toMatchObject({
			ok: false,
			error: { status: 429, because: 'rate-limited', retryAfter: 1 },
		});
		unwrap(admission.take('203.0.113.10'));
		clock.advance(1_000);
		unwrap(admission.take('203.0.113.9'));
		expect(admission.take('203.0.113.9').ok).toBe(false);
	});
});
