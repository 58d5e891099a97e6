import { createHash } from 'node:crypto';

/** Bytes that arrived up to `end`, and when the last of them did. */
export type Arrival = { readonly at: number; readonly end: number };
export type Frame = { readonly opcode: number; readonly start: number; readonly end: number };

const BINARY = 2;

/** What one connection heard, as plain data: it can go from thread to thread. */
export type RecordingData = {
	readonly bytes: Uint8Array;
	readonly arrivals: readonly Arrival[];
	readonly ended: boolean;
};

/** What one connection heard, to be read afterwards. */
export class Recording {
	readonly #data: RecordingData;
	readonly #bytes: Buffer;

	constructor(data: RecordingData) {
		this.#data = data;
		this.#bytes = Buffer.from(data.bytes.buffer, data.bytes.byteOffset, data.bytes.byteLength);
	}

	/** Whether the server hung up. */
	get ended(): boolean {
		return this.#data.ended;
	}

	/** All of it as one value: equal for all that heard the same. */
	hash(): string {
		return createHash('sha1').update(this.#bytes).digest('base64');
	}

	/** The messages, each with where it ends. */
	messages(): { payload: Uint8Array; end: number }[] {
		const found: { payload: Uint8Array; end: number }[] = [];
		for (let frame = frameAt(this.#bytes, 0); frame; frame = frameAt(this.#bytes, frame.end)) {
			const { opcode, start, end } = frame;
			if (opcode === BINARY) found.push({ payload: this.#bytes.subarray(start, end), end });
		}
		return found;
	}

	/** When the bytes up to each of these arrived, in rising order; they may be of an equal recording. */
	arrivalsOf(ends: readonly number[]): number[] {
		const { arrivals } = this.#data;
		let arrival = 0;
		return ends.map((end) => {
			while ((arrivals[arrival]?.end ?? Infinity) < end) arrival++;
			return arrivals[arrival]?.at ?? NaN;
		});
	}
}

/** The frame of a server that begins there; null when not all of it is. */
export function frameAt(bytes: Buffer, at: number): Frame | null {
	if (at + 2 > bytes.length) return null;
	const short = (bytes[at + 1] ?? 0) & 0x7f;
	const header = short < 126 ? 2 : short === 126 ? 4 : 10;
	if (at + header > bytes.length) return null;
	const start = at + header;
	const end = start + lengthAt(bytes, at + 2, short);
	return end > bytes.length ? null : { opcode: (bytes[at] ?? 0) & 0xf, start, end };
}

function lengthAt(bytes: Buffer, at: number, short: number): number {
	if (short < 126) return short;
	return short === 126 ? bytes.readUInt16BE(at) : Number(bytes.readBigUInt64BE(at));
}
