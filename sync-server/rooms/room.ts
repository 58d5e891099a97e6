import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import {
	diffUpdate,
	isContained,
	mergeUpdates,
	readStateVector,
	stateVectorOf,
	type UpdateSummary,
} from '#lib/doc/updates.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { describeCause, type Log } from '../ops/log.ts';
import type { DocumentLog, LogRow, RowId } from '../storage/document-log.ts';
import type { CommitQueue } from './commit-queue.ts';
import { RoomPresence } from './room-presence.ts';

/** One open document of one connection, of whichever protocol. */
export interface RoomMember {
	sendUpdate(update: Uint8Array): void;
	sendPresence(presence: Uint8Array): void;
	/** Finds out whether its connection still lives, and ends it if not. */
	probe(): void;
}

export type WriteOutcome = 'durable' | 'refused' | 'failed';

export type RoomParts = {
	readonly address: DocumentAddress;
	readonly documents: DocumentLog;
	readonly commits: CommitQueue;
	readonly clock: Clock;
	readonly log: Log;
	/** Nobody is in the room and nothing is on its way to the store. */
	readonly onIdle: () => void;
};

const MAX_TAIL_ROWS = 200;
const MIN_FOLD_BYTES = 64 * 1024;

/** One document while somebody has it open: its bytes, its members, who is present. Holds only what is durable. */
export class Room {
	readonly presence: RoomPresence;
	#parts: RoomParts;
	#members = new Set<RoomMember>();
	#writing = 0;
	#base: Uint8Array;
	#tail: Uint8Array[] = [];
	#stateVector: Uint8Array | null = null;
	/** Where each author's structs end, at least; null until somebody asks. */
	#ends: Map<number, number> | null = null;
	#rows: RowId[] = [];
	#foldedBytes = 0;
	#bytesSinceFold = 0;
	#folding = false;

	/** `state` is what `rows`, as they are stored, hold together. */
	constructor(parts: RoomParts, rows: readonly LogRow[], state: Uint8Array) {
		this.#parts = parts;
		this.presence = new RoomPresence(parts.clock, () => this.#members);
		this.#base = state;
		this.#rows = rows.map(({ id }) => id);
		const [first, ...later] = rows;
		this.#foldedBytes = first?.update.byteLength ?? 0;
		this.#bytesSinceFold = later.reduce((sum, { update }) => sum + update.byteLength, 0);
	}

	/** The member hears all that happens from now on; what was before is in `diff`. */
	join(member: RoomMember): Dispose {
		this.#members.add(member);
		return () => {
			if (!this.#members.delete(member)) return;
			this.presence.leave(member);
			this.#checkIdle();
		};
	}

	stateVector(): Uint8Array {
		return (this.#stateVector ??= stateVectorOf(this.#state()));
	}

	/** What a peer with this state vector lacks. Throws when that is not a state vector. */
	diff(stateVector: Uint8Array): Uint8Array {
		const knowsNothing = stateVector.byteLength === 1 && stateVector[0] === 0;
		return knowsNothing ? this.#state() : diffUpdate(this.#state(), stateVector);
	}

	/**
	 * Stores a checked update and then relays it to all but its writer. `isAllowed` is asked again at the moment
	 * of storing. Never throws; outcomes arrive in the order of the writes.
	 */
	async write(
		update: Uint8Array,
		summary: UpdateSummary,
		from: RoomMember,
		isAllowed: () => boolean,
	): Promise<WriteOutcome> {
		this.#writing++;
		try {
			if (this.#knows(update, summary)) {
				await this.#parts.commits.settled();
				return 'durable';
			}
			const outcome = await this.#parts.commits.add(this.#parts.address, update, isAllowed);
			if (outcome.kind !== 'stored') return outcome.kind;
			this.#keep(outcome.row, update, summary);
			for (const member of this.#members) if (member !== from) member.sendUpdate(update);
			return 'durable';
		} catch (cause) {
			const document = formatAddress(this.#parts.address);
			this.#parts.log.error('An update could not be handled', { document, cause: describeCause(cause) });
			return 'failed';
		} finally {
			this.#writing--;
			this.#checkIdle();
		}
	}

	// On every reconnect clients send all deletions again; storing them each time would grow the log for ever.
	#knows(update: Uint8Array, { ends, empty }: UpdateSummary): boolean {
		if (empty) return true;
		const known = (this.#ends ??= readStateVector(this.stateVector()));
		for (const [author, end] of ends) if (end > (known.get(author) ?? 0)) return false;
		return isContained(this.#state(), update);
	}

	#keep(row: RowId, update: Uint8Array, { ends }: UpdateSummary): void {
		this.#tail.push(update);
		this.#rows.push(row);
		this.#stateVector = null;
		this.#bytesSinceFold += update.byteLength;
		for (const [author, end] of ends) {
			this.#ends?.set(author, Math.max(end, this.#ends.get(author) ?? 0));
		}
		if (this.#isFoldDue()) void this.#fold();
	}

	#state(): Uint8Array {
		if (this.#tail.length > 0) {
			this.#base = mergeUpdates([this.#base, ...this.#tail]);
			this.#tail = [];
		}
		return this.#base;
	}

	#isFoldDue(): boolean {
		if (this.#folding) return false;
		const threshold = Math.max(MIN_FOLD_BYTES, this.#foldedBytes);
		return this.#rows.length > MAX_TAIL_ROWS || this.#bytesSinceFold >= threshold;
	}

	async #fold(): Promise<void> {
		const { documents, address, log } = this.#parts;
		this.#folding = true;
		this.#writing++;
		const state = this.#state();
		const rows = this.#rows;
		// Whatever comes of it, the next attempt waits until as much has gathered again.
		this.#rows = [];
		this.#bytesSinceFold = 0;
		try {
			const row = await documents.fold(address, rows, state);
			this.#rows.unshift(row);
			this.#foldedBytes = state.byteLength;
		} catch (cause) {
			this.#rows.unshift(...rows);
			log.warn('A document could not be compacted; its updates stay as they are', {
				document: formatAddress(address),
				cause: describeCause(cause),
			});
		} finally {
			this.#folding = false;
			this.#writing--;
			this.#checkIdle();
		}
	}

	#checkIdle(): void {
		if (this.#members.size > 0 || this.#writing > 0) return;
		this.presence.dispose();
		this.#parts.onIdle();
	}
}
