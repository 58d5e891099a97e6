import type { Readable } from 'node:stream';
import type { AssetHash, ProjectId } from '#lib/base/ids.ts';
import type { Result } from '#lib/base/result.ts';

/** Why bytes were not taken: they are not what their name says, or more than allowed. */
export type BlobRefusal = 'mismatch' | 'too-large';

export type StoredBlob = { readonly bytes: number; open(): Readable };

/** Assets by the sha-256 of their bytes, each project's apart: nobody learns what another project has. Throws when the store fails. */
export interface Blobs {
	/** Hashes while it stores; nothing remains of what is refused or breaks off. Storing twice is fine. */
	put(
		projectId: ProjectId,
		hash: AssetHash,
		body: AsyncIterable<Uint8Array>,
	): Promise<Result<void, BlobRefusal>>;
	get(projectId: ProjectId, hash: AssetHash): Promise<StoredBlob | null>;
	/** Those of the hashes that are not here. */
	missing(projectId: ProjectId, hashes: readonly AssetHash[]): Promise<AssetHash[]>;
}
