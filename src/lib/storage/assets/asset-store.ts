import type { AssetHash } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';
import { STORAGE_REASONS, type StorageProblem } from '../ports.ts';

/**
 * `cancelled`: the caller's signal ended it. `unreadable`: the bytes to keep could not be read, as the file went away or
 * changed meanwhile. `differs`: the bytes are not those that were expected.
 */
export const ASSET_REASONS = [...STORAGE_REASONS, 'cancelled', 'unreadable', 'differs'] as const;
type AssetReason = (typeof ASSET_REASONS)[number];

export type AssetProblem = {
	readonly reason: AssetReason;
	/** For people: what happened, and what to do. */
	readonly message: string;
};

export type AssetInfo = {
	readonly hash: AssetHash;
	readonly bytes: number;
	/** In milliseconds; `null` for what earlier builds stored. */
	readonly storedAt: number | null;
};

export type AssetTransfer = {
	readonly signal?: AbortSignal;
	/** Told how many bytes are done, now and then. */
	readonly onProgress?: (bytes: number) => void;
};

export type KeepOptions = AssetTransfer & {
	/** Bytes of another hash are refused, and not kept. */
	readonly expected?: AssetHash;
};

export type KeptAsset = { readonly hash: AssetHash; readonly bytes: number };

export type SweepOptions = {
	/** Assets that something outside documents, versions and undo lists needs. */
	readonly roots?: Iterable<AssetHash>;
	/** Only says what would be freed. */
	readonly dryRun?: boolean;
	/** What was freed until then stays so, and is what is answered. */
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
};

export type SweptAssets = {
	/** What was freed, or would be. */
	readonly assets: readonly AssetInfo[];
	readonly bytes: number;
	/** Unreferenced, but stored in the last 24 hours: not freed yet. */
	readonly young: number;
};

/** Immutable bytes named by their sha-256. */
export interface AssetStore {
	/** For what is small and in memory anyway. Never fails: what cannot be written is held and retried. */
	put(bytes: Uint8Array<ArrayBuffer>): Promise<AssetHash>;
	/**
	 * Keeps a file of any size, a piece at a time. When it cannot be kept whole, nothing of it is. A small one that this
	 * device refuses to write is held in memory, as with `put`.
	 */
	putFile(blob: Blob, options?: KeepOptions): Promise<Result<KeptAsset, AssetProblem>>;
	/** All bytes at once. `null`: not on this device. Error `damaged`: it was, but its bytes were not what the name says. */
	get(hash: AssetHash): Promise<Result<Uint8Array<ArrayBuffer> | null, StorageProblem>>;
	/** The same without taking them into memory: verified a piece at a time, then left where they lie. */
	open(hash: AssetHash, options?: AssetTransfer): Promise<Result<Blob | null, AssetProblem>>;
	has(hash: AssetHash): Promise<boolean>;
	/** Its bytes' number; `null`: not on this device. */
	size(hash: AssetHash): Promise<number | null>;
	list(): Promise<Result<readonly AssetInfo[], StorageProblem>>;
	remove(hash: AssetHash): Promise<boolean>;
	totalBytes(): Promise<number>;
	/** Frees what nothing names and was not stored lately. Frees nothing while anything that may name assets is unreadable. */
	sweep(options?: SweepOptions): Promise<Result<SweptAssets, StorageProblem>>;
	/** Removes what was left behind by imports that ended in the middle. Resolves to how many there were. */
	removeStrays(): Promise<number>;
}
