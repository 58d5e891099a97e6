import type { Clock } from '../base/clock.ts';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { ChunkAssembler, type Chunk } from '../protocol/chunks.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import {
	decodeServerFrame,
	FEATURES,
	PROTOCOL_VERSION,
	SUBPROTOCOL,
	type ClientFrame,
	type Feature,
	type ServerFrame,
} from '../protocol/frames.ts';
import { HEARTBEAT_MS, HIDDEN_HEARTBEAT_MS, WELCOME_TIMEOUT_MS } from '../protocol/limits.ts';
import { FrameSender } from './frame-sender.ts';
import type { OpenSocket, Socket } from './socket.ts';

/** How long a ping may go unanswered, in ms: unhurried, and when the browser hints that something changed. */
export const PONG_TIMEOUT_MS = 10_000;
export const PROBE_TIMEOUT_MS = 5_000;
/** A visible page looks at its clock this often, in ms; one that missed this many more was asleep. */
const WATCH_MS = 5_000;
const SLEPT_MS = 10_000;

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
	readonly isVisible: () => boolean;
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
	readonly #sender: FrameSender;
	readonly #chunks = new ChunkAssembler();
	#features: readonly string[] = [];
	#welcomed = false;
	#cancelBeat: Dispose = () => undefined;
	#cancelWatch: Dispose = () => undefined;
	#cancelDeadline: Dispose | null = null;
	#documentAt = -Infinity;

	/** Throws when the socket's address is malformed or forbidden to this page. */
	constructor(options: LineOptions) {
		this.#options = options;
		this.#socket = options.openSocket(options.url, SUBPROTOCOL, {
			opened: () => this.#greet(),
			message: (bytes) => this.#receive(bytes),
			closed: (code, reason) => this.#finish(code, reason),
		});
		this.#sender = new FrameSender(options.clock, this.#socket);
		this.#cleanup.add(() => {
			this.#cancelBeat();
			this.#cancelWatch();
			this.#heard();
			this.#sender.dispose();
		});
		this.#expect(WELCOME_TIMEOUT_MS, 'The server did not answer in time');
	}

	get bufferedAmount(): number {
		return this.#socket.bufferedAmount;
	}

	/** When a document, or a piece of one, last came (clock time, ms). */
	get documentAt(): number {
		return this.#documentAt;
	}

	/** Whether the server said that it knows this part of the protocol. */
	supports(feature: Feature): boolean {
		return this.#features.includes(feature);
	}

	/** Whether something large of this channel is still on its way to the socket. */
	isBusy(channel: number): boolean {
		return this.#sender.isBusy(channel);
	}

	send(frame: ClientFrame): void {
		if (!this.#cleanup.disposed) this.#sender.send(frame);
	}

	/** Asks whether the other side is still there, sooner than the heartbeat would. */
	probe(timeout: number = PROBE_TIMEOUT_MS): void {
		if (!this.#welcomed || this.#cleanup.disposed || this.#cancelDeadline) return;
		this.send({ type: 'ping' });
		this.#expect(timeout, 'The server stopped answering');
	}

	/** The page was shown or hidden: pings are as frequent as somebody is looking. */
	repace(): void {
		if (!this.#welcomed || this.#cleanup.disposed) return;
		this.#cancelBeat();
		this.#cancelWatch();
		this.#scheduleBeat();
		this.#scheduleWatch();
	}

	/** Ends the line from this side; `ended` is not called. */
	close(code: number = 1000, reason = ''): void {
		if (this.#cleanup.disposed) return;
		this.#cleanup.dispose();
		this.#socket.close(code, reason);
	}

	#greet(): void {
		if (this.#cleanup.disposed) return;
		const { client, tokens } = this.#options;
		this.send({ type: 'hello', protocol: PROTOCOL_VERSION, client, features: FEATURES });
		for (const token of tokens) this.send({ type: 'auth', token });
	}

	#receive(bytes: Uint8Array): void {
		if (this.#cleanup.disposed) return;
		const frame = decodeServerFrame(bytes);
		if (!frame.ok) return this.#abort(1002, frame.error);
		// Until the welcome only the welcome counts as an answer.
		if (this.#welcomed) this.#heard();
		this.#handle(frame.value);
	}

	#handle(frame: ServerFrame): void {
		if (frame.type === 'server-chunk' || frame.type === 'opened')
			this.#documentAt = this.#options.clock.now();
		if (frame.type === 'welcome') this.#welcome(frame);
		else if (frame.type === 'server-chunk') this.#assemble(frame);
		else if (frame.type !== 'pong') this.#options.events.frame(frame);
	}

	#assemble(chunk: Chunk): void {
		const whole = this.#chunks.take(chunk);
		if (!whole.ok) return this.#abort(1002, whole.error);
		if (!whole.value) return;
		const frame = decodeServerFrame(whole.value);
		if (!frame.ok || frame.value.type === 'server-chunk') return this.#abort(1002, 'Chunks of no frame');
		this.#handle(frame.value);
	}

	#welcome({ protocol, features }: Extract<ServerFrame, { type: 'welcome' }>): void {
		if (this.#welcomed) return;
		if (protocol !== PROTOCOL_VERSION) {
			const code = protocol < PROTOCOL_VERSION ? CLOSE.protocolTooNew : CLOSE.protocolTooOld;
			return this.#abort(code, `The server speaks version ${protocol}, this app ${PROTOCOL_VERSION}`);
		}
		this.#welcomed = true;
		this.#features = features;
		this.#heard();
		this.#scheduleBeat();
		this.#scheduleWatch();
		this.#options.events.welcomed();
	}

	#scheduleBeat(): void {
		const pause = this.#options.isVisible() ? HEARTBEAT_MS : HIDDEN_HEARTBEAT_MS;
		this.#cancelBeat = this.#options.clock.after(pause, () => {
			this.#scheduleBeat();
			this.probe(PONG_TIMEOUT_MS);
		});
	}

	// A machine that slept tells nobody when it wakes; its timers merely fire late. Hidden pages' always do.
	#scheduleWatch(): void {
		const { clock, isVisible } = this.#options;
		if (!isVisible()) return;
		const due = clock.now() + WATCH_MS;
		this.#cancelWatch = clock.after(WATCH_MS, () => {
			this.#scheduleWatch();
			if (clock.now() - due > SLEPT_MS) this.probe();
		});
	}

	#expect(timeout: number, complaint: string): void {
		const unsent = this.#sender.bufferedAmount;
		this.#cancelDeadline = this.#options.clock.after(timeout, () => {
			// Our own large frames may be ahead of the ping; as long as they get away, somebody takes them.
			if (this.#sender.bufferedAmount < unsent) return this.#expect(timeout, complaint);
			this.#abort(1006, complaint);
		});
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
