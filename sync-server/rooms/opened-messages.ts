import type { ServerFrame } from '#lib/protocol/frames.ts';
import { encodeHead } from '#lib/protocol/frames.ts';
import { CHUNK_BYTES } from '#lib/protocol/limits.ts';
import { sizeOf, type Parts } from './server-socket.ts';

type Opened = Extract<ServerFrame, { readonly type: 'opened' }>;

/**
 * The messages that give a document: one, or as many chunks as it takes. However many people join, its bytes are in
 * memory once.
 */
export function openedMessages(opened: Omit<Opened, 'update'>, update: Uint8Array): Parts[] {
	const frame = [encodeHead(opened, update.byteLength), update];
	const size = sizeOf(frame);
	if (size <= CHUNK_BYTES) return [frame];
	const { channel } = opened;
	const count = Math.ceil(size / CHUNK_BYTES);
	return Array.from({ length: count }, (_, i) => {
		const piece = cut(frame, i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES);
		return [encodeHead({ type: 'server-chunk', channel, left: count - 1 - i }, sizeOf(piece)), ...piece];
	});
}

/** The bytes from `from` to `to` of parts that follow each other. */
function cut(parts: Parts, from: number, to: number): Parts {
	let at = 0;
	const pieces: Uint8Array[] = [];
	for (const part of parts) {
		const piece = part.subarray(Math.max(0, from - at), Math.max(0, to - at));
		if (piece.byteLength > 0) pieces.push(piece);
		at += part.byteLength;
	}
	return pieces;
}
