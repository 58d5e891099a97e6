import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { readUpdate } from '#lib/doc/read-update.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { Bus } from '#server/bus/bus.ts';
import { CommitQueue, TICK_MS, type WriteOutcome } from '#server/rooms/commit-queue.ts';
import { inlineMerger } from '#server/rooms/inline-merger.ts';
import type { Merger } from '#server/rooms/merger.ts';
import type { RoomMember } from '#server/rooms/room-member.ts';
import { readSignedPresence } from '#server/rooms/presence-bytes.ts';
import type { RoomSignal } from '#server/rooms/room-signals.ts';
import type { Room } from '#server/rooms/room.ts';
import { Rooms } from '#server/rooms/rooms.ts';
import type { FramedMessages } from '#server/rooms/server-socket.ts';
import { ShakyLog } from './shaky-log.ts';
import { RecordedLog } from './sync-server.ts';

const NOTHING = new Uint8Array([0]);

/** A member without a socket: remembers what it is told. */
export class Listener implements RoomMember {
	readonly updates: Uint8Array[] = [];
	readonly batches: FramedMessages[] = [];
	readonly signals: RoomSignal[] = [];
	/** Who it has been told of, and not yet that they left. */
	readonly present = new Map<number, string>();
	probed = 0;
	readonly role = 'editor';
	readonly name = null;
	readonly dialect = 'plain';
	userFor(): string {
		return 'somebody';
	}
	encodeUpdate(update: Uint8Array): readonly Uint8Array[] {
		return [update];
	}
	sendUpdates(framed: FramedMessages): void {
		this.batches.push(framed);
		this.updates.push(...framed.messages);
	}
	sendPresence(presence: Uint8Array): void {
		for (const { clientId, state } of readSignedPresence(presence)) {
			if (state === 'null') this.present.delete(clientId);
			else this.present.set(clientId, state);
		}
	}
	sendSignal(signal: RoomSignal): void {
		this.signals.push(signal);
	}
	probe(): void {
		this.probed++;
	}
}

type RigOptions = {
	readonly merger?: Merger;
	readonly documents?: ShakyLog;
	readonly clock?: ManualClock;
	readonly address?: DocumentAddress;
	readonly tailRows?: number;
	readonly instances?: { readonly bus: Bus; readonly instance: string };
};

/** Rooms over a log that can fail, on virtual time. */
export function setupRooms({
	merger = inlineMerger,
	documents = new ShakyLog(),
	clock = new ManualClock(),
	address = { projectId: mintProjectId(), documentId: mintDocumentId() },
	tailRows = 1000,
	instances,
}: RigOptions = {}) {
	const log = new RecordedLog();
	const commits = new CommitQueue({ documents, clock, log });
	const parts = { documents, commits, merger, clock, log, tailRows };
	const rooms = new Rooms({ ...parts, ...(instances && { instances }) });

	/** Lets everything that waits for a commit, or for nothing, happen. */
	async function commit(): Promise<void> {
		for (let i = 0; i < 10; i++) {
			clock.advance(TICK_MS);
			for (let turn = 0; turn < 40; turn++) await Promise.resolve();
		}
	}

	/** Joins and hears everything from now on. */
	async function enter(member = new Listener(), stateVector: Uint8Array = NOTHING) {
		const { room, leave } = await rooms.enter(address, member);
		const greeting = await room.greet(member, stateVector);
		room.follow(member);
		return { member, room, leave, greeting };
	}

	return { clock, log, documents, commits, rooms, address, commit, enter };
}

/** Writes an update as a session does. */
export function write(
	room: Room,
	from: RoomMember,
	update: Uint8Array,
	isAllowed = () => true,
): Promise<WriteOutcome> {
	const summary = unwrap(readUpdate(update));
	return new Promise((settle) => room.write({ update, summary, from, isAllowed, settle }));
}

/** Everything a newcomer is given, as updates. */
export async function contentOf(room: Room): Promise<Uint8Array[]> {
	const { update, later } = await room.greet(new Listener(), NOTHING);
	return [update, ...later];
}
