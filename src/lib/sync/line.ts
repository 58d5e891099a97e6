import type { Clock } from '../base/clock.ts';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import {
	decodeServerFrame,
	encodeFrame,
	PROTOCOL_VERSION,
	SUBPROTOCOL,
	type ClientFrame,
	type ServerFrame,
} from '../protocol/frames.ts';
import { HEARTBEAT_MS, HELLO_TIMEOUT_MS } from '../protocol/limits.ts';
import type { OpenSocket, Socket } from './socket.ts';

/** How long a ping may go unanswered, in ms: unhurried, and when the browser hints that something changed. */
export const PONG_TIMEOUT_MS = 10_000;
export const PROBE_TIMEOUT_MS = 5_000;

export type LineEvents = {
	/** The server answered our hello. */
	readonly welcomed: () => void;
	readonly frame: (frame: ServerFrame) => void;
	/** The line is over; nothing is called after it. */
	readonly ended: (code: number, reason: string) => void;
};

export type LineOptions = {
	readonly url: string;
	readonly client: string;
	readonly clock: Clock;
	readonly openSocket: OpenSocket;
	/** Tokens to present right behind the hello. */
	readonly tokens: readonly string[];
	readonly events: LineEvents;
};

/**
 * One socket from its opening to its end: hello, heartbeat, frames. Once ended it is deaf, so what a dead
 * socket says late never reaches the line that replaced it.
 */
export class Line {
	readonly #options: LineOptions;
	readonly #cleanup = new Disposer();
	readonly #socket: Socket;
	#welcomed = false;
	#cancelBeat: Dispose = () => undefined;
	#cancelDeadline: Dispose | null = null;

	/** Throws when the socket's address is malformed or forbidden to this page. */
	constructor(options: LineOptions) {
		this.#options = options;
		this.#socket = options.openSocket(options.url, SUBPROTOCOL, {
			opened: () => this.#greet(),
			message: (bytes) => this.#receive(bytes),
			closed: (code, reason) => this.#finish(code, reason),
		});
		this.#cleanup.add(() => {
			this.#cancelBeat();
			this.#heard();
		});
		this.#expect(HELLO_TIMEOUT_MS, 'The server did not answer in time');
	}

	get bufferedAmount(): number {
		return this.#socket.bufferedAmount;
	}

	send(frame: ClientFrame): void {
		if (!this.#cleanup.disposed) this.#socket.send(encodeFrame(frame));
	}

	/** Asks whether the other side is still there, sooner than the heartbeat would. */
	probe(timeout: number = PROBE_TIMEOUT_MS): void {
		if (!this.#welcomed || this.#cleanup.disposed || this.#cancelDeadline) return;
		this.send({ type: 'ping' });
		this.#expect(timeout, 'The server stopped answering');
	}

	/** Ends the line from this side; `ended` is not called. */
	close(code: number = 1000, reason = ''): void {
		if (this.#cleanup.disposed) return;
		this.#cleanup.dispose();
		this.#socket.close(code, reason);
	}

	#greet(): void {
		if (this.#cleanup.disposed) return;
		this.send({ type: 'hello', protocol: PROTOCOL_VERSION, client: this.#options.client });
		for (const token of this.#options.tokens) this.send({ type: 'auth', token });
	}

	#receive(bytes: Uint8Array): void {
		if (this.#cleanup.disposed) return;
		const frame = decodeServerFrame(bytes);
		if (!frame.ok) return this.#abort(1002, frame.error);
		// Until the welcome only the welcome counts as an answer.
		if (this.#welcomed) this.#heard();
		if (frame.value.type === 'welcome') this.#welcome(frame.value.protocol);
		else if (frame.value.type !== 'pong') this.#options.events.frame(frame.value);
	}

	#welcome(protocol: number): void {
		if (this.#welcomed) return;
		if (protocol < PROTOCOL_VERSION) {
			return this.#abort(CLOSE.protocolTooNew, `The server speaks version ${protocol} only`);
		}
		this.#welcomed = true;
		this.#heard();
		this.#scheduleBeat();
		this.#options.events.welcomed();
	}

	#scheduleBeat(): void {
		this.#cancelBeat = this.#options.clock.after(HEARTBEAT_MS, () => {
			this.#scheduleBeat();
			this.probe(PONG_TIMEOUT_MS);
		});
	}

	#expect(timeout: number, complaint: string): void {
		this.#cancelDeadline = this.#options.clock.after(timeout, () => this.#abort(1006, complaint));
	}

	#heard(): void {
		this.#cancelDeadline?.();
		this.#cancelDeadline = null;
	}

	#abort(code: number, reason: string): void {
		this.#cleanup.dispose();
		// 1006 and friends may not be sent; 4000 is in nobody's band and says "the client gave up".
		this.#socket.close(4000, '');
		this.#options.events.ended(code, reason);
	}

	#finish(code: number, reason: string): void {
		if (this.#cleanup.disposed) return;
		this.#cleanup.dispose();
		this.#options.events.ended(code, reason);
	}
}
