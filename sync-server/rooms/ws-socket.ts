import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import {
	frameHeader,
	frameMessages,
	joinFramed,
	sizeOf,
	type FramedMessages,
	type Parts,
	type ServerSocket,
	type ServerSocketEvents,
} from './server-socket.ts';

/** Messages up to this size are gathered; larger ones are not worth a copy. */
const SMALL_BYTES = 16 * 1024;

const { OPEN } = WebSocket;
const EMPTY = new Uint8Array();

/**
 * A socket of `ws`. Framed messages bypass it and go to the stream below: without compression and fragments `ws`
 * writes each frame at once and whole, so the two never mix within a frame. Small messages of one turn leave in one
 * write, with the framed ones that follow: an acknowledgement and the updates behind it.
 */
export class WsSocket implements ServerSocket {
	#ws: WebSocket;
	#stream: Duplex;
	#gathered: FramedMessages[] = [];
	#gatheredBytes = 0;

	constructor(ws: WebSocket, stream: Duplex) {
		this.#ws = ws;
		this.#stream = stream;
	}

	get isOpen(): boolean {
		return this.#ws.readyState === OPEN;
	}

	get isPaused(): boolean {
		return this.#ws.isPaused;
	}

	get bufferedAmount(): number {
		// What `ws` itself holds back waits for compression, which is off.
		return this.#stream.writableLength + this.#gatheredBytes;
	}

	send(message: Uint8Array): void {
		if (message.byteLength <= SMALL_BYTES) return this.#gather(frameMessages([message]));
		this.#flush();
		this.#ws.send(message);
	}

	sendParts(parts: Parts, onTaken: () => void): void {
		this.#flush();
		if (!this.isOpen || !this.#stream.writable) return onTaken();
		this.#stream.cork();
		this.#stream.write(frameHeader(sizeOf(parts)));
		for (const part of parts.slice(0, -1)) this.#stream.write(part);
		// Nothing there: the header alone is the message.
		this.#stream.write(parts.at(-1) ?? EMPTY, onTaken);
		this.#stream.uncork();
	}

	sendFramed(framed: FramedMessages): void {
		if (this.#gathered.length === 0) return this.#write(framed);
		this.#gather(framed);
		this.#flush();
	}

	pause(): void {
		this.#ws.pause();
	}

	resume(): void {
		this.#ws.resume();
	}

	ping(): void {
		this.#flush();
		this.#ws.ping();
	}

	close(code: number, reason: string): void {
		this.#flush();
		this.#ws.close(code, reason);
	}

	terminate(): void {
		this.#ws.terminate();
	}

	listen({ message, heartbeat, closed }: ServerSocketEvents): void {
		this.#ws.on('message', (data: Buffer, isBinary) => message(data, isBinary));
		this.#ws.on('pong', heartbeat);
		this.#ws.on('ping', heartbeat);
		// ws closes the socket by itself after an error (too large a frame, broken framing).
		this.#ws.on('error', () => {});
		this.#ws.on('close', closed);
	}

	#gather(framed: FramedMessages): void {
		if (this.#gathered.length === 0) process.nextTick(() => this.#flush());
		this.#gathered.push(framed);
		this.#gatheredBytes += framed.wire.byteLength;
	}

	#flush(): void {
		if (this.#gathered.length === 0) return;
		const all = joinFramed(this.#gathered);
		this.#gathered = [];
		this.#gatheredBytes = 0;
		this.#write(all);
	}

	#write({ wire }: FramedMessages): void {
		if (this.isOpen && this.#stream.writable) this.#stream.write(wire);
	}
}
