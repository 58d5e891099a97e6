import type { Clock } from '#lib/base/clock.ts';
import { Disposer, type Dispose } from '#lib/base/disposer.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { SERVER_BEAT_MS } from '#lib/protocol/limits.ts';
import type { RefusalReason } from '../ops/metrics/catalogue.ts';
import type { Metrics } from '../ops/metrics/metrics.ts';
import { sizeOf, type FramedMessages, type Parts, type ServerSocket } from './server-socket.ts';

/** Behind this many unsent bytes presence is dropped: the next one replaces it anyway. */
const PRESENCE_BACKLOG_BYTES = 256 * 1024;
/** Milliseconds a suspected socket has to answer, and a closing one to say goodbye. */
const PROBE_MS = 5_000;
const GOODBYE_MS = 2_000;
// Who is gone was last heard of two to three beats ago: nobody's ghost stays longer than 30 s.
const MAX_SILENT_BEATS = 2;
// Unread messages, or bytes of them, that make us stop reading from a socket until we have caught up.
const MAX_UNREAD = 64;
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;
// Messages and pings that are read at once, and a second after that. Who sends more is read more slowly.
const MESSAGES_AT_ONCE = 5_000;
const MESSAGES_A_SECOND = 1_000;
const REST_MS = 250;

type Limits = {
	readonly clock: Clock;
	/** Unsent bytes behind which the client is cut off. */
	readonly backlogBytes: number;
	readonly metrics: Metrics;
};

/** Why a connection was ended, as it is counted; everything else was not to be read. */
const CUTS: Readonly<Record<number, RefusalReason>> = {
	[CLOSE.unauthorized]: 'unauthorized',
	[CLOSE.revoked]: 'forbidden',
	[CLOSE.frameTooLarge]: 'too-large',
	[CLOSE.protocolTooOld]: 'protocol',
	[CLOSE.protocolTooNew]: 'protocol',
	[CLOSE.restarting]: 'draining',
	[CLOSE.storageFailed]: 'storage',
	[CLOSE.slowConsumer]: 'slow',
};

type Events = {
	/** Handled one after the other; a promise holds back the next. */
	readonly message: (bytes: Uint8Array) => Promise<void> | void;
	readonly closed: () => void;
	/** Every ten seconds. */
	readonly beat: () => void;
};

/** One WebSocket: messages in order, a bounded way out, and an end when the other side is gone. */
export class Wire {
	#socket: ServerSocket;
	#clock: Clock;
	#backlogBytes: number;
	#metrics: Metrics;
	#events: Events;
	#cleanup = new Disposer();
	#inbox: Uint8Array[] = [];
	#unreadBytes = 0;
	#reading = false;
	#heard = true;
	#silentBeats = 0;
	#closing = false;
	#loadingBytes = 0;
	#cancelBeat: Dispose = () => {};
	#cancelProbe: Dispose | null = null;
	#allowance = MESSAGES_AT_ONCE;
	#allowedAt: number;
	/** Set while a flood is held back. */
	#cancelRest: Dispose | null = null;

