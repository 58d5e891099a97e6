import type { RoomMember } from './room-member.ts';
import { frameMessages, joinFramed, type FramedMessages } from './server-socket.ts';

/** Bytes kept for a member that is still being given the document; more goes to its socket, whose bound holds. */
const MAX_HELD_BYTES = 4 * 1024 * 1024;

export type RelayedUpdate = { readonly update: Uint8Array; readonly from: RoomMember | null };

/** The updates of one commit as members of one dialect hear them. */
type Framed = { readonly dialect: string; readonly each: FramedMessages[]; readonly all: FramedMessages };

const NOTHING_FRAMED: Framed = { dialect: '', each: [], all: frameMessages([]) };

type Held = { updates: Uint8Array[]; bytes: number };

/** Who is in a room and hears its updates: framed once a dialect, and nobody hears their own. */
export class RoomRelay {
	#members = new Set<RoomMember>();
	/** Those who are still being given the document, with what happened meanwhile. */
	#held = new Map<RoomMember, Held>();

	get members(): ReadonlySet<RoomMember> {
		return this.#members;
	}

	/** The member hears updates from now on, but only once it is told to `follow`. */
	add(member: RoomMember): void {
		this.#members.add(member);
		this.#held.set(member, { updates: [], bytes: 0 });
	}

	/** Says whether it was there. */
	remove(member: RoomMember): boolean {
		this.#held.delete(member);
		return this.#members.delete(member);
	}

	/** What happened so far the member knows already. */
	forget(member: RoomMember): void {
		if (this.#held.has(member)) this.#held.set(member, { updates: [], bytes: 0 });
	}

	/** The member has the document: it gets what happened meanwhile, and then everything. */
	follow(member: RoomMember): void {
		const held = this.#held.get(member);
		this.#held.delete(member);
		if (held && held.updates.length > 0) this.#send(member, held.updates);
	}

	relay(updates: readonly RelayedUpdate[]): void {
		if (updates.length === 0) return;
		const writers = new Set(updates.map(({ from }) => from));
		const dialects = new Map<string, Framed>();
		const isAnyHeld = this.#held.size > 0;
		let framed = NOTHING_FRAMED;
		for (const member of this.#members) {
			if (isAnyHeld && this.#held.has(member)) {
				this.#hold(member, updates);
				continue;
			}
			// Nearly always the one before spoke the same.
			if (framed.dialect !== member.dialect) {
				framed = dialects.get(member.dialect) ?? frameAll(member, updates);
				dialects.set(member.dialect, framed);
			}
			if (!writers.has(member)) member.sendUpdates(framed.all);
			else {
				const others = framed.each.filter((_, i) => updates[i]?.from !== member);
				if (others.length > 0) member.sendUpdates(joinFramed(others));
			}
		}
	}

	#hold(member: RoomMember, updates: readonly RelayedUpdate[]): void {
		const held = this.#held.get(member);
		if (!held) return;
		for (const { update, from } of updates) {
			if (from === member) continue;
			held.updates.push(update);
			held.bytes += update.byteLength;
		}
		if (held.bytes <= MAX_HELD_BYTES) return;
		this.#held.set(member, { updates: [], bytes: 0 });
		this.#send(member, held.updates);
	}

	#send(member: RoomMember, updates: readonly Uint8Array[]): void {
		member.sendUpdates(frameMessages(updates.flatMap((update) => [...member.encodeUpdate(update)])));
	}
}

function frameAll(member: RoomMember, updates: readonly RelayedUpdate[]): Framed {
	const each = updates.map(({ update }) => frameMessages(member.encodeUpdate(update)));
	return { dialect: member.dialect, each, all: joinFramed(each) };
}
