import { BlockList, isIPv6, SocketAddress } from 'node:net';

/** The network address a request comes from, as far as one can be believed; '' when there is none. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string;

/**
 * Behind proxies the peer is the proxy. Who it speaks for is believed from those that are trusted (addresses or
 * ranges, "10.0.0.0/8"), the list being read from its end: what a visitor wrote into it stands before that.
 */
export function createClientAddress(trustedProxies: readonly string[] = []): ClientAddress {
	const isTrusted = createTrust(trustedProxies);
	return (peer, forwardedFor) => {
		let address = parseAddress(peer ?? '');
		if (address === null) return '';
		const hops = (forwardedFor ?? '').split(',').reverse();
		for (const hop of hops) {
			if (!isTrusted(address)) break;
			const before = parseAddress(hop.trim());
			if (before === null) break;
			address = before;
		}
		return address;
	};
}

/** Whether the other end of a connection is a proxy that is trusted. */
export function createProxyCheck(
	trustedProxies: readonly string[] = [],
): (peer: string | undefined) => boolean {
	const isTrusted = createTrust(trustedProxies);
	return (peer) => {
		const address = parseAddress(peer ?? '');
		return address !== null && isTrusted(address);
	};
}

function createTrust(trustedProxies: readonly string[]): (address: string) => boolean {
	const trusted = new BlockList();
	for (const entry of trustedProxies) addRange(trusted, entry);
	return (address) => trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** By what an address is limited: an IPv6 customer has a whole /64, so its last half says nothing. */
export function limitKey(address: string): string {
	if (!isIPv6(address)) return address;
	const [head = '', tail] = address.split('::');
	const before = head === '' ? [] : head.split(':');
	const after = tail ? tail.split(':') : [];
	const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
	const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
	return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The /48 that an IPv6 address or its `limitKey` is in; null for anything else. */
export function siteKey(key: string): string | null {
	if (!isIPv6(key.replace(/::\/64$/, '::'))) return null;
	const [network = ''] = limitKey(key.replace(/\/64$/, '')).split('::');
	return `${network.split(':').slice(0, 3).join(':')}::/48`;
}

/** Whether this is an address or a range that can be trusted. */
export function isRange(text: string): boolean {
	try {
		addRange(new BlockList(), text);
		return true;
	} catch {
		return false; // whatever is wrong with it, it is no range
	}
}

function addRange(list: BlockList, text: string): void {
	const [address = '', bits] = text.split('/');
	const family = isIPv6(address) ? 'ipv6' : 'ipv4';
	if (bits === undefined) return list.addAddress(address, family);
	if (!/^\d+$/.test(bits)) throw new Error(`"${text}" is no range`);
	list.addSubnet(address, Number(bits), family);
}

function parseAddress(text: string): string | null {
	// Node shows IPv4 on a socket for both as "::ffff:10.0.0.1".
	const plain = text.replace(/^::ffff:(?=\d+\.)/i, '');
	const parsed = SocketAddress.parse(isIPv6(plain) ? `[${plain}]` : plain);
	return parsed?.address ?? null;
}
