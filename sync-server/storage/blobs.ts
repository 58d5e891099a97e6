import type { Readable } from 'node:stream';
import type { AssetHash, ProjectId } from '#lib/base/ids.ts';
import type { Result } from '#lib/base/result.ts';

/** The first and the last byte, counted from 0. */
export type ByteRange = { readonly start: number; readonly end: number };

export type StoredBlob = {
	readonly bytes: number;
	/** All of it, or one part. */
	open(range?: ByteRange): Readable;
};

export type BlobEntry = {
	readonly hash: AssetHash;
	readonly bytes: number;
	/** When it was stored, or somebody last relied on its being here; in milliseconds, right to a day. */
	readonly renewedAt: number;
};

/**
 * Assets by the sha-256 of their bytes, each project's apart: nobody learns what another project has. Times are given,
 * in milliseconds. Throws when the store fails.
 */
export interface Blobs {
	/**
	 * Takes over a whole file that lies beside the store, in one step: a crash leaves it where it was or here, never a
	 * part. A file that is not what the hash says is removed. Storing twice is fine.
	 */
	take(projectId: ProjectId, hash: AssetHash, file: string, at: number): Promise<Result<void, 'mismatch'>>;
	get(projectId: ProjectId, hash: AssetHash): Promise<StoredBlob | null>;
	/** Those of the hashes that are not here. The others are renewed: whoever asked relies on them now. */
	missing(projectId: ProjectId, hashes: readonly AssetHash[], at: number): Promise<AssetHash[]>;
	/** The projects that have any. */
	projects(): AsyncIterable<ProjectId>;
	list(projectId: ProjectId): AsyncIterable<BlobEntry>;
	/** Bytes of all its blobs. */
	usage(projectId: ProjectId): Promise<number>;
	/** Removes a blob for good, unless it was renewed since `before`. Says whether it did. */
	removeUnrenewed(projectId: ProjectId, hash: AssetHash, before: number): Promise<boolean>;
}

/** Renewing writes; once a day is enough for a grace of several. */
export const RENEW_AFTER_MS = 24 * 60 * 60 * 1000;
