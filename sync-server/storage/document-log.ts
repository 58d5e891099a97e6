import type { DocumentAddress } from '#lib/protocol/address.ts';

/** A stored update's own number: rises with every append, never used twice. */
export type RowId = number;

export type LogEntry = { readonly address: DocumentAddress; readonly update: Uint8Array };

export type LogRow = { readonly id: RowId; readonly update: Uint8Array };

export type StoredDocument = {
	/** In the order they were appended. */
	readonly rows: readonly LogRow[];
	/** Rows found damaged by this load and set aside. They are kept, never deleted. */
	readonly quarantined: number;
};

/** The documents of all projects as updates (Yjs v1), one row each. Throws when the store fails. */
export interface DocumentLog {
	/** Stores all entries or none; resolves, with their rows, once they would survive a power cut. */
	append(entries: readonly LogEntry[]): Promise<readonly RowId[]>;

	load(address: DocumentAddress): Promise<StoredDocument>;

	/**
	 * Puts one row that holds the given rows in their place, in one step: a crash leaves the old or the new.
	 * Rows appended meanwhile stay.
	 */
	fold(address: DocumentAddress, rows: readonly RowId[], update: Uint8Array): Promise<RowId>;

	/** Takes a row that cannot be read out of service; its bytes are kept. */
	quarantine(address: DocumentAddress, row: RowId): Promise<void>;
}
