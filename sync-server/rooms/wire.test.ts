import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { noMetrics } from '#server/ops/metrics/metrics.ts';
import { MemorySocket } from '../../tests/helpers/memory-socket.ts';
import { Wire } from './wire.ts';

describe('one socket', () => {
	it('[P16] is not read on while what it sent already is too much to hold', async () => {
		const socket = new MemorySocket();
		let handled = 0;
		let goOn = () => {};
		const message = () => {
			handled++;
			return handled > 1 ? undefined : new Promise<void>((resolve) => (goOn = resolve));
		};
		const limits = { clock: new ManualClock(), backlogBytes: 1, metrics: noMetrics };
		new Wire(socket, limits, { message, closed: () => {}, beat: () => {} });
		const large = Buffer.alloc(16 * 1024 * 1024);
		for (let i = 0; i < 2; i++) socket.receive(large);
		expect(socket.isPaused, 'one is being handled, one waits').toBe(false);
		socket.receive(large);
		expect(socket.isPaused).toBe(true);
		goOn();
		await new Promise(setImmediate);
		expect([handled, socket.isPaused]).toEqual([3, false]);
	});

	it('[L68] a flood is read no faster than a busy client needs, and leaves no timer behind', async () => {
		const clock = new ManualClock();
		const socket = new MemorySocket();
		let handled = 0;
		const message = () => void handled++;
		new Wire(
			socket,
			{ clock, backlogBytes: 1, metrics: noMetrics },
			{ message, closed: () => {}, beat: () => {} },
		);
		const flood = () => {
			while (!socket.isPaused) socket.receive(new Uint8Array([1]));
		};
		flood();
		expect(handled).toBe(5_001);
		const [before, seconds] = [handled, 60];
		for (let ms = 0; ms < seconds * 1000; ms += 50) {
			clock.advance(50);
			// What lives answers the server's own pings.
			await Promise.resolve();
			flood();
		}
		expect(handled - before).toBeGreaterThan(seconds * 900);
		expect(handled - before).toBeLessThanOrEqual(seconds * 1_000 + 1);
		socket.terminate();
		await new Promise(setImmediate);
		expect(clock.pending).toBe(0);
	});

	it('[L68] a socket that rests is not read on because what it sent is handled', async () => {
		const clock = new ManualClock();
		const socket = new MemorySocket();
		new Wire(
			socket,
			{ clock, backlogBytes: 1, metrics: noMetrics },
			{ message: () => Promise.resolve(), closed: () => {}, beat: () => {} },
		);
		for (let i = 0; i <= 5_000; i++) socket.receive(new Uint8Array([1]));
		await new Promise(setImmediate);
		expect(socket.isPaused).toBe(true);
		clock.advance(250);
		expect(socket.isPaused).toBe(false);
	});

	it('[L68] who pings and reads no answer is cut off like everybody who falls behind', () => {
		const socket = new MemorySocket();
		const events = { message: () => {}, closed: () => {}, beat: () => {} };
		new Wire(socket, { clock: new ManualClock(), backlogBytes: 1024, metrics: noMetrics }, events);
		socket.heartbeat();
		expect(socket.isOpen).toBe(true);
		socket.bufferedAmount = 1025;
		socket.heartbeat();
		expect(socket.closing).toMatchObject({ code: CLOSE.slowConsumer });
	});
});
