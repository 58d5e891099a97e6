import { describe, expect, it } from 'vitest';
import { ChunkAssembler } from '#lib/protocol/chunks.ts';
import { decodeServerFrame, encodeFrame } from '#lib/protocol/frames.ts';
import { CHUNK_BYTES } from '#lib/protocol/limits.ts';
import { openedMessages } from './opened-messages.ts';

const head = {
	type: 'opened',
	channel: 300,
	role: 'editor',
	epoch: 7,
	stateVector: new Uint8Array([1, 2, 3]),
} as const;

describe('the messages that give a document', () => {
	it.each([0, 1, CHUNK_BYTES - 20, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 5])(
		'[L7] are those of the whole frame, %i bytes of document or so, which are not copied',
		(bytes) => {
			const update = new Uint8Array(bytes).map((_, i) => i % 251);
			const frame = encodeFrame({ ...head, update });
			const messages = openedMessages(head, update);
			for (const part of messages.flatMap((parts) => parts.slice(-1)))
				expect(part.buffer).toBe(update.buffer);
			const whole = messages.map((parts) => Buffer.concat(parts));
			if (frame.byteLength <= CHUNK_BYTES) return expect(whole).toEqual([Buffer.from(frame)]);
			const assembler = new ChunkAssembler();
			const results = whole.map((message) => {
				const chunk = decodeServerFrame(message);
				if (!chunk.ok || chunk.value.type !== 'server-chunk') throw new Error('Not a chunk');
				return assembler.take(chunk.value);
			});
			expect(results.at(-1)).toEqual({ ok: true, value: frame });
			expect(results.slice(0, -1).every((result) => result.ok && result.value === null)).toBe(true);
		},
	);
});
