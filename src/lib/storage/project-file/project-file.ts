import type { AssetHash, DocumentId, ProjectId } from '../../base/ids.ts';
import type { DocumentKind } from '../../doc/live-document.ts';

export const PROJECT_FILE_EXTENSION = '.rastudio';
export const PROJECT_FILE_TYPE = 'application/vnd.rastudios.project+zip';

export type ProjectFileDocument = {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	readonly title: string;
	/** The whole document as one v2 update. */
	readonly state: Uint8Array;
};

export type ProjectFileAsset = { readonly hash: AssetHash; readonly bytes: Uint8Array<ArrayBuffer> };

/** A project as it lies in a file. */
export type ProjectFile = {
	readonly projectId: ProjectId;
	readonly title: string;
	/** Milliseconds since the Unix epoch. */
	readonly createdAt: number;
	readonly exportedAt: number;
	readonly documents: readonly ProjectFileDocument[];
	readonly assets: readonly ProjectFileAsset[];
	/** Bytes of a webp or png. */
	readonly thumbnail: Uint8Array<ArrayBuffer> | null;
};

/** Why a file was refused. */
export type ProjectFileReason = 'not-a-project' | 'damaged' | 'newer' | 'too-large' | 'unsafe';

export type ProjectFileProblem = {
	readonly reason: ProjectFileReason;
	/** For people: what is wrong, with which part, and what to do. */
	readonly message: string;
};

/** Characters. */
export const MAX_FILE_TITLE = 1_000;

/** Bytes unless it says otherwise. What is larger is refused before anything of it is unpacked. */
export const PROJECT_FILE_LIMITS = {
	entries: 5_000,
	manifest: 4 * 1024 * 1024,
	document: 64 * 1024 * 1024,
	asset: 200 * 1024 * 1024,
	thumbnail: 4 * 1024 * 1024,
	total: 1024 * 1024 * 1024,
	/** Unpacked bytes for one packed byte, in entries over a mebibyte. */
	ratio: 200,
	/** Structs in one document's update: every one costs memory, however few bytes spell them. */
	structs: 4_000_000,
} as const;
