import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { ok } from '../base/result.ts';
import type { ProjectRole } from '../protocol/permissions.ts';
import { SignalMeter } from '../protocol/signal-meter.ts';
import type { Signal, SignalPort } from './signals.ts';

type Member = { readonly clientId: number; readonly user: string; readonly role?: ProjectRole };

/**
 * A room without a server, for who plays or edits alone: the same port, quotas and rights as on the line. What is
 * said reaches whoever else is in this room, in the order it was said, never within the call that says it.
 */
export class LoopbackRoom {
	readonly #clock: Clock;
	readonly #ears = new Map<Member, Emitter<Signal>>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get size(): number {
		return this.#ears.size;
	}

	join(member: Member): SignalPort & { leave(): void } {
		const meter = new SignalMeter(this.#clock);
		const heard = new Emitter<Signal>();
		this.#ears.set(member, heard);
		return {
			send: (kind, payload) => {
				const taken = meter.take(member.role ?? 'owner', kind, payload.byteLength);
				if (!taken.ok) return taken;
				const { clientId, user } = member;
				if (this.#ears.has(member)) this.#say(member, { clientId, user, kind, payload: payload.slice() });
				return ok();
			},
			onSignal: (listener) => heard.on(listener),
			onRefused: (): Dispose => () => undefined,
			leave: () => {
				this.#ears.delete(member);
				heard.clear();
			},
		};
	}

	#say(from: Member, signal: Signal): void {
		if (this.#ears.size < 2) return;
		this.#clock.after(0, () => {
			for (const [member, heard] of this.#ears) if (member !== from) heard.emit(signal);
		});
	}
}
