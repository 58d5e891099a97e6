import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	decodeClientFrame,
	decodeServerFrame,
	encodeFrame,
	PROTOCOL_VERSION,
	type ClientFrame,
	type ServerFrame,
} from './frames.ts';
import { PROJECT_ROLES } from './permissions.ts';

const bytes = fc.uint8Array({ maxLength: 64 });
const channel = fc.nat(1000);
const role = fc.constantFrom(...PROJECT_ROLES);

const text = fc.string();
const left = fc.nat(300);
const error = fc.oneof(
	fc.record({
		code: fc.constantFrom('invalid' as const, 'forbidden' as const, 'gap' as const, 'epoch' as const),
		message: text,
	}),
	fc.record({ code: fc.constant('unavailable' as const), message: text, retryAfter: fc.integer({ min: 1 }) }),
);
const features = fc.array(text, { maxLength: 8 });
const protocol = fc.constant(PROTOCOL_VERSION);
const type = <T extends string>(name: T) => fc.constant(name);

const clientFrame: fc.Arbitrary<ClientFrame> = fc.oneof(
	fc.record({ type: type('hello'), protocol, client: text, features }),
	fc.record({ type: type('auth'), token: text }),
	fc.record({ type: type('open'), channel, address: text, epoch: fc.option(fc.nat()), stateVector: bytes }),
	fc.record({ type: type('update'), channel, seq: fc.nat(), update: bytes }),
	fc.record({ type: type('presence'), channel, presence: bytes }),
	fc.record({ type: type('close'), channel }),
	fc.record({ type: type('chunk'), channel, left, bytes }),
	fc.record({ type: type('signal'), channel, kind: text, payload: bytes }),
	fc.constant({ type: 'ping' as const }),
);

const serverFrame: fc.Arbitrary<ServerFrame> = fc.oneof(
	fc.record({ type: type('welcome'), protocol, server: text, features }),
	fc.record({ type: type('granted'), projectId: text, role, user: text, expiresIn: fc.nat() }),
	fc.record({ type: type('opened'), channel, role, epoch: fc.nat(), stateVector: bytes, update: bytes }),
	fc.record({ type: type('server-update'), channel, update: bytes }),
	fc.record({ type: type('ack'), channel, seq: fc.nat() }),
	fc.record({ type: type('server-presence'), channel, presence: bytes }),
	fc.record({ type: type('error'), channel, project: text, error }),
	fc.record({ type: type('server-chunk'), channel, left, bytes }),
	fc.record({
		type: type('server-signal'),
		channel,
		clientId: fc.nat(),
		user: text,
		kind: text,
		payload: bytes,
	}),
	fc.record({ type: type('signal-refused'), channel, kind: text, error }),
	fc.record({ type: type('grant-ended'), projectId: text, error }),
	fc.record({ type: type('members-changed'), projectId: text }),
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
				expect(typeof decodeServerFrame(noise).ok).toBe('boolean');
			}),
		);
	});

	it('[P2] every frame type with random bytes behind it is one frame or an error', () => {
		let read = 0;
		fc.assert(
			fc.property(fc.nat(24), fc.uint8Array({ maxLength: 60 }), (tag, noise) => {
				const message = new Uint8Array([tag, ...noise]);
				for (const frame of [decodeClientFrame(message), decodeServerFrame(message)]) {
					if (!frame.ok) continue;
					read++;
					const isGreeting = frame.value.type === 'hello' || frame.value.type === 'welcome';
					// What was read is what can be said: said again, it reads the same.
					const again = isGreeting ? null : encodeFrame(frame.value);
					if (again) expect([decodeClientFrame(again), decodeServerFrame(again)]).toContainEqual(frame);
				}
			}),
			{ numRuns: 5_000 },
		);
		expect(read).toBeGreaterThan(100);
	});

	it('[P19] a greeting of another version is read as far as its number, and may say more behind it', () => {
		const later = new Uint8Array([0, 7, 255, 255, 255]);
		expect(decodeClientFrame(later)).toMatchObject({ ok: true, value: { type: 'hello', protocol: 7 } });
		const own = encodeFrame({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'x', features: ['y'] });
		expect(decodeClientFrame(new Uint8Array([...own, 9, 9]))).toMatchObject({
			ok: true,
			value: { client: 'x', features: ['y'] },
		});
	});

	it('[P19] an error number of a later version is final, or passing when it says when to return', () => {
		const read = (retryAfter: number) =>
			decodeServerFrame(new Uint8Array([13, 1, 0, 0x8f, 0x4e, 1, 0x78, retryAfter]));
		expect(read(0)).toMatchObject({ value: { error: { code: 'invalid', message: 'x' } } });
		expect(read(9)).toMatchObject({ value: { error: { code: 'unavailable', retryAfter: 9 } } });
	});

	it('[P19] a role that only a later version knows looks on, and lets nobody write here', () => {
		const granted = { type: 'granted', projectId: 'p', role: 'player', user: 'u', expiresIn: 0 } as const;
		const bytes = encodeFrame(granted);
		const at = bytes.indexOf(4);
		expect(decodeServerFrame(bytes.with(at, 5))).toEqual({ ok: true, value: { ...granted, role: 'viewer' } });
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
