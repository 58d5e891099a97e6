import type { AssetHash, DocumentId, ProjectId } from '../../base/ids.ts';
import type { DocumentKind } from '../../doc/live-document.ts';
import type { Result } from '../../base/result.ts';
import type { VersionInfo } from '../ports.ts';

export const PROJECT_FILE_EXTENSION = '.rastudio';
export const PROJECT_FILE_TYPE = 'application/vnd.rastudios.project+zip';

/** What a file is of: a whole project, or one document with all it needs. */
export type ProjectFileScope = 'project' | 'scene' | 'prefab';

export type ProjectFileDocument = {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	readonly title: string;
	/** The whole document as one v2 update. */
	readonly state: Uint8Array;
};

/** Where a document is to be had. */
export type DocumentToWrite = Omit<ProjectFileDocument, 'state'> & {
	/** The whole document as one v2 update; `null`: gone since. */
	readonly read: () => Promise<Result<Uint8Array | null, { readonly message: string }>>;
};

/** Where an asset's bytes are to be had; `null`: not on this device, or damaged. An error: it may be, unread. */
export type AssetToWrite = {
	readonly hash: AssetHash;
	/** What it probably weighs, to say how far the writing is. */
	readonly bytes: number;
	readonly open: () => Promise<Result<Blob | null, { readonly message: string }>>;
};

/** An earlier state of a document; `hash` is the sha-256 of that state. */
export type ProjectFileVersion = Omit<VersionInfo, 'id' | 'projectId' | 'bytes'>;

export type HistoryToWrite = {
	readonly versions: readonly ProjectFileVersion[];
	/** The state of a version by its hash; `null`: not to be had any more. An error: it may be, unread. */
	readonly open: (hash: string) => Promise<Result<Uint8Array | null, { readonly message: string }>>;
};

export type RestToWrite = {
	readonly documents: readonly DocumentToWrite[];
	readonly assets: readonly AssetToWrite[];
};

export type ProjectFileHead = {
	readonly scope: ProjectFileScope;
	/** The scene or prefab the file is of; `null` for a project. */
	readonly main: DocumentId | null;
	readonly projectId: ProjectId;
	readonly title: string;
	/** Milliseconds since the Unix epoch. */
	readonly createdAt: number;
	readonly exportedAt: number;
};

/** What a file is to hold. Documents, assets and states are asked for one at a time, in their order. */
export type ProjectFileContents = ProjectFileHead & {
	readonly documents: readonly DocumentToWrite[];
	readonly assets: readonly AssetToWrite[];
	/**
	 * Asked when those documents are written, which may take minutes: what came to it meanwhile. Its documents are written
	 * as well, and its assets are the ones that the file is to hold.
	 */
	readonly rest?: () => Promise<Result<RestToWrite, { readonly message: string }>>;
	/** Bytes of a webp or png. */
	readonly thumbnail: Uint8Array<ArrayBuffer> | null;
	readonly history: HistoryToWrite | null;
};

export type WrittenProjectFile = {
	readonly bytes: number;
	/** Titles of documents that are listed and not to be had. */
	readonly missingDocuments: readonly string[];
	/** Assets that were asked for and not to be had. */
	readonly missingAssets: readonly AssetHash[];
	/** Versions whose state was not to be had. */
	readonly missingVersions: number;
};

export type TransferProgress = { readonly done: number; readonly total: number };

export type TransferOptions = {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
};

/** Why a file was refused, or not read or written to its end. */
export type ProjectFileReason =
	| 'not-a-project'
	| 'damaged'
	| 'newer'
	| 'too-large'
	| 'unsafe'
	/** The file went away, changed, or may not be read any more. */
	| 'unreadable'
	/** The place it was to be written to does not take it. */
	| 'unwritable'
	/** Something that has to be in it is not on this device. */
	| 'incomplete'
	| 'cancelled';

export type ProjectFileProblem = {
	readonly reason: ProjectFileReason;
	/** For people: what is wrong, with which part, and what to do. */
	readonly message: string;
};

/** Characters. */
export const MAX_FILE_TITLE = 1_000;

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** Bytes unless it says otherwise. What is larger is refused before anything of it is unpacked. */
export const PROJECT_FILE_LIMITS = {
	/** Each costs a place in the directory, which is read whole. */
	entries: 20_000,
	manifest: 16 * MIB,
	/** One document, or one earlier state of one, is in memory at a time. */
	document: 64 * MIB,
	/** What a device keeps as one file; below what 32 bits can say, so that only places need more. */
	asset: 2 * GIB,
	thumbnail: 4 * MIB,
	/** Versions in a history, which share states. */
	versions: 20_000,
	total: 8 * GIB,
	/** All deflated entries together, unpacked. */
	unpacked: GIB,
	/** Unpacked bytes for one packed byte, in entries over a mebibyte. */
	ratio: 200,
	/** Structs in one document's update: every one costs memory, however few bytes spell them. */
	structs: 4_000_000,
} as const;

/** What readers of version 1 open. A file that needs more says so by its version. */
export const VERSION_1_LIMITS = {
	entries: 5_000,
	manifest: 4 * MIB,
	asset: 200 * MIB,
	total: GIB,
} as const;
