import type { Clock } from '#lib/base/clock.ts';
import type { OpenSocket, Socket, SocketEvents } from '#lib/sync/socket.ts';

/** What a server sees of one socket. */
export type ServerSocket = {
	send(bytes: Uint8Array): void;
	close(code: number, reason: string): void;
};

export type ServerSocketEvents = { message(bytes: Uint8Array): void; closed(): void };

export type Accept = (socket: ServerSocket) => ServerSocketEvents;

type Way = 'up' | 'down';

type Wire = {
	readonly client: SocketEvents;
	server: ServerSocketEvents | null;
	/** `silent`: neither side hears anything any more, nor learns of it. */
	state: 'opening' | 'open' | 'closed' | 'silent';
	readonly lastArrival: Record<Way, number>;
};

/** Sockets between one client and a server on virtual time: in order, delayed, cut or gone silent on command. */
export class MemoryNetwork {
	readonly #clock: Clock;
	readonly #accept: Accept;
	readonly #wires = new Set<Wire>();
	/** Milliseconds one message takes. */
	latency: () => number = () => 5;
	/** Milliseconds between one message and the next: how slow the line is for what is large. */
	pace = 0;
	/** While false every attempt to connect fails. */
	reachable = true;
	/** Sockets ever asked for, and messages that arrived. */
	attempts = 0;
	delivered = 0;
	bufferedAmount = 0;
	/** Keeps the `closed` events of the client's side, for who wants to call them late. */
	readonly lateCloses: (() => void)[] = [];

	constructor(clock: Clock, accept: Accept) {
		this.#clock = clock;
		this.#accept = accept;
	}

	get openSockets(): number {
		return [...this.#wires].filter(({ state }) => state === 'open').length;
	}

	readonly openSocket: OpenSocket = (_url, _subprotocol, client) => {
		this.attempts++;
		const wire: Wire = { client, server: null, state: 'opening', lastArrival: { up: 0, down: 0 } };
		this.#wires.add(wire);
		this.#clock.after(this.latency(), () => this.#open(wire));
		return this.#clientSide(wire);
	};

	/** Every socket is gone, with what was on its way; both sides learn of it. */
	cut(code = 1006, reason = ''): void {
		for (const wire of [...this.#wires]) this.#end(wire, code, reason);
	}

	/** Every socket stays open and dead: half-open. */
	silence(): void {
		for (const wire of this.#wires) if (wire.state === 'open') wire.state = 'silent';
	}

	#open(wire: Wire): void {
		if (wire.state !== 'opening') return;
		if (!this.reachable) return this.#end(wire, 1006, '');
		wire.state = 'open';
		wire.server = this.#accept({
			send: (bytes) => this.#carry(wire, 'down', () => wire.client.message(bytes)),
			close: (code, reason) =>
				this.#carry(wire, 'down', () => {
					this.#end(wire, code, reason);
				}),
		});
		wire.client.opened();
	}

	#clientSide(wire: Wire): Socket {
		const bufferedAmount = () => this.bufferedAmount;
		return {
			get bufferedAmount() {
				return bufferedAmount();
			},
			send: (bytes) => this.#carry(wire, 'up', () => wire.server?.message(bytes)),
			close: () => {
				if (wire.state === 'closed') return;
				const hear = wire.state === 'open';
				wire.state = 'closed';
				this.#wires.delete(wire);
				this.lateCloses.push(() => wire.client.closed(1006, 'late'));
				// What was sent before the close still arrives, as with a real socket.
				if (hear) this.#clock.after(this.latency(), () => wire.server?.closed());
			},
		};
	}

	#carry(wire: Wire, way: Way, arrive: () => void): void {
		if (wire.state !== 'open') return;
		const at = Math.max(this.#clock.now() + this.latency(), wire.lastArrival[way] + this.pace);
		wire.lastArrival[way] = at;
		this.#clock.after(at - this.#clock.now(), () => {
			if (wire.state !== 'open') return;
			this.delivered++;
			arrive();
		});
	}

	#end(wire: Wire, code: number, reason: string): void {
		if (wire.state === 'closed') return;
		wire.state = 'closed';
		this.#wires.delete(wire);
		wire.server?.closed();
		wire.client.closed(code, reason);
	}
}
