import { siteKey } from '../../http/client-address.ts';

/**
 * The network an address is in, for people to know a session again: /24 of IPv4, /48 of IPv6. The very address is
 * nobody's business later.
 */
export function networkOf(address: string): string {
	const v4 = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address);
	if (v4) return `${v4[1]}.0/24`;
	return siteKey(address) ?? '';
}
