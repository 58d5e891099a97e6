import { err, ok, type Result } from '../base/result.ts';
import { CHUNK_BYTES, MAX_CHUNKED_BYTES, MAX_CHUNKED_FRAMES } from './limits.ts';

/** One piece of a frame too large for one message. `left`: pieces that follow, 0 for the last. */
export type Chunk = { readonly channel: number; readonly left: number; readonly bytes: Uint8Array };

export const needsChunks = (frame: Uint8Array): boolean => frame.byteLength > CHUNK_BYTES;

/** The pieces of an encoded frame, in the order they must be sent. */
export function splitFrame(channel: number, frame: Uint8Array): Chunk[] {
	const count = Math.max(1, Math.ceil(frame.byteLength / CHUNK_BYTES));
	return Array.from({ length: count }, (_, i) => ({
		channel,
		left: count - 1 - i,
		bytes: frame.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
	}));
}

type Pieces = { readonly pieces: Uint8Array[]; left: number; bytes: number };

/** Puts chunked frames together again, one a channel at a time, within bounds. */
export class ChunkAssembler {
	readonly #partials = new Map<number, Pieces>();
	#bytes = 0;

	/** Bytes of frames that are not whole yet. */
	get waitingBytes(): number {
		return this.#bytes;
	}

	/** The whole frame once its last piece is here, null before; an error for a piece that cannot be. */
	take({ channel, left, bytes }: Chunk): Result<Uint8Array | null, string> {
		const partial = this.#partials.get(channel) ?? this.#begin(channel, left);
		if (!partial) return err(`More than ${MAX_CHUNKED_FRAMES} chunked frames at once`);
		if (left !== partial.left) return err('A chunk is missing, or one too many');
		if (bytes.byteLength === 0 || bytes.byteLength > CHUNK_BYTES)
			return err('A chunk of no or too many bytes');
		// All channels share one allowance: what a peer can make us hold does not grow with what it opens.
		if (this.#bytes + bytes.byteLength > MAX_CHUNKED_BYTES) return err('The chunks come to too many bytes');
		partial.pieces.push(bytes);
		partial.left--;
		partial.bytes += bytes.byteLength;
		this.#bytes += bytes.byteLength;
		if (left > 0) return ok(null);
		this.drop(channel);
		return ok(join(partial));
	}

	/** Forgets the pieces of a channel that was closed. */
	drop(channel: number): void {
		const partial = this.#partials.get(channel);
		if (!partial) return;
		this.#partials.delete(channel);
		this.#bytes -= partial.bytes;
	}

	#begin(channel: number, left: number): Pieces | null {
		if (this.#partials.size >= MAX_CHUNKED_FRAMES) return null;
		const partial: Pieces = { pieces: [], left, bytes: 0 };
		this.#partials.set(channel, partial);
		return partial;
	}
}

function join({ pieces, bytes }: Pieces): Uint8Array {
	const whole = new Uint8Array(bytes);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.byteLength;
	}
	return whole;
}
