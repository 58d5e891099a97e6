import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { SignalMeter } from '#lib/protocol/signal-meter.ts';
import type { SignalKind } from '#lib/protocol/signals.ts';
import type { RoomMember } from './room-member.ts';

/** Milliseconds between two relays of drags: 20 a second, of each person's newest. */
export const DRAG_RELAY_MS = 50;

/** Something said in the room, by whom the server knows it to be. */
export type RoomSignal = {
	readonly clientId: number;
	readonly user: string;
	readonly kind: SignalKind;
	readonly payload: Uint8Array;
};

type Parts = {
	readonly clock: Clock;
	readonly members: () => Iterable<RoomMember>;
	/** By what number presence shows a member; null while it shows none. */
	readonly clientIdOf: (member: RoomMember) => number | null;
	/** Takes what members here say to the other instances of the server. */
	readonly publish?: (signal: RoomSignal) => void;
};

const UNSEEN: ProtocolError = { code: 'invalid', message: 'Show presence before you send signals' };

/** What is said in a room and never stored: passed on as it comes, within the quota of each kind. */
export class RoomSignals {
	readonly #parts: Parts;
	readonly #meters = new Map<RoomMember, SignalMeter>();
	/** The newest drag of each member since the last relay. */
	#drags = new Map<RoomMember, RoomSignal>();
	#cancelRelay: Dispose | null = null;
	#lastRelay = -Infinity;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Takes a signal from a member, or refuses it by name. */
	receive(member: RoomMember, kind: string, payload: Uint8Array): Result<void, ProtocolError> {
		const clientId = this.#parts.clientIdOf(member);
		if (clientId === null) return err(UNSEEN);
		const meter = this.#meters.get(member) ?? new SignalMeter(this.#parts.clock);
		this.#meters.set(member, meter);
		const taken = meter.take(member.role, kind, payload.byteLength);
		if (!taken.ok) return taken;
		const signal = { clientId, user: member.userFor(clientId), kind: taken.value, payload };
		if (taken.value === 'drag') this.#holdDrag(member, signal);
		else this.#relay(signal, member);
		return ok();
	}

	/** Passes on what was said at another instance. */
	absorb(signal: RoomSignal): void {
		for (const member of this.#parts.members()) member.sendSignal(signal);
	}

	leave(member: RoomMember): void {
		this.#meters.delete(member);
		this.#drags.delete(member);
	}

	dispose(): void {
		this.#cancelRelay?.();
		this.#cancelRelay = null;
	}

	#holdDrag(member: RoomMember, signal: RoomSignal): void {
		this.#drags.set(member, signal);
		const { clock } = this.#parts;
		const wait = Math.max(0, this.#lastRelay + DRAG_RELAY_MS - clock.now());
		this.#cancelRelay ??= clock.after(wait, () => this.#relayDrags());
	}

	#relayDrags(): void {
		this.#cancelRelay = null;
		this.#lastRelay = this.#parts.clock.now();
		const drags = this.#drags;
		this.#drags = new Map();
		for (const [member, signal] of drags) this.#relay(signal, member);
	}

	#relay(signal: RoomSignal, from: RoomMember): void {
		for (const member of this.#parts.members()) if (member !== from) member.sendSignal(signal);
		this.#parts.publish?.(signal);
	}
}
