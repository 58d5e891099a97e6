import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { now } from './processes.ts';
import { frameAt, type Arrival, type Frame, type RecordingData } from './recording.ts';

/** A message the other side sent, and when its last byte arrived. */
export type Message = { readonly at: number; readonly payload: Uint8Array };

type Address = { readonly port: number; readonly path: string; readonly protocol: string | null };

const BINARY = 0x82;
const PING = 0x9;
const PONG = 0x8a;
const CLOSE = 0x8;

// Node hands over what it read before it reads again, so all sockets share one buffer.
const shared = Buffer.allocUnsafeSlow(256 * 1024);

/** One message of a client as it travels: masked, as the protocol asks of clients. */
export function frameOf(payload: Uint8Array, opcode = BINARY): Buffer {
	const { length } = payload;
	const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const frame = Buffer.allocUnsafe(header + 4 + length);
	frame[0] = opcode;
	if (header === 2) frame[1] = 0x80 | length;
	else if (header === 4) {
		frame[1] = 0x80 | 126;
		frame.writeUInt16BE(length, 2);
	} else {
		frame[1] = 0x80 | 127;
		frame.writeBigUInt64BE(BigInt(length), 2);
	}
	const mask = randomBytes(4);
	frame.set(mask, header);
	for (let i = 0; i < length; i++) frame[header + 4 + i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
	return frame;
}

/**
 * A WebSocket client that costs next to nothing: while a measurement runs it only copies what arrives and notes the
 * time. What it all means is read afterwards.
 */
export class RawSocket {
	readonly #socket: Socket;
	#store: Buffer;
	#length = 0;
	#readTo = 0;
	#arrivals: Arrival[] = [];
	#wake: (() => void) | null = null;
	ended = false;
	/** Reads messages as they come, to answer pings. */
	attentive = false;

	private constructor(port: number, capacity: number) {
		this.#store = Buffer.allocUnsafeSlow(capacity);
		this.#socket = connect({
			port,
			host: '127.0.0.1',
			noDelay: true,
			onread: {
				buffer: shared,
				callback: (count) => {
					this.#take(count);
					return true;
				},
			},
		});
		this.#socket.on('error', () => {}); // the close that follows says it all
		this.#socket.on('close', () => {
			this.ended = true;
			this.#wake?.();
		});
	}

	/** Connects and upgrades. `capacity`: bytes it will receive, if known, so that it never grows. */
	static async open({ port, path, protocol }: Address, capacity = 16 * 1024): Promise<RawSocket> {
		const raw = new RawSocket(port, capacity);
		const key = randomBytes(16).toString('base64');
		const offer = protocol === null ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`;
		raw.#socket.write(
			`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
				`Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n${offer}\r\n`,
		);
		for (;;) {
			const end = raw.#store.subarray(0, raw.#length).indexOf('\r\n\r\n');
			if (end >= 0) {
				const answer = raw.#store.toString('latin1', 0, end);
				if (!answer.startsWith('HTTP/1.1 101')) throw new Error(`The upgrade was refused: ${answer}`);
				raw.#readTo = end + 4;
				return raw;
			}
			await raw.#more();
		}
	}

	get bytes(): number {
		return this.#length;
	}

	get lastArrival(): number {
		return this.#arrivals.at(-1)?.at ?? 0;
	}

	/** Sends a message already framed by `frameOf`. */
	send(frame: Buffer): void {
		this.#socket.write(frame);
	}

	/** The messages that arrived since the last call. */
	read(): Message[] {
		const messages: Message[] = [];
		let arrival = 0;
		for (let frame = this.#next(); frame; frame = this.#next()) {
			while ((this.#arrivals[arrival]?.end ?? Infinity) < frame.end) arrival++;
			this.#readTo = frame.end;
			const payload = this.#store.subarray(frame.start, frame.end);
			if (frame.opcode === PING) this.#socket.write(frameOf(payload, PONG));
			else if (frame.opcode === CLOSE) this.ended = true;
			else messages.push({ at: this.#arrivals[arrival]?.at ?? NaN, payload });
		}
		return messages;
	}

	/** Resolves with the first message that `wanted` takes; earlier ones are dropped. */
	async next<T>(wanted: (payload: Uint8Array) => T | null): Promise<T> {
		for (;;) {
			for (const { payload } of this.read()) {
				const taken = wanted(payload);
				if (taken !== null) return taken;
			}
			await this.#more();
		}
	}

	/** Resolves when so many bytes have arrived in all. */
	async receive(bytes: number): Promise<void> {
		while (this.#length < bytes) await this.#more();
	}

	/** What arrived and was not read yet; it stays unread. */
	unread(): RecordingData {
		const from = this.#readTo;
		const arrivals = this.#arrivals.map(({ at, end }) => ({ at, end: end - from }));
		return { bytes: this.#store.subarray(from, this.#length), arrivals, ended: this.ended };
	}

	/** Forgets what was read, so that idle sockets stay small. */
	forget(): void {
		this.#store.copyWithin(0, this.#readTo, this.#length);
		this.#length -= this.#readTo;
		this.#readTo = 0;
		this.#arrivals = [];
	}

	close(): void {
		this.#socket.destroy();
	}

	#take(count: number): void {
		while (this.#length + count > this.#store.length) {
			const larger = Buffer.allocUnsafeSlow(this.#store.length * 2);
			this.#store.copy(larger, 0, 0, this.#length);
			this.#store = larger;
		}
		shared.copy(this.#store, this.#length, 0, count);
		this.#length += count;
		this.#arrivals.push({ at: now(), end: this.#length });
		if (this.attentive) {
			this.read();
			this.forget();
		}
		this.#wake?.();
	}

	#next(): Frame | null {
		return frameAt(this.#store.subarray(0, this.#length), this.#readTo);
	}

	#more(): Promise<void> {
		if (this.ended) throw new Error('The server closed the connection');
		return new Promise((resolve) => {
			this.#wake = () => {
				this.#wake = null;
				resolve();
			};
		});
	}
}
