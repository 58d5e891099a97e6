import { WebSocket } from 'ws';
import type { Clock } from '#lib/base/clock.ts';
import { Disposer, type Dispose } from '#lib/base/disposer.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { HEARTBEAT_MS } from '#lib/protocol/limits.ts';

/** Behind this many unsent bytes presence is dropped: the next one replaces it anyway. */
const PRESENCE_BACKLOG_BYTES = 256 * 1024;
/** Milliseconds a suspected socket has to answer, and a closing one to say goodbye. */
const PROBE_MS = 5_000;
const GOODBYE_MS = 2_000;
// Unread messages, or bytes of them, that make us stop reading from a socket until we have caught up.
const MAX_UNREAD = 64;
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;

type Limits = {
	readonly clock: Clock;
	/** Unsent bytes behind which the client is cut off. */
	readonly backlogBytes: number;
};

type Events = {
	/** Handled one after the other; a promise holds back the next. */
	readonly message: (bytes: Uint8Array) => Promise<void> | void;
	readonly closed: () => void;
	/** Every half heartbeat. */
	readonly beat: () => void;
};

/** One WebSocket: messages in order, a bounded way out, and an end when the other side is gone. */
export class Wire {
	#socket: WebSocket;
	#clock: Clock;
	#backlogBytes: number;
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

	constructor(socket: WebSocket, { clock, backlogBytes }: Limits, events: Events) {
		this.#socket = socket;
		this.#clock = clock;
		this.#backlogBytes = backlogBytes;
		this.#events = events;
		socket.on('message', (data: Buffer, isBinary) => this.#receive(data, isBinary));
		socket.on('pong', () => this.#noteLife());
		socket.on('ping', () => this.#noteLife());
		// ws closes the socket by itself after an error (too large a frame, broken framing).
		socket.on('error', () => {});
		socket.on('close', () => this.#end());
		this.#cleanup.add(() => {
			this.#cancelBeat();
			this.#cancelProbe?.();
		});
		this.#scheduleBeat();
	}

	get isOpen(): boolean {
		return !this.#closing && this.#socket.readyState === WebSocket.OPEN;
	}

	send(bytes: Uint8Array): void {
		if (!this.isOpen) return;
		if (this.#socket.bufferedAmount > this.#backlogBytes + this.#loadingBytes) {
			return this.close(CLOSE.slowConsumer, 'You fell too far behind');
		}
		this.#socket.send(bytes);
	}

	/**
	 * For whole documents: resolves once the socket has taken the bytes, so that who opens many documents on a
	 * slow line gets them one after the other. What loads is no sign of falling behind.
	 */
	sendDocument(bytes: Uint8Array): Promise<void> {
		if (!this.isOpen) return Promise.resolve();
		this.#loadingBytes += bytes.byteLength;
		return new Promise((resolve) => {
			// An error means that the socket is gone, which its close event tells everybody.
			this.#socket.send(bytes, () => {
				this.#loadingBytes -= bytes.byteLength;
				resolve();
			});
		});
	}

	/** For what is stale in a moment: dropped when the way out is busy. */
	sendPassing(bytes: Uint8Array): void {
		if (this.#socket.bufferedAmount <= PRESENCE_BACKLOG_BYTES) this.send(bytes);
	}

	/** Nothing is read or sent any more; the socket goes, politely or not. */
	close(code: number, reason: string): void {
		if (this.#closing) return;
		this.#closing = true;
		this.#inbox = [];
		this.#socket.close(code, reason);
		this.#cleanup.add(this.#clock.after(GOODBYE_MS, () => this.#socket.terminate()));
	}

	terminate(): void {
		this.#closing = true;
		this.#socket.terminate();
	}

	/** Ends the socket unless the other side answers soon. */
	probe(): void {
		if (this.#cancelProbe || !this.isOpen) return;
		this.#cancelProbe = this.#clock.after(PROBE_MS, () => this.terminate());
		this.#socket.ping();
	}

	#receive(data: Buffer, isBinary: boolean): void {
		this.#noteLife();
		if (this.#closing) return;
		if (!isBinary) return this.close(CLOSE.badFrame, 'Messages must be binary');
		this.#inbox.push(data);
		this.#unreadBytes += data.byteLength;
		if (this.#inbox.length >= MAX_UNREAD || this.#unreadBytes >= MAX_UNREAD_BYTES) this.#socket.pause();
		if (!this.#reading) void this.#read();
	}

	async #read(): Promise<void> {
		this.#reading = true;
		for (let bytes = this.#inbox.shift(); bytes; bytes = this.#inbox.shift()) {
			const handling = this.#events.message(bytes);
			this.#unreadBytes -= bytes.byteLength;
			if (handling) await handling;
			if (this.#socket.isPaused && this.#inbox.length === 0) this.#socket.resume();
		}
		this.#reading = false;
	}

	#noteLife(): void {
		this.#heard = true;
		this.#cancelProbe?.();
		this.#cancelProbe = null;
	}

	#scheduleBeat(): void {
		this.#cancelBeat = this.#clock.after(HEARTBEAT_MS / 2, () => {
			this.#scheduleBeat();
			this.#silentBeats = this.#heard ? 0 : this.#silentBeats + 1;
			this.#heard = false;
			if (this.#silentBeats >= 3) return this.terminate();
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