	constructor(socket: ServerSocket, { clock, backlogBytes, metrics }: Limits, events: Events) {
		this.#socket = socket;
		this.#clock = clock;
		this.#backlogBytes = backlogBytes;
		this.#metrics = metrics;
		this.#events = events;
		this.#allowedAt = clock.now();
		socket.listen({
			message: (bytes, isBinary) => this.#receive(bytes, isBinary),
			heartbeat: () => {
				this.#noteLife();
				this.#spend();
				// A ping is answered by itself: who sends them and reads no answers falls behind as well.
				this.#keepsUp();
			},
			closed: () => this.#end(),
		});
		this.#cleanup.add(() => {
			this.#cancelBeat();
			this.#cancelProbe?.();
			this.#cancelRest?.();
		});
		this.#scheduleBeat();
	}

	get isOpen(): boolean {
		return !this.#closing && this.#socket.isOpen;
	}

	send(bytes: Uint8Array): void {
		if (!this.#keepsUp()) return;
		this.#metrics.add('bytes_sent_total', bytes.byteLength);
		this.#socket.send(bytes);
	}

	/** Sends messages framed once for many sockets. */
	sendFramed(framed: FramedMessages): void {
		if (!this.#keepsUp()) return;
		this.#metrics.add('bytes_sent_total', framed.wire.byteLength);
		this.#socket.sendFramed(framed);
	}

	/**
	 * For whole documents: resolves once the socket has taken the bytes, so that who opens many documents on a
	 * slow line gets them one after the other. What loads is no sign of falling behind.
	 */
	sendDocument(message: Parts): Promise<void> {
		if (!this.isOpen) return Promise.resolve();
		const bytes = sizeOf(message);
		this.#loadingBytes += bytes;
		this.#metrics.add('bytes_sent_total', bytes);
		return new Promise((resolve) => {
			// An error means that the socket is gone, which its close event tells everybody.
			this.#socket.sendParts(message, () => {
				this.#loadingBytes -= bytes;
				resolve();
			});
		});
	}

	/** For what is stale in a moment: dropped when the way out is busy. */
	sendPassing(bytes: Uint8Array): void {
		const isBusy = this.#socket.bufferedAmount > PRESENCE_BACKLOG_BYTES;
		this.#metrics.add(isBusy ? 'passing_dropped_total' : 'passing_sent_total');
		if (!isBusy) this.send(bytes);
	}

	/** Nothing is read or sent any more; the socket goes, politely or not. */
	close(code: number, reason: string, goodbyeMs = GOODBYE_MS): void {
		if (this.#closing) return;
		this.#closing = true;
		this.#inbox = [];
		this.#metrics.addBy('connections_cut_total', CUTS[code] ?? 'invalid');
		this.#socket.close(code, reason);
		this.#cleanup.add(this.#clock.after(goodbyeMs, () => this.#socket.terminate()));
	}

	terminate(): void {
		this.#closing = true;
		this.#socket.terminate();
	}

	/** Ends the socket unless the other side answers soon. */
	probe(): void {
		if (this.#cancelProbe || !this.isOpen) return;
		this.#cancelProbe = this.#clock.after(PROBE_MS, () => this.#giveUp());
		this.#socket.ping();
	}

	/** The other side is gone without a word. */
	#giveUp(): void {
		if (!this.#closing) this.#metrics.addBy('connections_cut_total', 'silent');
		this.terminate();
	}

	#keepsUp(): boolean {
		if (!this.isOpen) return false;
		if (this.#socket.bufferedAmount <= this.#backlogBytes + this.#loadingBytes) return true;
		this.close(CLOSE.slowConsumer, 'You fell too far behind');
		return false;
	}

	#receive(data: Uint8Array, isBinary: boolean): void {
		this.#noteLife();
		if (this.#closing) return;
		if (!isBinary) return this.close(CLOSE.badFrame, 'Messages must be binary');
		this.#spend();
		this.#metrics.add('bytes_received_total', data.byteLength);
		this.#inbox.push(data);
		this.#unreadBytes += data.byteLength;
		if (this.#inbox.length >= MAX_UNREAD || this.#unreadBytes >= MAX_UNREAD_BYTES) this.#socket.pause();
		if (!this.#reading) this.#read();
	}

	// No promise unless one is needed: most messages are done at once.
	#read(): void {
		this.#reading = true;
		for (let bytes = this.#inbox.shift(); bytes; bytes = this.#inbox.shift()) {
			const handling = this.#events.message(bytes);
			this.#unreadBytes -= bytes.byteLength;
			if (handling) return void handling.then(() => this.#readNext());
			this.#readOn();
		}
		this.#reading = false;
	}

	#readNext(): void {
		this.#readOn();
		this.#read();
	}

	#readOn(): void {
		if (this.#socket.isPaused && this.#inbox.length === 0 && !this.#cancelRest) this.#socket.resume();
	}

	// A flood stays in the other side's own system, and costs everybody else nothing.
	#spend(): void {
		this.#grow();
		this.#allowance--;
		if (this.#allowance < 0 && !this.#cancelRest && !this.#closing) this.#rest();
	}

	#rest(): void {
		this.#socket.pause();
		this.#cancelRest = this.#clock.after(REST_MS, () => {
			this.#cancelRest = null;
			this.#grow();
			if (this.#allowance < 0) this.#rest();
			else this.#readOn();
		});
	}

	#grow(): void {
		const now = this.#clock.now();
		const grown = ((now - this.#allowedAt) / 1000) * MESSAGES_A_SECOND;
		this.#allowance = Math.min(MESSAGES_AT_ONCE, this.#allowance + grown);
		this.#allowedAt = now;
	}

	#noteLife(): void {
		this.#heard = true;
		this.#cancelProbe?.();
		this.#cancelProbe = null;
	}

	#scheduleBeat(): void {
		this.#cancelBeat = this.#clock.after(SERVER_BEAT_MS, () => {
			this.#scheduleBeat();
			this.#silentBeats = this.#heard ? 0 : this.#silentBeats + 1;
			this.#heard = false;
			if (this.#silentBeats >= MAX_SILENT_BEATS) return this.#giveUp();
			if (this.isOpen) this.#socket.ping();
			this.#events.beat();
		});
	}

	#end(): void {
		this.#closing = true;
		this.#inbox = [];
		this.#cleanup.dispose();
		this.#events.closed();
	}
}
