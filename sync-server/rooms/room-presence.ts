import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { MAX_PRESENCE_BYTES } from '#lib/protocol/limits.ts';
import type { RoomMember } from './room.ts';

/** Milliseconds between two relays of one room: 20 a second. */
export const PRESENCE_INTERVAL_MS = 50;
/** How many of those who left a room remembers, to bring them back with a newer clock. */
const MAX_DEPARTED = 1000;

/** Peers cannot read numbers past 2⁵³; what is added to a clock must not lead there. */
const MAX_CLOCK = 2 ** 32;

/** One client's line in a y-protocols awareness update; `state` is JSON, "null" once gone. */
type Entry = { readonly clientId: number; readonly clock: number; readonly state: string };

type Seat = {
	readonly clientId: number;
	/** Added to the client's own clock, so that peers who saw it leave believe it again. */
	readonly offset: number;
	clock: number;
	state: string;
};

/**
 * Who is in a room. Each member speaks for one client id, the first it names; what it says of others (stock
 * clients echo what they hear) is dropped, so nobody can be impersonated or removed by a peer.
 */
export class RoomPresence {
	#clock: Clock;
	#members: () => Iterable<RoomMember>;
	#seats = new Map<RoomMember, Seat>();
	#holders = new Map<number, RoomMember>();
	#departed = new Map<number, number>();
	#changed = new Map<RoomMember, Entry>();
	#cancelRelay: Dispose | null = null;
	#lastRelay = -Infinity;

	constructor(clock: Clock, members: () => Iterable<RoomMember>) {
		this.#clock = clock;
		this.#members = members;
	}

	/** Takes an awareness update from a member; an error when it is not one. */
	receive(member: RoomMember, bytes: Uint8Array): Result<void, string> {
		const entries = readPresence(bytes);
		if (!entries.ok) return entries;
		for (const entry of entries.value) this.#apply(member, entry);
		return ok();
	}

	/** Everybody but this member, or null when there is nobody else. */
	others(member: RoomMember): Uint8Array | null {
		const entries: Entry[] = [];
		for (const [other, seat] of this.#seats) {
			if (other !== member && seat.state !== 'null') entries.push(seat);
		}
		return entries.length > 0 ? writePresence(entries) : null;
	}

	/** Tells the others that this member is gone. */
	leave(member: RoomMember): void {
		const seat = this.#seats.get(member);
		if (!seat) return;
		this.#seats.delete(member);
		this.#holders.delete(seat.clientId);
		this.#changed.delete(member);
		const clock = seat.clock + 1;
		this.#rememberDeparted(seat.clientId, clock);
		// Even after its own goodbye: that may still have been waiting to be relayed.
		this.#relayNow([{ clientId: seat.clientId, clock, state: 'null' }]);
	}

	dispose(): void {
		this.#cancelRelay?.();
	}

	#apply(member: RoomMember, entry: Entry): void {
		const seat = this.#seats.get(member) ?? this.#takeSeat(member, entry);
		if (seat?.clientId !== entry.clientId) return;
		const clock = entry.clock + seat.offset;
		if (clock < seat.clock || (clock === seat.clock && entry.state !== 'null')) return;
		seat.clock = clock;
		seat.state = entry.state;
		this.#changed.set(member, { clientId: seat.clientId, clock, state: entry.state });
		this.#scheduleRelay();
	}

	#takeSeat(member: RoomMember, entry: Entry): Seat | null {
		const holder = this.#holders.get(entry.clientId);
		if (holder) {
			// Perhaps the same client on a new socket while its old one is dead without a word: find out.
			holder.probe();
			return null;
		}
		if (entry.state === 'null') return null;
		const departed = this.#departed.get(entry.clientId) ?? -1;
		const offset = Math.max(0, departed + 1 - entry.clock);
		const seat: Seat = { clientId: entry.clientId, offset, clock: entry.clock + offset - 1, state: 'null' };
		this.#seats.set(member, seat);
		this.#holders.set(entry.clientId, member);
		return seat;
	}

	#rememberDeparted(clientId: number, clock: number): void {
		this.#departed.delete(clientId);
		this.#departed.set(clientId, clock);
		const [oldest] = this.#departed.keys();
		if (this.#departed.size > MAX_DEPARTED && oldest !== undefined) this.#departed.delete(oldest);
	}

	#scheduleRelay(): void {
		if (this.#cancelRelay) return;
		const wait = Math.max(0, this.#lastRelay + PRESENCE_INTERVAL_MS - this.#clock.now());
		this.#cancelRelay = this.#clock.after(wait, () => this.#relay());
	}

	#relay(): void {
		this.#cancelRelay = null;
		if (this.#changed.size === 0) return;
		this.#lastRelay = this.#clock.now();
		const changed = this.#changed;
		this.#changed = new Map();
		const everything = writePresence([...changed.values()]);
		for (const member of this.#members()) {
			if (!changed.has(member)) member.sendPresence(everything);
			else if (changed.size > 1) {
				member.sendPresence(
					writePresence([...changed].flatMap(([by, entry]) => (by === member ? [] : [entry]))),
				);
			}
		}
	}

	#relayNow(entries: readonly Entry[]): void {
		const bytes = writePresence(entries);
		for (const member of this.#members()) member.sendPresence(bytes);
	}
}

function writePresence(entries: readonly Entry[]): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, entries.length);
	for (const { clientId, clock, state } of entries) {
		encoding.writeVarUint(encoder, clientId);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, state);
	}
	return encoding.toUint8Array(encoder);
}

function readPresence(bytes: Uint8Array): Result<Entry[], string> {
	if (bytes.byteLength > MAX_PRESENCE_BYTES) {
		return err(`Presence may have ${MAX_PRESENCE_BYTES} bytes, this has ${bytes.byteLength}`);
	}
	try {
		const decoder = decoding.createDecoder(bytes);
		const entries: Entry[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const clientId = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			if (clock > MAX_CLOCK) return err(`A presence clock of ${clock} is not one that was counted up to`);
			// Peers would throw on text that is not JSON, so it must not get past here.
			const state: unknown = JSON.parse(decoding.readVarString(decoder));
			if (typeof state !== 'object') return err('A presence state must be an object or null');
			entries.push({ clientId, clock, state: JSON.stringify(state) });
		}
		return decoding.hasContent(decoder) ? err('The presence has bytes left over') : ok(entries);
	} catch (cause) {
		return err(`The presence cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
	}
}
