import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { ChunkAssembler } from '../protocol/chunks.ts';
import { decodeClientFrame, type ClientFrame } from '../protocol/frames.ts';
import { CHUNK_BYTES } from '../protocol/limits.ts';
import { CHUNK_BACKLOG_BYTES, FrameSender } from './frame-sender.ts';

/** A socket that takes everything and brings away what the test lets go. */
function setup() {
	const clock = new ManualClock();
	const sent: ClientFrame[] = [];
	const socket = {
		bufferedAmount: 0,
		send(bytes: Uint8Array) {
			socket.bufferedAmount += bytes.byteLength;
			const frame = decodeClientFrame(bytes);
			if (frame.ok) sent.push(frame.value);
		},
	};
	const drain = (bytes = Infinity) => {
		socket.bufferedAmount = Math.max(0, socket.bufferedAmount - bytes);
		clock.advance(20);
	};
	return { clock, sent, socket, drain, sender: new FrameSender(clock, socket) };
}

const update = (channel: number, seq: number, length: number): ClientFrame => ({
	type: 'update',
	channel,
	seq,
	update: new Uint8Array(length).fill(seq),
});

/** What arrives on the other side, in its order. */
function receive(sent: readonly ClientFrame[]): string[] {
	const assembler = new ChunkAssembler();
	return sent.flatMap((frame) => {
		if (frame.type !== 'chunk') return 'channel' in frame ? `${frame.type} ${frame.channel}` : frame.type;
		const whole = assembler.take(frame);
		const inner = whole.ok && whole.value && decodeClientFrame(whole.value);
		return inner && inner.ok && inner.value.type === 'update' ? `large ${inner.value.channel}` : [];
	});
}

describe('the sender of frames', () => {
	it('[L21] hands the socket no more of a large frame than it takes, and lets the rest pass between', () => {
		const { sent, socket, drain, sender } = setup();
		sender.send(update(1, 1, 20 * CHUNK_BYTES));
		expect(socket.bufferedAmount).toBeLessThan(CHUNK_BACKLOG_BYTES + 2 * CHUNK_BYTES);
		expect(sender.isBusy(1)).toBe(true);
		sender.send({ type: 'ping' });
		sender.send(update(2, 1, 10));
		sender.send({ type: 'presence', channel: 1, presence: new Uint8Array([1]) });
		sender.send(update(1, 2, 10));
		for (let i = 0; i < 30; i++) drain();
		expect(receive(sent)).toEqual(['ping', 'update 2', 'presence 1', 'large 1', 'update 1']);
		expect(sender.isBusy(1)).toBe(false);
		expect(sender.bufferedAmount).toBe(0);
	});

	it('[L21] large frames of several channels share the way, those of one keep their order', () => {
		const { sent, drain, sender } = setup();
		sender.send(update(1, 1, 30 * CHUNK_BYTES));
		sender.send(update(1, 2, 3 * CHUNK_BYTES));
		sender.send(update(2, 1, 5 * CHUNK_BYTES));
		for (let i = 0; i < 60; i++) drain();
		expect(receive(sent)).toEqual(['large 2', 'large 1', 'large 1']);
	});

	it('[L21] a channel that is closed sends no more of it, and leaves no timer', () => {
		const { clock, sent, drain, sender } = setup();
		sender.send(update(1, 1, 20 * CHUNK_BYTES));
		sender.send({ type: 'close', channel: 1 });
		const before = sent.length;
		for (let i = 0; i < 5; i++) drain();
		expect(sent.length).toBe(before);
		expect(sent.at(-1)).toEqual({ type: 'close', channel: 1 });
		expect(clock.pending).toBe(0);
	});

	it('leaves no timer behind', () => {
		const { clock, sender } = setup();
		sender.send(update(1, 1, 20 * CHUNK_BYTES));
		expect(clock.pending).toBe(1);
		sender.dispose();
		expect(clock.pending).toBe(0);
	});
});
