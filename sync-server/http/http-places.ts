import type { Server } from 'node:http';
import type { Dispose } from '#lib/base/disposer.ts';
import { AddressPlaces } from './address-places.ts';
import { createClientAddress, createProxyCheck } from './client-address.ts';

type Places = {
	/** Connections at once from one network address, WebSockets not counted: these have places of their own. */
	readonly perAddress: number;
	/** What they hold open is many people's. */
	readonly trustedProxies: readonly string[] | undefined;
};

/** Hangs up on who connects from an address that has all the connections it may have, before anything is read. */
export function limitConnections(http: Server, { perAddress, trustedProxies }: Places): void {
	const places = new AddressPlaces(perAddress);
	const isProxy = createProxyCheck(trustedProxies);
	const addressOf = createClientAddress();
	const held = new WeakMap<object, Dispose>();
	http.on('connection', (socket) => {
		if (isProxy(socket.remoteAddress)) return;
		const leave = places.take(addressOf(socket.remoteAddress, undefined));
		if (!leave) return socket.destroy();
		held.set(socket, leave);
		socket.once('close', leave);
	});
	http.on('upgrade', (_request, socket) => held.get(socket)?.());
}
