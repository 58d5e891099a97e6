import type { DocumentAddress } from '#lib/protocol/address.ts';

/** A stored update's own number: rises with every append, never used twice. */
export type RowId = number;

export type LogEntry = { readonly address: DocumentAddress; readonly update: Uint8Array };

export type LogRow = { readonly id: RowId; readonly update: Uint8Array };

/** A document up to some row, merged, with what is needed to serve it without decoding it. */
export type SnapshotContent = {
	/** One update (Yjs v1). */
	readonly state: Uint8Array;
	readonly stateVector: Uint8Array;
	/** Everything deleted, as the end of a v1 update says it. */
	readonly deletions: Uint8Array;
};

export type Snapshot = SnapshotContent & { readonly id: number };

export type StoredDocument = {
	/** Null when the document was never compacted, or no snapshot of it can be read. */
	readonly snapshot: Snapshot | null;
	/** What the snapshot does not hold, in the order it was appended. */
	readonly rows: readonly LogRow[];
	/** Rows and snapshots found damaged by this load and set aside. They are kept, never deleted. */
	readonly quarantined: number;
};

/** The documents of all projects: a snapshot each, and the updates behind it. Throws when the store fails. */
export interface DocumentLog {
	/** Stores all entries or none; resolves, with their rows, once they would survive a power cut. */
	append(entries: readonly LogEntry[]): Promise<readonly RowId[]>;

	/** When the newest snapshot is damaged: the one before it, and the rows that one lacks. */
	load(address: DocumentAddress): Promise<StoredDocument>;

	/**
	 * Puts a snapshot in place of exactly these rows and of the snapshot `after`, in one step: a crash leaves the
	 * old or the new. Rows appended meanwhile stay. What is replaced is kept until the next compaction. Null, and
	 * nothing done, when the newest snapshot is not `after` any more.
	 */
	compact(
		address: DocumentAddress,
		after: number | null,
		rows: readonly RowId[],
		content: SnapshotContent,
	): Promise<Snapshot | null>;

	/** Takes a row that cannot be read out of service; its bytes are kept. */
	quarantine(address: DocumentAddress, row: RowId): Promise<void>;

	/** The same for a snapshot; the next load finds what there was before it. */
	quarantineSnapshot(address: DocumentAddress, id: number): Promise<void>;
}
