import type { Dispose } from '../base/disposer.ts';
import type { AssetHash, DocumentId, ProjectId, VersionId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import type { DocumentKind } from '../doc/live-document.ts';
import type { ProjectRole } from '../protocol/permissions.ts';
import type { AssetStore } from './assets/asset-store.ts';
import type { CheckOptions, CheckReport } from './check/check-report.ts';
import type { GestureStore } from './gestures/gesture-store.ts';
import type { SetAsideStore } from './set-aside/set-aside.ts';
import type { StorageUsage } from './usage/storage-usage.ts';
import type { WholeStates } from './whole-states.ts';
import type { OutboxStore } from './outbox/outbox-store.ts';
import type { TransferStore } from './transfers/transfer-store.ts';

/** Why this device cannot keep or give back something. */
export const STORAGE_REASONS = [
	'denied',
	'full',
	'lost',
	'unanswered',
	'blocked',
	'newer',
	'damaged',
	'unknown',
] as const;
export type StorageReason = (typeof STORAGE_REASONS)[number];

export type StorageProblem = {
	readonly reason: StorageReason;
	/** For people: what happened, to what, and what to do. */
	readonly message: string;
};

/** `failing`: what could not be written is held in memory, and tried again until it is. */
export type StorageHealth =
	{ readonly kind: 'ok' } | { readonly kind: 'failing'; readonly problem: StorageProblem };

/**
 * Everything RaStudios keeps on this device. Writes never reject and never lose: their promise says whether
 * the work is durable (`true`), or held in memory and retried (`false`). Reads include what is only in memory yet.
 */
export interface DeviceStorage {
	readonly health: StorageHealth;
	onHealth(listener: (health: StorageHealth) => void): Dispose;
	/** Whether work is in this page's memory only, because the device does not take it. */
	readonly atRisk: boolean;
	readonly documents: DocumentStore;
	readonly assets: AssetStore;
	readonly settings: SettingsStore;
	readonly projects: ProjectCatalogue;
	readonly versions: VersionStore;
	readonly gestures: GestureStore;
	readonly witness: ProjectWitness;
	/** Files that projects came from and go to. */
	readonly transfers: TransferStore;
	/** Requests that wait for the server; opened when asked for, by one part of the page. */
	outbox(): Promise<OutboxStore>;
	readonly care: StorageCare;
	/** Documents as they come in from files. */
	readonly states: WholeStates;
	/** Tries to write everything that is only in memory, now. */
	flush(): Promise<boolean>;
	estimate(): Promise<StorageEstimateResult>;
	/** Asks the browser to exempt this site from eviction. Resolves to its answer. */
	requestPersistence(): Promise<boolean>;
	/** Starts a last flush and lets go of the database. */
	close(): void;
}

/** Looking after what is kept. */
export interface StorageCare {
	usage(): Promise<StorageUsage>;
	/** Verifies everything, mends what can be mended, and deletes nothing that could be had back. Never rejects. */
	check(options?: CheckOptions): Promise<CheckReport>;
	readonly setAside: SetAsideStore;
}

export type StorageEstimateResult = {
	readonly usedBytes: number;
	readonly quotaBytes: number | null;
	/** `null` where the browser does not say. */
	readonly persisted: boolean | null;
};

/** How many changes each replica made, and how many of them a server has acknowledged. Both only grow. */
export type ChangeLedger = { readonly [replica: string]: ReplicaChanges };
export type ReplicaChanges = { readonly made: number; readonly acknowledged: number };

export type DocumentInfo = {
	readonly id: DocumentId;
	readonly projectId: ProjectId;
	readonly kind: DocumentKind;
};

/** One v2 update that passed its checksum; `row` is its place in the database, `null` while only in memory. */
export type StoredUpdate = { readonly row: string | null; readonly bytes: Uint8Array };

export type LoadedDocument = {
	/** `null` for a document this device has never had. */
	readonly info: DocumentInfo | null;
	/** Oldest first. */
	readonly updates: readonly StoredUpdate[];
	readonly ledger: ChangeLedger;
	/** Which beginning of the document this copy goes back to, as its server counts them. */
	readonly epoch: number;
	/** Rows that were damaged and are now in quarantine, this time. */
	readonly quarantined: number;
	/** `false` when the database could not be opened at all: only this page's own work is here. */
	readonly complete: boolean;
};

export type DocumentWrite = DocumentInfo & {
	/** One v2 update; `null` writes the ledger alone. */
	readonly update: Uint8Array | null;
	/** Merged by maximum, replica by replica, in the same transaction as the update. */
	readonly ledger?: ChangeLedger;
	/** Which beginning this is of; it only grows, and what was kept of an earlier one is not read any more. */
	readonly epoch?: number;
};

/** Yjs documents as v2 updates. */
export interface DocumentStore {
	list(projectId: ProjectId): Promise<readonly DocumentInfo[]>;
	load(id: DocumentId): Promise<Result<LoadedDocument, StorageProblem>>;
	/**
	 * The whole document as one v2 update; `null` when this project has none of that id: others may list what is another
	 * project's here. For exports and copies of documents not open.
	 */
	readState(
		id: DocumentId,
		projectId: ProjectId,
	): Promise<Result<Uint8Array<ArrayBuffer> | null, StorageProblem>>;
	/** Joins the next batch (within 100 ms). */
	append(write: DocumentWrite): Promise<boolean>;
	/**
	 * For an open document: should the database be made anew under us, because somebody cleared it, the document is
	 * written again whole, as `current` says it then.
	 */
	hold(current: () => DocumentWrite): Dispose;
	/** Whether anything of this document is not durable yet. */
	isUnwritten(id: DocumentId): boolean;
	/** Resolves when all of this document so far is durable (`true`), or could not be written for now (`false`). */
	whenDurable(id: DocumentId): Promise<boolean>;
	/** Told after every batch that was written or failed. */
	onAttempt(listener: () => void): Dispose;
	/** Moves a row that passed its checksum but cannot be applied out of the way. */
	quarantine(id: DocumentId, row: string, why: string): Promise<void>;
	/** Folds the rows into a snapshot. Does nothing while any struct is pending or another tab is at it. */
	compact(id: DocumentId): Promise<boolean>;
	remove(id: DocumentId): Promise<boolean>;
}

/** This device's own preferences, by name. Never synced. */
export interface SettingsStore {
	/** The value, or `undefined`. Callers validate: another version may have written it. */
	get(key: string): Promise<JsonValue | undefined>;
	/** The same for what is written over then: an error where `get` answers with what it knows. */
	read(key: string): Promise<Result<JsonValue | undefined, StorageProblem>>;
	set(key: string, value: JsonValue): Promise<boolean>;
	remove(key: string): Promise<boolean>;
}

/** What Home lists: one row a project. */
export type ProjectEntry = {
	readonly id: ProjectId;
	readonly title: string;
	/** Milliseconds since the Unix epoch. */
	readonly createdAt: number;
	readonly changedAt: number;
	/** When it was put in the bin; `null` while it is not. */
	readonly removedAt: number | null;
	/** Bytes of a webp or png. */
	readonly thumbnail: Uint8Array<ArrayBuffer> | null;
	readonly origin: 'mine' | 'joined';
	readonly role: ProjectRole;
	readonly shared: boolean;
	/** Secret that proves on the server that this device made the project. */
	readonly claim: string | null;
	/** The server's token for this project. */
	readonly token: string | null;
	/** The one before it, until the server has let us in with `token`: anybody can make up a link. */
	readonly formerToken?: string | null;
	/** Changes the server has not acknowledged, when last looked at. */
	readonly waiting: number;
	/** Whose list of projects it is in; missing or null: nobody's, as far as this device knows. */
	readonly account?: ProjectAccount | null;
	/** Whether something of what is on an account may not be on the server yet, as far as is known without opening it. */
	readonly unsent?: boolean;
	/** Changed here while the account it is on was not signed in: not sent as its person's before they say so. */
	readonly held?: boolean;
};

export type ProjectAccount =
	/** The person wants it on this device only. */
	| { readonly kind: 'kept-here' }
	| {
			readonly kind: 'on';
			readonly userId: string;
			/** What the list calls it, as this device last told or heard. */
			readonly title: string | null;
	  };

export type ProjectPatch = Partial<Omit<ProjectEntry, 'id'>>;

export type NewDocument = {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	/** The whole document as one v2 update. */
	readonly state: Uint8Array;
};

/** `unwritten`: it is tried again. `open`: a tab has the project open, and nothing was done. */
export type ProjectDeletion = 'deleted' | 'unwritten' | 'open';

export interface ProjectCatalogue {
	/** Newest change first, those in the bin included. */
	list(): Promise<readonly ProjectEntry[]>;
	/** The same for what must not miss any: an error where `list` answers with what it knows. */
	read(): Promise<Result<readonly ProjectEntry[], StorageProblem>>;
	get(id: ProjectId): Promise<ProjectEntry | null>;
	/** A joined project over a known one renews its link only; over one's own, it brings that back from the bin. */
	put(entry: ProjectEntry): Promise<boolean>;
	/** A project and all its documents, in one transaction: wholly there or not at all. For imports and copies. */
	create(entry: ProjectEntry, documents: readonly NewDocument[]): Promise<boolean>;
	/** Changes only the named fields, so that two tabs don't undo each other's. Unknown projects are left unknown. */
	patch(id: ProjectId, patch: ProjectPatch): Promise<boolean>;
	/** For an open project: it is listed again should the database be made anew, as `current` says it then. */
	hold(current: () => ProjectEntry): Dispose;
	/** Until the returned function is called, no tab deletes the project for good, where browsers have locks. */
	keepOpen(id: ProjectId): Promise<Dispose>;
	/** For good, with its documents. The bin is `patch(id, { removedAt })`. */
	delete(id: ProjectId): Promise<ProjectDeletion>;
	/** Also told of changes made by other tabs. */
	onChange(listener: () => void): Dispose;
}

/** A project that was on this device, that nobody deleted here, and that the database does not have any more. */
export type LostProject = {
	readonly id: ProjectId;
	readonly title: string;
	readonly changedAt: number;
	/** Whether what is remembered of it opens the way to a server's copy. */
	readonly onServer: boolean;
};

/** What remembers, outside the database, which projects are in it. Never rejects. */
export interface ProjectWitness {
	/** Newest change first. Nothing while the database cannot be read: it may all be there. */
	lost(): Promise<readonly LostProject[]>;
	/** The project as the list of projects had it, for fetching it again; `null` for one it knows nothing of. */
	find(id: ProjectId): Promise<ProjectEntry | null>;
	/** They are not missed. */
	forget(ids: readonly ProjectId[]): Promise<void>;
}

/** Why a version was kept. */
export type VersionReason = 'timed' | 'import' | 'restore' | 'migration' | 'merge' | 'branch' | 'named';

/** One document as it stood at one moment; its bytes never change. */
export type VersionInfo = {
	readonly id: VersionId;
	readonly projectId: ProjectId;
	readonly documentId: DocumentId;
	readonly kind: DocumentKind;
	/** Milliseconds since the Unix epoch. */
	readonly createdAt: number;
	readonly author: { readonly id: string; readonly name: string };
	/** What a person called it, and kept for ever then; `null` for automatic ones. */
	readonly label: string | null;
	readonly reason: VersionReason;
	/** The document's own schema in this state. */
	readonly schema: number;
	/** sha-256 of the state: 64 lower-case hex digits. */
	readonly hash: string;
	/** Bytes of the state. */
	readonly bytes: number;
	/** What else is needed to show this state. */
	readonly assets: readonly AssetHash[];
};

export type NewVersion = Omit<VersionInfo, 'id' | 'hash' | 'bytes'>;

export type AddVersionOptions = {
	/**
	 * Adds nothing when the document got a version since then (milliseconds), from any tab, and answers with that one:
	 * what all tabs do by the clock is done once.
	 */
	readonly unlessSince?: number;
};

export type AddedVersion = { readonly version: VersionInfo; readonly durable: boolean };

/** Earlier states of documents, whole. Equal states share their bytes. */
export interface VersionStore {
	/**
	 * `state`: the whole document as one v2 update. An automatic version equal to the newest one of its document adds
	 * nothing and answers with that one, except that each branch gets its own.
	 */
	add(version: NewVersion, state: Uint8Array, options?: AddVersionOptions): Promise<AddedVersion>;
	/** Newest first. */
	list(documentId: DocumentId): Promise<readonly VersionInfo[]>;
	/** Of all documents of the project, newest first. */
	listProject(projectId: ProjectId): Promise<readonly VersionInfo[]>;
	/** The same for what must not miss any: an error where `listProject` answers with what it knows. */
	readProject(projectId: ProjectId): Promise<Result<readonly VersionInfo[], StorageProblem>>;
	/** The state; `null` when there is no such version. Error `damaged`: its bytes are not what they were. */
	read(id: VersionId): Promise<Result<Uint8Array<ArrayBuffer> | null, StorageProblem>>;
	/** `null` makes it an automatic one again. Unknown versions are left unknown. */
	rename(id: VersionId, label: string | null): Promise<boolean>;
	remove(id: VersionId): Promise<boolean>;
	removeMany(ids: readonly VersionId[]): Promise<boolean>;
}
