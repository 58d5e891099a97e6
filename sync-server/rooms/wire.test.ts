import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ManualClock } from '#lib/base/clock.ts';
import { Wire } from './wire.ts';

/** As much of a socket as reading needs. */
class QuietSocket extends EventEmitter {
	readonly readyState = WebSocket.OPEN;
	readonly bufferedAmount = 0;
	isPaused = false;
	pause(): void {
		this.isPaused = true;
	}
	resume(): void {
		this.isPaused = false;
	}
}

describe('one socket', () => {
	it('[L10] is not read on while what it sent already is too much to hold', async () => {
		const socket = new QuietSocket();
		let handled = 0;
		let goOn = () => {};
		const message = () => {
			handled++;
			return handled > 1 ? undefined : new Promise<void>((resolve) => (goOn = resolve));
		};
		const limits = { clock: new ManualClock(), backlogBytes: 1 };
		new Wire(socket as unknown as WebSocket, limits, { message, closed: () => {}, beat: () => {} });
		const large = Buffer.alloc(16 * 1024 * 1024);
		for (let i = 0; i < 2; i++) socket.emit('message', large, true);
		expect(socket.isPaused, 'one is being handled, one waits').toBe(false);
		socket.emit('message', large, true);
		expect(socket.isPaused).toBe(true);
		goOn();
		await new Promise(setImmediate);
		expect([handled, socket.isPaused]).toEqual([3, false]);
	});
});
