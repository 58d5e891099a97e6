import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { checkUpdate, EMPTY_UPDATE, mergeUpdates } from '#lib/doc/updates.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import type { Log } from '../ops/log.ts';
import type { DocumentLog, LogRow } from '../storage/document-log.ts';
import type { CommitQueue } from './commit-queue.ts';
import { Room, type RoomMember } from './room.ts';

type Parts = {
	readonly documents: DocumentLog;
	readonly commits: CommitQueue;
	readonly clock: Clock;
	readonly log: Log;
};

/** The rooms in use: loaded for the first who enters, dropped behind the last who leaves. */
export class Rooms {
	#parts: Parts;
	#open = new Map<string, Promise<Room>>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	get size(): number {
		return this.#open.size;
	}

	/** Joins the document's room, loading it when needed. Rejects when the store fails; the next call tries again. */
	async enter(address: DocumentAddress, member: RoomMember): Promise<{ room: Room; leave: Dispose }> {
		const key = formatAddress(address);
		for (;;) {
			const opening = this.#open.get(key) ?? this.#load(key, address);
			const room = await opening;
			// Another may have come and gone while we waited, and the room with them.
			if (this.#open.get(key) === opening) return { room, leave: room.join(member) };
		}
	}

	#load(key: string, address: DocumentAddress): Promise<Room> {
		const drop = () => {
			if (this.#open.get(key) === opening) this.#open.delete(key);
		};
		const opening = this.#read(address).then(
			({ rows, state }) => new Room({ ...this.#parts, address, onIdle: drop }, rows, state),
		);
		this.#open.set(key, opening);
		opening.catch(drop);
		return opening;
	}

	async #read(address: DocumentAddress): Promise<{ rows: readonly LogRow[]; state: Uint8Array }> {
		const { documents, log } = this.#parts;
		let { rows, quarantined } = await documents.load(address);
		let state = tryMerge(rows);
		if (!state) {
			const unreadable = rows.filter(({ update }) => !checkUpdate(update).ok);
			for (const { id } of unreadable) await documents.quarantine(address, id);
			rows = rows.filter((row) => !unreadable.includes(row));
			quarantined += unreadable.length;
			state = mergeRows(rows);
		}
		if (quarantined > 0) {
			const document = formatAddress(address);
			log.error('Damaged updates were set aside; the rest of the document is served', {
				document,
				quarantined,
			});
		}
		return { rows, state };
	}
}

function mergeRows(rows: readonly LogRow[]): Uint8Array {
	const [only, ...more] = rows.map(({ update }) => update);
	if (!only) return EMPTY_UPDATE;
	return more.length === 0 ? only : mergeUpdates([only, ...more]);
}

function tryMerge(rows: readonly LogRow[]): Uint8Array | null {
	try {
		return mergeRows(rows);
	} catch {
		return null; // which row it is comes out when each is checked
	}
}
