import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { OpenSocket } from '#lib/sync/socket.ts';
import type { ClockScope } from './virtual-clock.ts';
import { withinVirtualTime } from './virtual-globals.ts';
import {
	VirtualSocket,
	type EndEvents,
	type Link,
	type Listener,
	type SocketEnd,
} from './virtual-network.ts';

/** Where devices find the server: nobody may be there, or only silence. */
export type Door = {
	/** Null: refused at once. */
	readonly listener: () => Listener | null;
	/** Whether a call gets no answer at all. */
	readonly isDead: () => boolean;
};

export type DialParts = {
	readonly link: Link;
	/** Whose time the caller lives on, and the network's. */
	readonly clock: ClockScope;
	readonly world: Clock;
	readonly random: Random;
	readonly door: Door;
};

/** Milliseconds after which a system gives up on a call. */
const UNANSWERED_MS = 75_000;

type ClientEvents = {
	opened(end: SocketEnd): void;
	message(bytes: Uint8Array): void;
	closed(code: number, reason: string): void;
};

/** Calls the server over the link; what happens comes later, on the caller's own time. */
export function dial(
	parts: DialParts,
	url: string,
	protocols: readonly string[],
	events: ClientEvents,
): SocketEnd {
	const { link, clock, world, random, door } = parts;
	const within = (run: () => void) => withinVirtualTime(clock, run);
	const clientEvents: EndEvents = {
		opened: () => {
			stopWaiting();
			if (!socket.client.isClosing) within(() => events.opened(socket.client));
		},
		message: (bytes) => within(() => events.message(bytes)),
		pinged: () => undefined,
		ponged: () => undefined,
		closed: (code, reason) => within(() => events.closed(code, reason)),
	};
	const socket = new VirtualSocket(link, world, random, clientEvents);
	const stopWaiting = world.after(UNANSWERED_MS, () => socket.reset());
	const path = new URL(url).pathname;
	world.after(link.latency + random() * link.jitter, () => {
		if (socket.client.isClosing) return socket.reset();
		if (link.away || link.stalled || door.isDead()) return socket.abandon('server', false);
		const listener = door.listener();
		if (listener) socket.reach(listener, { path, protocols });
		else socket.reset();
	});
	return socket.client;
}

/** The calls of our own client. */
export const dialAs =
	(parts: DialParts): OpenSocket =>
	(url, subprotocol, events) =>
		dial(parts, url, [subprotocol], events);
