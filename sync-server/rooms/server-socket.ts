/**
 * One WebSocket as the server's sessions see it, its handshake done. Messages are binary. Whoever listens hears
 * everything in order, and `closed` exactly once, last.
 */
export interface ServerSocket {
	/** Neither side has said goodbye. What is sent when it is not open goes nowhere. */
	readonly isOpen: boolean;
	readonly isPaused: boolean;
	/** Bytes handed over and not yet taken by the system. */
	readonly bufferedAmount: number;
	send(message: Uint8Array): void;
	/** Sends one message from where its parts lie; `onTaken` runs once the system has them, or never will. */
	sendParts(parts: Parts, onTaken: () => void): void;
	/** Sends messages that were framed once for many sockets. */
	sendFramed(framed: FramedMessages): void;
	/** Stops and goes on hearing messages; the other side is slowed down meanwhile. */
	pause(): void;
	resume(): void;
	ping(): void;
	/** Says goodbye; `closed` follows once the other side agrees. */
	close(code: number, reason: string): void;
	/** Ends it at once, without a word. */
	terminate(): void;
	/** Called once, before anything has arrived. */
	listen(events: ServerSocketEvents): void;
}

export type ServerSocketEvents = {
	readonly message: (bytes: Uint8Array, isBinary: boolean) => void;
	/** A ping or pong: the other side lives. */
	readonly heartbeat: () => void;
	readonly closed: () => void;
};

/** One message in parts that follow each other: what is large is never copied. They stay as they are until taken. */
export type Parts = readonly Uint8Array[];

/** Messages beside the bytes they are on the wire, header by header: built once, written to many sockets. */
export type FramedMessages = {
	readonly messages: readonly Uint8Array[];
	readonly wire: Uint8Array;
};

const FINAL_BINARY = 0x82;

/** Frames messages as a server does (RFC 6455, section 5.2): binary, final, unmasked. */
export function frameMessages(messages: readonly Uint8Array[]): FramedMessages {
	const wire = Buffer.allocUnsafe(
		messages.reduce((sum, { byteLength }) => sum + headerLength(byteLength) + byteLength, 0),
	);
	let at = 0;
	for (const message of messages) {
		at = writeHeader(wire, at, message.byteLength);
		wire.set(message, at);
		at += message.byteLength;
	}
	return { messages, wire };
}

/** What goes before the parts of a message. */
export function frameHeader(bytes: number): Uint8Array {
	const header = Buffer.allocUnsafe(headerLength(bytes));
	writeHeader(header, 0, bytes);
	return header;
}

export const sizeOf = (parts: Parts): number => parts.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Several framed batches as one. */
export function joinFramed(batches: readonly FramedMessages[]): FramedMessages {
	const [only] = batches;
	if (only && batches.length === 1) return only;
	return {
		messages: batches.flatMap(({ messages }) => messages),
		wire: Buffer.concat(batches.map(({ wire }) => wire)),
	};
}

function headerLength(bytes: number): number {
	if (bytes < 126) return 2;
	return bytes < 65_536 ? 4 : 10;
}

function writeHeader(wire: Buffer, at: number, bytes: number): number {
	wire[at] = FINAL_BINARY;
	if (bytes < 126) return wire.writeUInt8(bytes, at + 1);
	if (bytes < 65_536) {
		wire[at + 1] = 126;
		return wire.writeUInt16BE(bytes, at + 2);
	}
	wire[at + 1] = 127;
	return wire.writeBigUInt64BE(BigInt(bytes), at + 2);
}
