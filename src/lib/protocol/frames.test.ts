import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	decodeClientFrame,
	decodeServerFrame,
	encodeFrame,
	type ClientFrame,
	type ServerFrame,
} from './frames.ts';

const bytes = fc.uint8Array({ maxLength: 64 });
const channel = fc.nat(1000);
const role = fc.constantFrom('owner' as const, 'editor' as const, 'viewer' as const);

const clientFrame: fc.Arbitrary<ClientFrame> = fc.oneof(
	fc.record({ type: fc.constant('hello' as const), protocol: fc.nat(99), client: fc.string() }),
	fc.record({ type: fc.constant('auth' as const), token: fc.string() }),
	fc.record({ type: fc.constant('open' as const), channel, address: fc.string(), stateVector: bytes }),
	fc.record({ type: fc.constant('update' as const), channel, seq: fc.nat(), update: bytes }),
	fc.record({ type: fc.constant('presence' as const), channel, presence: bytes }),
	fc.record({ type: fc.constant('close' as const), channel }),
	fc.constant({ type: 'ping' as const }),
);

const serverFrame: fc.Arbitrary<ServerFrame> = fc.oneof(
	fc.record({ type: fc.constant('welcome' as const), protocol: fc.nat(99), server: fc.string() }),
	fc.record({ type: fc.constant('granted' as const), projectId: fc.string(), role }),
	fc.record({ type: fc.constant('opened' as const), channel, role, stateVector: bytes, update: bytes }),
	fc.record({ type: fc.constant('server-update' as const), channel, update: bytes }),
	fc.record({ type: fc.constant('ack' as const), channel, seq: fc.nat() }),
	fc.record({ type: fc.constant('server-presence' as const), channel, presence: bytes }),
	fc.record({
		type: fc.constant('error' as const),
		channel,
		project: fc.string(),
		error: fc.record({
			code: fc.constantFrom('invalid' as const, 'forbidden' as const, 'unavailable' as const),
			message: fc.string(),
		}),
	}),
	fc.constant({ type: 'pong' as const }),
);

describe('frames', () => {
	it('[P1] what a client encodes, the server reads back unchanged', () => {
		fc.assert(
			fc.property(clientFrame, (frame) => {
				expect(decodeClientFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame });
			}),
		);
	});

	it('[P1] what the server encodes, a client reads back unchanged', () => {
		fc.assert(
			fc.property(serverFrame, (frame) => {
				expect(decodeServerFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame });
			}),
		);
	});

	it('[P2] random bytes are a frame or an error, never a throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
				expect(typeof decodeClientFrame(noise).ok).toBe('boolean');
			}),
		);
	});

	it('[P2] a cut-off frame and one with bytes left over are refused', () => {
		const whole = encodeFrame({ type: 'update', channel: 3, seq: 7, update: new Uint8Array([1, 2, 3]) });
		expect(decodeClientFrame(whole.slice(0, -1)).ok).toBe(false);
		expect(decodeClientFrame(new Uint8Array([...whole, 0])).ok).toBe(false);
	});

	it('[P3] each side may only say what is its own', () => {
		expect(decodeClientFrame(encodeFrame({ type: 'ack', channel: 1, seq: 1 })).ok).toBe(false);
		expect(decodeServerFrame(encodeFrame({ type: 'auth', token: 'x' })).ok).toBe(false);
	});
});
