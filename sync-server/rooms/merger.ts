import type { Result } from '#lib/base/result.ts';
import type { CompactDocument } from '#lib/doc/compact-updates.ts';
import type { UpdateSummary } from '#lib/doc/read-update.ts';

/** The work on documents that takes too long for the thread that serves everybody. */
export interface Merger {
	/** Merges updates into one. Rejects when they cannot be. */
	compact(updates: readonly Uint8Array[]): Promise<CompactDocument>;
	/** What a peer with this state vector lacks of a state. */
	diff(state: Uint8Array, stateVector: Uint8Array): Promise<Uint8Array>;
	/** As `readUpdate`. */
	read(update: Uint8Array): Promise<Result<UpdateSummary, string>>;
	/** Ends it; what is under way rejects. */
	close(): Promise<void>;
}

/** Bytes up to which work on a document is not worth the way to another thread. */
export const SMALL_BYTES = 128 * 1024;
