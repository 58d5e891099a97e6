import type { DataStore, Upload } from '@tus/server';
import { isAssetHash, parseProjectId, type AssetHash, type ProjectId } from '#lib/base/ids.ts';

/** Where an upload belongs: it is nobody else's, whoever may know its id. */
export type UploadOwner = {
	readonly projectId: ProjectId;
	readonly hash: AssetHash;
	/** The link or the account it was begun by; empty for the owner by claim. */
	readonly bearer: string;
};

export type UnfinishedUpload = UploadOwner & { readonly id: string; readonly bytes: number };

/**
 * Uploads that have not all of their bytes yet, over restarts: a tus store that also says what it holds, and where the
 * bytes lie for whoever takes them over.
 */
export interface UnfinishedUploads extends DataStore {
	/** Those known, finished ones until they are forgotten. */
	all(): Iterable<UnfinishedUpload>;
	find(id: string): UnfinishedUpload | null;
	/** The file with the bytes that came so far. */
	fileOf(id: string): string;
	/** Whose bytes have been taken over, or are of no use. Idempotent. */
	forget(id: string): Promise<void>;
	/** Bytes that came, and when the last of them did (in milliseconds); null when it is gone. */
	reached(id: string): Promise<{ readonly bytes: number; readonly touchedAt: number } | null>;
	/** Bytes free on the disk. */
	freeBytes(): Promise<number>;
}

/** What tus keeps with an upload, so that it is found again after a restart. */
export const ownerToMetadata = ({ projectId, hash, bearer }: UploadOwner): Record<string, string> => ({
	project: projectId,
	hash,
	link: bearer,
});

/** The same read back; null for what is not of our making. */
export function readUpload({ id, size, metadata }: Upload): UnfinishedUpload | null {
	const projectId = parseProjectId(metadata?.['project']);
	const hash = metadata?.['hash'];
	if (!projectId.ok || !isAssetHash(hash) || size === undefined) return null;
	return { id, bytes: size, projectId: projectId.value, hash, bearer: metadata?.['link'] ?? '' };
}
