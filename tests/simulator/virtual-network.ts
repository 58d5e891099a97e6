import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import { Pipe } from './pipe.ts';

/** What one end of a socket hears. */
export type EndEvents = {
	/** The client's end only: the server took the call. */
	opened?(): void;
	message(bytes: Uint8Array): void;
	/** The other side pinged (a browser answers by itself), or answered a ping of ours. */
	pinged(): void;
	ponged(): void;
	/** Called once, when this end knows that the socket is over. */
	closed(code: number, reason: string): void;
};

/** The bytes of the request that opens a socket, as far as anybody looks at them. */
export type SocketRequest = { readonly path: string; readonly protocols: readonly string[] };

/** Takes the server's end of a new socket; `open` answers the call. */
export type Listener = (request: SocketRequest, end: SocketEnd, open: () => void) => EndEvents;

/** Milliseconds. */
const CLOSING_MS = 30_000;

/**
 * What lies between one device and the server. `stalled`: bytes are held, and come when it ends, however late.
 * `half-open`: sockets that are open now are dead, and nobody is told. `away`: half-open, and no new ones either.
 */
export class Link {
	latency = 5;
	jitter = 0;
	/** How fast the device reads and sends. */
	bytesPerSecond = Infinity;
	stalled = false;
	away = false;
	readonly sockets = new Set<VirtualSocket>();

	/** Everything open dies without a word. */
	silence(): void {
		for (const socket of this.sockets) socket.vanish();
	}

	/** The held bytes arrive after all. */
	resume(): void {
		this.stalled = false;
		for (const socket of this.sockets) socket.release();
	}

	/** Every socket is reset; both ends learn of it. */
	cut(): void {
		for (const socket of [...this.sockets]) socket.reset();
	}
}

/** One end of a socket, as its owner uses it. */
export class SocketEnd {
	readonly #socket: VirtualSocket;
	readonly #out: Pipe;
	isClosing = false;

	constructor(socket: VirtualSocket, out: Pipe) {
		this.#socket = socket;
		this.#out = out;
	}

	get bufferedAmount(): number {
		return this.#out.buffered;
	}

	/** `sent` is called once the bytes have left, or the socket is gone. */
	send(bytes: Uint8Array, sent?: () => void): void {
		if (this.isClosing) return sent?.();
		this.#out.send({ kind: 'message', bytes }, sent);
	}

	ping(): void {
		if (!this.isClosing) this.#out.send({ kind: 'ping' });
	}

	/** Stops the bytes of the other side from coming in. */
	setPaused(paused: boolean): void {
		this.#socket.other(this).#out.setPaused(paused);
	}

	/** The closing handshake: what was sent before still arrives. */
	close(code: number, reason: string): void {
		if (this.isClosing) return;
		this.isClosing = true;
		this.#out.send({ kind: 'close', code, reason });
		this.#socket.giveUpLater(this);
	}

	/** Gone at once, here; the other side is told by a reset. */
	terminate(): void {
		this.isClosing = true;
		this.#socket.terminate(this);
	}
}

/** One socket between a device and the server. */
export class VirtualSocket {
	readonly client: SocketEnd;
	readonly server: SocketEnd;
	readonly #link: Link;
	readonly #clock: Clock;
	readonly #up: Pipe;
	readonly #down: Pipe;
	readonly #clientEvents: EndEvents;
	#serverEvents: EndEvents | null = null;
	#told = { client: false, server: false };

	constructor(link: Link, clock: Clock, random: Random, clientEvents: EndEvents) {
		this.#link = link;
		this.#clock = clock;
		this.#clientEvents = clientEvents;
		this.#up = new Pipe(link, clock, random, (parcel) => this.#arrive('server', parcel));
		this.#down = new Pipe(link, clock, random, (parcel) => this.#arrive('client', parcel));
		this.client = new SocketEnd(this, this.#up);
		this.server = new SocketEnd(this, this.#down);
		link.sockets.add(this);
	}

	/** The server hears this socket from now on. */
	reach(listener: Listener, request: SocketRequest): void {
		this.#serverEvents = listener(request, this.server, () => this.#down.send({ kind: 'opened' }));
	}

	other(end: SocketEnd): SocketEnd {
		return end === this.client ? this.server : this.client;
	}

	/** Both directions are dead from here on, and silent about it. */
	vanish(): void {
		this.#up.die();
		this.#down.die();
	}

	release(): void {
		this.#up.release();
		this.#down.release();
	}

	reset(): void {
		this.#tell('client', 1006, '');
		this.#tell('server', 1006, '');
	}

	terminate(end: SocketEnd): void {
		const mine = end === this.client ? 'client' : 'server';
		const out = mine === 'client' ? this.#up : this.#down;
		out.send({ kind: 'reset' });
		this.#clock.after(0, () => this.#tell(mine, 1006, ''));
	}

	/** A closing handshake that nobody answers ends by itself, as in browsers. */
	giveUpLater(end: SocketEnd): void {
		const side = end === this.client ? 'client' : 'server';
		this.#clock.after(CLOSING_MS, () => this.#tell(side, 1006, ''));
	}

	/** One side's process is no more; only the other is told, if anybody tells it. */
	abandon(side: 'client' | 'server', isTold: boolean): void {
		this.#told[side] = true;
		const mine = side === 'client' ? this.client : this.server;
		mine.isClosing = true;
		if (isTold) (side === 'client' ? this.#up : this.#down).send({ kind: 'reset' });
		else this.vanish();
		this.#forget();
	}

	#arrive(at: 'client' | 'server', parcel: Parcel): void {
		const end = this[at];
		const events = at === 'client' ? this.#clientEvents : this.#serverEvents;
		if (this.#told[at] || !events) return;
		switch (parcel.kind) {
			case 'opened':
				return events.opened?.();
			case 'message':
				return events.message(parcel.bytes);
			case 'ping':
				events.pinged();
				return (at === 'client' ? this.#up : this.#down).send({ kind: 'pong' });
			case 'pong':
				return events.ponged();
			case 'reset':
				return this.#tell(at, 1006, '');
			case 'close': {
				// Answers the handshake; who began it is told when the answer arrives.
				const answered = end.isClosing;
				end.isClosing = true;
				if (!answered) (at === 'client' ? this.#up : this.#down).send(parcel);
				return this.#tell(at, parcel.code, parcel.reason);
			}
		}
	}

	#tell(side: 'client' | 'server', code: number, reason: string): void {
		if (this.#told[side]) return;
		this.#told[side] = true;
		this[side].isClosing = true;
		(side === 'client' ? this.#up : this.#down).abandon();
		(side === 'client' ? this.#clientEvents : this.#serverEvents)?.closed(code, reason);
		this.#forget();
	}

	#forget(): void {
		if (this.#told.client && this.#told.server) this.#link.sockets.delete(this);
	}
}

export type Parcel =
	| { readonly kind: 'message'; readonly bytes: Uint8Array }
	| { readonly kind: 'close'; readonly code: number; readonly reason: string }
	| { readonly kind: 'opened' | 'ping' | 'pong' | 'reset' };
