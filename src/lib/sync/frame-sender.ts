import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { needsChunks, splitFrame, type Chunk } from '../protocol/chunks.ts';
import { encodeFrame, type ClientFrame } from '../protocol/frames.ts';
import type { Socket } from './socket.ts';

/** Unsent bytes above which no further chunk is handed to the socket: what comes between waits for no more than these. */
export const CHUNK_BACKLOG_BYTES = 128 * 1024;
/** Milliseconds between two looks at whether the socket has room again. */
const LOOK_MS = 20;

/** A channel whose large frame is on its way, and what must wait behind it. */
type Lane = { readonly chunks: Chunk[]; readonly behind: Uint8Array<ArrayBuffer>[] };

/**
 * Brings frames to the socket: large ones in chunks, as fast as it takes them, so that other channels, presence
 * and pings pass between. Within a channel the order is kept.
 */
export class FrameSender {
	readonly #clock: Clock;
	readonly #socket: Pick<Socket, 'bufferedAmount' | 'send'>;
	readonly #lanes = new Map<number, Lane>();
	#cancelLook: Dispose | null = null;

	constructor(clock: Clock, socket: Pick<Socket, 'bufferedAmount' | 'send'>) {
		this.#clock = clock;
		this.#socket = socket;
	}

	/** Bytes that did not leave yet: here or in the socket. */
	get bufferedAmount(): number {
		let bytes = this.#socket.bufferedAmount;
		for (const { chunks, behind } of this.#lanes.values()) {
			for (const chunk of chunks) bytes += chunk.bytes.byteLength;
			for (const frame of behind) bytes += frame.byteLength;
		}
		return bytes;
	}

	/** Whether something large of this channel has not been handed to the socket yet. */
	isBusy(channel: number): boolean {
		return this.#lanes.has(channel);
	}

	send(frame: ClientFrame): void {
		const bytes = encodeFrame(frame);
		if (!('channel' in frame)) return this.#socket.send(bytes);
		const { channel, type } = frame;
		// Nobody needs the rest of what was said on a channel that ends.
		if (type === 'close') this.#lanes.delete(channel);
		// What is stale in a moment passes by.
		const lane = type === 'presence' || type === 'signal' ? undefined : this.#lanes.get(channel);
		if (lane) lane.behind.push(bytes);
		else this.#start(channel, bytes);
	}

	dispose(): void {
		this.#lanes.clear();
		this.#cancelLook?.();
		this.#cancelLook = null;
	}

	#start(channel: number, bytes: Uint8Array<ArrayBuffer>): void {
		if (!needsChunks(bytes)) return this.#socket.send(bytes);
		this.#lanes.set(channel, { chunks: splitFrame(channel, bytes), behind: [] });
		this.#pump();
	}

	// One chunk of each channel in turn.
	#pump(): void {
		this.#cancelLook?.();
		this.#cancelLook = null;
		while (this.#lanes.size > 0 && this.#socket.bufferedAmount <= CHUNK_BACKLOG_BYTES) {
			const [channel, lane] = [...this.#lanes][0] as [number, Lane];
			this.#lanes.delete(channel);
			const chunk = lane.chunks.shift();
			if (chunk) this.#socket.send(encodeFrame({ type: 'chunk', ...chunk }));
			if (lane.chunks.length > 0) this.#lanes.set(channel, lane);
			else this.#release(channel, lane);
		}
		if (this.#lanes.size > 0) this.#cancelLook = this.#clock.after(LOOK_MS, () => this.#pump());
	}

	#release(channel: number, { behind }: Lane): void {
		for (let next = behind.shift(); next; next = behind.shift()) {
			if (needsChunks(next)) {
				this.#lanes.set(channel, { chunks: splitFrame(channel, next), behind });
				return;
			}
			this.#socket.send(next);
		}
	}
}
