import type { Clock } from '../base/clock.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ProtocolError } from './errors.ts';
import type { ProjectRole } from './permissions.ts';
import { isSignalKind, maySignal, SIGNAL_QUOTAS, type SignalKind } from './signals.ts';

type Bucket = { left: number; at: number };

/** What one member of a room may still say, kind by kind: the same count on the server, in a client and alone. */
export class SignalMeter {
	readonly #clock: Clock;
	readonly #buckets = new Map<SignalKind, Bucket>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Takes one signal off the quota, or says by name why it cannot be sent. */
	take(role: ProjectRole, kind: string, bytes: number): Result<SignalKind, ProtocolError> {
		if (!isSignalKind(kind)) return err({ code: 'invalid', message: `There is no signal "${kind}"` });
		if (!maySignal(role, kind)) {
			return err({ code: 'forbidden', message: `Your link does not let you send "${kind}"` });
		}
		const quota = SIGNAL_QUOTAS[kind];
		if (bytes > quota.bytes) {
			const message = `A "${kind}" may have ${quota.bytes} bytes, this has ${bytes}`;
			return err({ code: 'too-large', message });
		}
		const bucket = this.#refill(kind);
		if (bucket.left < 1) {
			const retryAfter = Math.ceil((1 - bucket.left) / quota.perSecond);
			return err({ code: 'rate-limited', message: `Too many "${kind}" in a short time`, retryAfter });
		}
		bucket.left -= 1;
		return ok(kind);
	}

	#refill(kind: SignalKind): Bucket {
		const { perSecond, burst } = SIGNAL_QUOTAS[kind];
		const now = this.#clock.now();
		const bucket = this.#buckets.get(kind) ?? { left: burst, at: now };
		this.#buckets.set(kind, bucket);
		// A clock that was set back gives nothing, and takes nothing.
		bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
		bucket.at = now;
		return bucket;
	}
}
