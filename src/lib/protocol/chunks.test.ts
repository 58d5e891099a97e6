import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../base/result.ts';
import { ChunkAssembler, needsChunks, splitFrame } from './chunks.ts';
import { CHUNK_BYTES, MAX_CHUNKED_BYTES, MAX_CHUNKED_FRAMES } from './limits.ts';

const frameOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31) % 251);

describe('chunks', () => {
	it('[P20] a large frame arrives whole, also when those of other channels come between', () => {
		const frames = [frameOf(CHUNK_BYTES * 3 + 1), frameOf(CHUNK_BYTES * 2), frameOf(CHUNK_BYTES + 7)];
		const lanes = frames.map((frame, i) => splitFrame(i + 1, frame));
		const assembler = new ChunkAssembler();
		const whole = new Map<number, Uint8Array>();
		while (lanes.some((lane) => lane.length > 0)) {
			for (const lane of lanes) {
				const chunk = lane.shift();
				const done = chunk && unwrap(assembler.take(chunk));
				if (done) whole.set(chunk.channel, done);
			}
		}
		frames.forEach((frame, i) => expect(Buffer.compare(frame, whole.get(i + 1) ?? new Uint8Array())).toBe(0));
		expect(assembler.waitingBytes).toBe(0);
	});

	it('[P20] only what is larger than a chunk is split', () => {
		expect(needsChunks(frameOf(CHUNK_BYTES))).toBe(false);
		expect(needsChunks(frameOf(CHUNK_BYTES + 1))).toBe(true);
		expect(splitFrame(1, frameOf(CHUNK_BYTES * 2)).map(({ left }) => left)).toEqual([1, 0]);
	});

	it('[P20] a missing, repeated, empty or oversize chunk is an error', () => {
		const [first, second, third] = splitFrame(1, frameOf(CHUNK_BYTES * 3));
		if (!first || !second || !third) throw new Error('expected three chunks');
		for (const wrong of [first, third, { ...second, bytes: new Uint8Array() }]) {
			const assembler = new ChunkAssembler();
			unwrap(assembler.take(first));
			expect(assembler.take(wrong).ok).toBe(false);
		}
		expect(new ChunkAssembler().take({ ...first, bytes: frameOf(CHUNK_BYTES + 1) }).ok).toBe(false);
	});

	it('[P20] what unfinished frames hold is bounded, whatever their number and announced length', () => {
		const assembler = new ChunkAssembler();
		const piece = (channel: number, left: number) => ({ channel, left, bytes: frameOf(CHUNK_BYTES) });
		for (let channel = 1; channel <= MAX_CHUNKED_FRAMES; channel++) {
			unwrap(assembler.take(piece(channel, 2 ** 40)));
		}
		expect(assembler.take(piece(MAX_CHUNKED_FRAMES + 1, 1)).ok).toBe(false);
		assembler.drop(1);
		expect(assembler.take(piece(MAX_CHUNKED_FRAMES + 1, 1)).ok).toBe(true);
		let left = 2 ** 40;
		while (assembler.take(piece(2, --left)).ok)
			expect(assembler.waitingBytes).toBeLessThanOrEqual(MAX_CHUNKED_BYTES);
		expect(assembler.waitingBytes).toBeLessThanOrEqual(MAX_CHUNKED_BYTES);
	});

	it('[P20] any chunks at all are taken or refused, and never hold more than allowed', () => {
		const chunk = fc.record({
			channel: fc.nat(12),
			left: fc.nat(4),
			bytes: fc.uint8Array({ maxLength: 40 }),
		});
		fc.assert(
			fc.property(fc.array(chunk, { maxLength: 60 }), (chunks) => {
				const assembler = new ChunkAssembler();
				let held = 0;
				for (const each of chunks) {
					const taken = assembler.take(each);
					if (taken.ok) held += each.bytes.byteLength - (taken.value?.byteLength ?? 0);
				}
				expect(assembler.waitingBytes).toBe(held);
			}),
		);
	});
});
