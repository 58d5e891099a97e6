import type { FramedMessages, Parts, ServerSocket, ServerSocketEvents } from '#server/rooms/server-socket.ts';
import type { EndEvents, SocketEnd } from './virtual-network.ts';

/** The server's end of a virtual socket, as its sessions use it. */
export class ServerEnd implements ServerSocket {
	readonly #end: SocketEnd;
	readonly #isLost: ((message: Uint8Array) => boolean) | null;
	readonly #isDeaf: boolean;
	#heard: ServerSocketEvents | null = null;
	#isOver = false;
	isPaused = false;
	readonly events: EndEvents = {
		message: (bytes) => this.#heard?.message(bytes, true),
		pinged: () => this.#heard?.heartbeat(),
		ponged: () => this.#heard?.heartbeat(),
		closed: () => {
			this.#isOver = true;
			if (!this.#isDeaf) this.#heard?.closed();
		},
	};

	/** `isLost`: whether a message goes astray, in a server broken on purpose. */
	constructor(end: SocketEnd, isLost: ((message: Uint8Array) => boolean) | null, isDeaf: boolean) {
		this.#end = end;
		this.#isLost = isLost;
		this.#isDeaf = isDeaf;
	}

	get isOpen(): boolean {
		return !this.#end.isClosing && !this.#isOver;
	}

	get bufferedAmount(): number {
		return this.#end.bufferedAmount;
	}

	send(message: Uint8Array): void {
		if (!this.#isLost?.(message)) this.#end.send(message);
	}

	sendParts(parts: Parts, onTaken: () => void): void {
		const message = new Uint8Array(Buffer.concat(parts));
		if (this.#isLost?.(message)) onTaken();
		else this.#end.send(message, onTaken);
	}

	sendFramed({ messages }: FramedMessages): void {
		for (const message of messages) this.send(message);
	}

	pause(): void {
		this.isPaused = true;
		this.#end.setPaused(true);
	}

	resume(): void {
		this.isPaused = false;
		this.#end.setPaused(false);
	}

	ping(): void {
		this.#end.ping();
	}

	close(code: number, reason: string): void {
		this.#end.close(code, reason);
	}

	terminate(): void {
		this.#end.terminate();
	}

	listen(events: ServerSocketEvents): void {
		this.#heard = events;
	}
}
