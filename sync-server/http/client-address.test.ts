import { describe, expect, it } from 'vitest';
import { createClientAddress, isRange, limitKey, siteKey } from './client-address.ts';

describe('client addresses', () => {
	it('[L57] without trusted proxies only the peer is believed', () => {
		const addressOf = createClientAddress();
		expect(addressOf('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
		expect(addressOf('::ffff:203.0.113.9', undefined)).toBe('203.0.113.9');
		expect(addressOf(undefined, '198.51.100.1')).toBe('');
	});

	it('[L57] behind proxies it is the last that no trusted one vouches for', () => {
		const addressOf = createClientAddress(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
		expect(addressOf('127.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
		expect(addressOf('127.0.0.1', '198.51.100.1, 10.1.2.3')).toBe('198.51.100.1');
		expect(addressOf('fd00::1', '2001:db8::7')).toBe('2001:db8::7');
		expect(addressOf('127.0.0.1', '6.6.6.6, 198.51.100.1'), 'a made-up start').toBe('198.51.100.1');
		expect(addressOf('203.0.113.9', '127.0.0.1'), 'a stranger').toBe('203.0.113.9');
		for (const nonsense of [undefined, '', 'unknown', '1.2.3.4.5', '"', 'x'.repeat(5000)]) {
			expect(addressOf('127.0.0.1', nonsense), nonsense).toBe('127.0.0.1');
		}
	});

	it('[L57] an IPv6 network counts as one address', () => {
		expect(limitKey('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
		expect(limitKey('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
		expect(limitKey('2001:db8::9')).toBe('2001:db8:0:0::/64');
		expect(limitKey('::1')).toBe('0:0:0:0::/64');
		expect(limitKey('203.0.113.9')).toBe('203.0.113.9');
	});

	it('[R141] knows the /48 of IPv6, and of what is counted for it', () => {
		for (const address of ['2001:db8:1:2:3:4:5:6', '2001:db8:1::9'])
			for (const key of [address, limitKey(address)]) expect(siteKey(key), key).toBe('2001:db8:1::/48');
		expect(siteKey(limitKey('::1'))).toBe('0:0:0::/48');
		for (const none of ['203.0.113.9', '', 'ana', 'token 2001:db8::', '2001:db8::/64/64', 'a:b'])
			expect(siteKey(none), none).toBeNull();
	});

	it('[L57] knows a range from what is none', () => {
		for (const range of ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'])
			expect(isRange(range), range).toBe(true);
		for (const none of ['', 'localhost', '10.0.0.0/33', '10.0.0/8', '1.2.3.4/', 'fd00::/129']) {
			expect(isRange(none), none).toBe(false);
		}
	});
});
