import { decodeDeletions, deletionsAsUpdate } from '#lib/doc/deletions.ts';
import type { UpdateSummary } from '#lib/doc/read-update.ts';
import { diffUpdate, EMPTY_UPDATE, mergeUpdates, readStateVector } from '#lib/doc/updates.ts';
import type { LogRow, RowId, Snapshot } from '../storage/document-log.ts';
import { KnownContent } from './known-content.ts';
import { SMALL_BYTES, type Merger } from './merger.ts';

/** Documents up to this size are given in one piece; merging them costs less than the extra messages. */
const ONE_PIECE_BYTES = 32 * 1024;
/** A tail with this many bytes is worth merging, when it comes to half the snapshot. */
const MIN_TAIL_BYTES = 128 * 1024;
/** Bytes of a snapshot that are as much work to merge as one row more. */
const BYTES_PER_ROW = 4096;

export type ReadRow = LogRow & { readonly summary: UpdateSummary };

type TailRow = LogRow & {
	/** Where its authors end; null when it deletes something as well, which no state vector tells of. */
	readonly ends: ReadonlyMap<number, number> | null;
};

/** What somebody who joins is given: `update` first, then `later`, in order. */
export type Greeting = {
	readonly stateVector: Uint8Array;
	readonly update: Uint8Array;
	readonly later: readonly Uint8Array[];
};

export type ContentParts = {
	readonly merger: Merger;
	/** A tail of this many rows is worth merging. */
	readonly tailRows: number;
};

/** A document as bytes: its snapshot, the updates behind it, and what the two know. Never a document in memory. */
export class RoomContent {
	readonly known: KnownContent;
	/** Rows that follow on something lost: no peer could take them in before somebody brings that back. */
	readonly stranded: number;
	#merger: Merger;
	#tailRows: number;
	#snapshot: Snapshot | null;
	#tail: TailRow[] = [];
	#tailBytes = 0;
	/** A small document in one piece, until it changes. */
	#whole: Uint8Array | null = null;

	/** Throws when the snapshot is not one. */
	constructor({ merger, tailRows }: ContentParts, snapshot: Snapshot | null, rows: readonly ReadRow[]) {
		this.#merger = merger;
		this.#tailRows = tailRows;
		this.#snapshot = snapshot;
		this.known = new KnownContent(snapshot ? readStateVector(snapshot.stateVector) : new Map());
		if (snapshot) this.known.addDeletions(decodeDeletions(snapshot.deletions));
		this.stranded = this.#addAll(rows);
	}

	get snapshot(): Snapshot | null {
		return this.#snapshot;
	}

	get tail(): readonly LogRow[] {
		return this.#tail;
	}

	get bytes(): number {
		return (this.#snapshot?.state.byteLength ?? 0) + this.#tailBytes;
	}

	/** Whether merging is worth its while. */
	get isCompactionDue(): boolean {
		const size = this.#snapshot?.state.byteLength ?? 0;
		if (this.#tailBytes >= Math.max(MIN_TAIL_BYTES, size / 2)) return true;
		return this.#tail.length >= this.#tailRows + size / BYTES_PER_ROW;
	}

	add(id: RowId, update: Uint8Array, summary: UpdateSummary): void {
		this.#tail.push({ id, update, ends: summary.deletions.size === 0 ? summary.ends : null });
		this.#tailBytes += update.byteLength;
		this.#whole = null;
		this.known.add(summary);
	}

	/** Adds what can be added, in whatever order that takes; returns how many could not. */
	#addAll(rows: readonly ReadRow[]): number {
		for (let left = rows; ;) {
			const waiting: ReadRow[] = [];
			for (const row of left) {
				if (this.known.hasGap(row.summary)) waiting.push(row);
				else this.add(row.id, row.update, row.summary);
			}
			if (waiting.length === 0 || waiting.length === left.length) return waiting.length;
			left = waiting;
		}
	}

	/** Puts a snapshot in the place of rows that it holds. */
	replace(rows: readonly RowId[], snapshot: Snapshot): void {
		const gone = new Set(rows);
		this.#snapshot = snapshot;
		this.#tail = this.#tail.filter(({ id }) => !gone.has(id));
		this.#tailBytes = this.#tail.reduce((sum, { update }) => sum + update.byteLength, 0);
		this.#whole = null;
	}

	/** What a peer with this state vector lacks, as things stand when `onReady` is called. */
	async greet(stateVector: Uint8Array, onReady: () => void): Promise<Greeting> {
		const theirs = readStateVector(stateVector);
		for (;;) {
			const snapshot = this.#snapshot;
			const first = snapshot && (await this.#lackingOf(snapshot, stateVector, theirs));
			// A compaction meanwhile took rows away that only its snapshot has.
			if (snapshot !== this.#snapshot) continue;
			const tail = this.#tail.filter(({ ends }) => !isKnown(ends, theirs)).map(({ update }) => update);
			onReady();
			return this.#present(first ? [first, ...tail] : tail, theirs.size === 0);
		}
	}

	#present(parts: readonly Uint8Array[], isWhole: boolean): Greeting {
		const stateVector = this.known.stateVector();
		const [update = EMPTY_UPDATE, ...later] = parts;
		if (later.length === 0) return { stateVector, update, later };
		if (isWhole && this.#whole) return { stateVector, update: this.#whole, later: [] };
		const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
		if (bytes > ONE_PIECE_BYTES) return { stateVector, update, later };
		const merged = mergeUpdates(parts);
		if (isWhole) this.#whole = merged;
		return { stateVector, update: merged, later: [] };
	}

	async #lackingOf(
		{ state, stateVector, deletions }: Snapshot,
		theirBytes: Uint8Array,
		theirs: ReadonlyMap<number, number>,
	): Promise<Uint8Array> {
		if (theirs.size === 0) return state;
		if (isKnown(readStateVector(stateVector), theirs)) return deletionsAsUpdate(deletions);
		return state.byteLength <= SMALL_BYTES
			? diffUpdate(state, theirBytes)
			: this.#merger.diff(state, theirBytes);
	}
}

function isKnown(ends: ReadonlyMap<number, number> | null, theirs: ReadonlyMap<number, number>): boolean {
	if (ends === null) return false;
	for (const [author, end] of ends) if (end > (theirs.get(author) ?? 0)) return false;
	return true;
}
