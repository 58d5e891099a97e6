import type { FramedMessages, Parts, ServerSocket, ServerSocketEvents } from '#server/rooms/server-socket.ts';

/** The server's end of a socket without a network: remembers what it was told, and hears what a test says. */
export class MemorySocket implements ServerSocket {
	/** What the server sent and nobody has taken. */
	readonly sent: Uint8Array[] = [];
	isOpen = true;
	isPaused = false;
	/** Bytes that wait in front of a reader who does not read; set by the test. */
	bufferedAmount = 0;
	closing: { readonly code: number; readonly reason: string } | null = null;
	#events: ServerSocketEvents | null = null;

	send(message: Uint8Array): void {
		if (this.isOpen) this.sent.push(message);
	}
	sendParts(parts: Parts, onTaken: () => void): void {
		this.send(new Uint8Array(Buffer.concat(parts)));
		queueMicrotask(onTaken);
	}
	sendFramed({ messages }: FramedMessages): void {
		for (const message of messages) this.send(message);
	}
	pause(): void {
		this.isPaused = true;
	}
	resume(): void {
		this.isPaused = false;
	}
	ping(): void {
		queueMicrotask(() => this.#events?.heartbeat());
	}
	close(code: number, reason: string): void {
		this.closing ??= { code, reason };
		this.terminate();
	}
	terminate(): void {
		if (!this.isOpen) return;
		this.isOpen = false;
		queueMicrotask(() => this.#events?.closed());
	}
	listen(events: ServerSocketEvents): void {
		this.#events = events;
	}

	/** The other side pings, or answers a ping. */
	heartbeat(): void {
		this.#events?.heartbeat();
	}

	/** The other side says this. */
	receive(message: Uint8Array): void {
		this.#events?.message(message, true);
	}
}
