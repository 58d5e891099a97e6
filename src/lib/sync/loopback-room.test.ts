import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { SIGNAL_QUOTAS } from '../protocol/signals.ts';
import { LoopbackRoom } from './loopback-room.ts';
import type { Signal } from './signals.ts';

const bytes = (length = 3) => new Uint8Array(length).fill(7);

function setup() {
	const clock = new ManualClock();
	const room = new LoopbackRoom(clock);
	const join = (clientId: number, role: 'editor' | 'viewer' = 'editor') => {
		const port = room.join({ clientId, user: `user ${clientId}`, role });
		const heard: Signal[] = [];
		port.onSignal((signal) => heard.push(signal));
		return { port, heard };
	};
	return { clock, room, join };
}

describe('a room without a server', () => {
	it('[L31] works alone: what is said is taken, and nobody hears it', () => {
		const { clock, join } = setup();
		const { port, heard } = join(1);
		expect(port.send('chat', bytes()).ok).toBe(true);
		clock.advance(1_000);
		expect(heard).toEqual([]);
		expect(clock.pending).toBe(0);
	});

	it('[L31] others here hear it, with who said it, after the call and in order', () => {
		const { clock, join } = setup();
		const [ann, ben] = [join(1), join(2)];
		ann.port.send('chat', new Uint8Array([1]));
		ann.port.send('reaction', new Uint8Array([2]));
		expect(ben.heard).toEqual([]);
		clock.advance(0);
		expect(ben.heard).toEqual([
			{ clientId: 1, user: 'user 1', kind: 'chat', payload: new Uint8Array([1]) },
			{ clientId: 1, user: 'user 1', kind: 'reaction', payload: new Uint8Array([2]) },
		]);
		expect(ann.heard).toEqual([]);
		ben.port.leave();
		ann.port.send('chat', bytes());
		clock.advance(0);
		expect(ben.heard).toHaveLength(2);
	});

	it('[L31] [L30] has the quotas and rights of the line', () => {
		const { clock, join } = setup();
		const { port } = join(1);
		const { burst, bytes: most } = SIGNAL_QUOTAS.chat;
		for (let i = 0; i < burst; i++) expect(port.send('chat', bytes()).ok).toBe(true);
		expect(port.send('chat', bytes())).toMatchObject({ error: { code: 'rate-limited', retryAfter: 1 } });
		clock.advance(1_000);
		expect(port.send('chat', bytes()).ok).toBe(true);
		expect(port.send('chat', bytes(most + 1))).toMatchObject({ error: { code: 'too-large' } });
		expect(join(2, 'viewer').port.send('drag', bytes())).toMatchObject({ error: { code: 'forbidden' } });
		expect(join(3, 'viewer').port.send('chat', bytes()).ok).toBe(true);
	});
});
