import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { ok, type Result } from '#lib/base/result.ts';
import {
	readPresence,
	writePresence,
	type PresenceClaim as Claim,
	type PresenceEntry,
} from './presence-bytes.ts';
import type { RoomMember } from './room-member.ts';

/** Milliseconds between two relays of one room: 20 a second. */
export const PRESENCE_INTERVAL_MS = 50;
/** How many of those who left a room remembers, to bring them back with a newer clock. */
const MAX_DEPARTED = 1000;

type Seat = {
	readonly clientId: number;
	/** The client's own clock, as it last said. */
	heard: number;
	/** What peers are told instead: a client, or who borrows its id, could count to where nobody believes it again. */
	clock: number;
	state: string;
};

/** Who is in the room at other instances. */
export interface PresenceElsewhere {
	present(): Iterable<PresenceEntry>;
	has(clientId: number): boolean;
	probe(clientId: number): void;
	publish(presence: Uint8Array): void;
}

/**
 * Who is in a room. Each member speaks for one client id, the first it names; what it says of others (stock
 * clients echo what they hear) is dropped, so nobody can be impersonated or removed by a peer.
 */
export class RoomPresence {
	#clock: Clock;
	#members: () => Iterable<RoomMember>;
	#elsewhere: PresenceElsewhere | null;
	#seats = new Map<RoomMember, Seat>();
	#holders = new Map<number, RoomMember>();
	#departed = new Map<number, number>();
	#changed = new Map<RoomMember, PresenceEntry>();
	#cancelRelay: Dispose | null = null;
	#lastRelay = -Infinity;

	/** `elsewhere`: takes what is shown here to the other instances, and has who is there. */
	constructor(clock: Clock, members: () => Iterable<RoomMember>, elsewhere: PresenceElsewhere | null = null) {
		this.#clock = clock;
		this.#members = members;
		this.#elsewhere = elsewhere;
	}

	/** Takes an awareness update from a member; an error when it is not one. */
	receive(member: RoomMember, bytes: Uint8Array): Result<void, string> {
		const entries = readPresence(bytes);
		if (!entries.ok) return entries;
		for (const entry of entries.value) this.#apply(member, entry);
		return ok();
	}

	/** The number this member shows itself under; null while it shows nothing. */
	clientIdOf(member: RoomMember): number | null {
		return this.#seats.get(member)?.clientId ?? null;
	}

	/** Everybody but this member, or null when there is nobody else. */
	others(member: RoomMember | null): Uint8Array | null {
		const entries: PresenceEntry[] = member ? [...(this.#elsewhere?.present() ?? [])] : [];
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
		const clock = Math.max(seat.clock + 1, this.#tick());
		this.#rememberDeparted(seat.clientId, clock);
		// Even after its own goodbye: that may still have been waiting to be relayed.
		this.#relayNow([{ clientId: seat.clientId, clock, state: 'null' }]);
	}

	/** Tells the members what was shown at another instance. */
	absorb(entries: readonly PresenceEntry[]): void {
		if (entries.length === 0) return;
		// Who comes over from there goes on behind the clock that all have heard of them.
		for (const { clientId, clock } of entries) this.#rememberDeparted(clientId, clock);
		const bytes = writePresence(entries);
		for (const member of this.#members()) member.sendPresence(bytes);
	}

	/** Finds out whether a client that is here still lives. */
	probe(clientId: number): void {
		this.#holders.get(clientId)?.probe();
	}

	dispose(): void {
		this.#cancelRelay?.();
	}

	#apply(member: RoomMember, claim: Claim): void {
		const seat = this.#seats.get(member) ?? this.#takeSeat(member, claim);
		if (seat?.clientId !== claim.clientId) return;
		if (claim.clock < seat.heard || (claim.clock === seat.heard && claim.state !== null)) return;
		seat.heard = claim.clock;
		seat.clock = Math.max(seat.clock + 1, this.#tick());
		seat.state = sign(member, claim);
		this.#changed.set(member, { clientId: seat.clientId, clock: seat.clock, state: seat.state });
		this.#scheduleRelay();
	}

	#takeSeat(member: RoomMember, entry: Claim): Seat | null {
		const holder = this.#holders.get(entry.clientId);
		if (holder) {
			// Perhaps the same client on a new socket while its old one is dead without a word: find out.
			holder.probe();
			return null;
		}
		if (entry.state === null) return null;
		if (this.#elsewhere?.has(entry.clientId)) {
			this.#elsewhere.probe(entry.clientId);
			return null;
		}
		const departed = this.#departed.get(entry.clientId) ?? -1;
		const seat: Seat = { clientId: entry.clientId, heard: entry.clock - 1, clock: departed, state: 'null' };
		this.#seats.set(member, seat);
		this.#holders.set(entry.clientId, member);
		return seat;
	}

	// Peers remember clocks longer than a server lives, so a new server goes on behind what the last one said.
	#tick(): number {
		return Math.floor(this.#clock.now() / PRESENCE_INTERVAL_MS);
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
		this.#elsewhere?.publish(everything);
		for (const member of this.#members()) {
			if (!changed.has(member)) member.sendPresence(everything);
			else if (changed.size > 1) {
				member.sendPresence(
					writePresence([...changed].flatMap(([by, entry]) => (by === member ? [] : [entry]))),
				);
			}
		}
	}

	#relayNow(entries: readonly PresenceEntry[]): void {
		const bytes = writePresence(entries);
		this.#elsewhere?.publish(bytes);
		for (const member of this.#members()) member.sendPresence(bytes);
	}
}

/** The state with what the server knows of its owner: whatever they claim to be. Their colour stays theirs, and their name unless they have an account. */
function sign(member: RoomMember, { clientId, state }: Claim): string {
	if (state === null) return 'null';
	const claimed: unknown = (state as { user?: unknown }).user;
	const user = typeof claimed === 'object' && claimed !== null && !Array.isArray(claimed) ? claimed : {};
	return JSON.stringify({
		...state,
		user: { ...user, id: member.userFor(clientId), ...(member.name !== null && { name: member.name }) },
		role: member.role,
	});
}
