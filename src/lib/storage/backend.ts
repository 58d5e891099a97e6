import type { AssetHash, BranchId, DocumentId, ProjectId, VersionId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import type { CareRows } from './check/care-rows.ts';
import type { AssetInfo } from './assets/asset-store.ts';
import type { GestureChange, GestureRow, GestureStack } from './gestures/gesture-store.ts';
import type {
	ChangeLedger,
	DocumentInfo,
	NewDocument,
	ProjectEntry,
	ProjectPatch,
	VersionInfo,
} from './ports.ts';
import type { OutboxRow } from './outbox/outbox-row.ts';
import type { KeptHandle, KeptImport } from './transfers/transfer-store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** One thing to be written. Every kind can be written twice without harm, so that a doubtful write is repeated. */
export type Write =
	| {
			readonly kind: 'document';
			readonly info: DocumentInfo;
			/** v2 updates; each becomes a row. */
			readonly updates: readonly Uint8Array[];
			readonly ledger: ChangeLedger;
			/** Of which beginning of the document; the first without it. An earlier one than is stored counts as that. */
			readonly epoch?: number;
	  }
	| { readonly kind: 'forget-document'; readonly id: DocumentId }
	| { readonly kind: 'project'; readonly entry: ProjectEntry; readonly documents: readonly NewDocument[] }
	| { readonly kind: 'patch-project'; readonly id: ProjectId; readonly patch: ProjectPatch }
	| { readonly kind: 'forget-project'; readonly id: ProjectId }
	/** What is there already stays, and counts as stored at this time. */
	| {
			readonly kind: 'asset';
			readonly hash: AssetHash;
			readonly bytes: Uint8Array<ArrayBuffer>;
			readonly at: number;
	  }
	| { readonly kind: 'forget-asset'; readonly hash: AssetHash }
	| {
			readonly kind: 'setting';
			readonly key: string;
			readonly value: JsonValue | undefined;
			/** When it was set, in milliseconds: what was left behind never replaces what was set later. */
			readonly at: number;
	  }
	/** A known version stays as it is; its bytes are written where they are missing. */
	| {
			readonly kind: 'version';
			readonly info: VersionInfo;
			readonly state: Uint8Array<ArrayBuffer>;
			/** Nothing is written when the document got another version since then (milliseconds). */
			readonly unlessSince?: number;
	  }
	| { readonly kind: 'label-version'; readonly id: VersionId; readonly label: string | null }
	| { readonly kind: 'forget-versions'; readonly ids: readonly VersionId[] }
	| { readonly kind: 'gestures'; readonly slot: SlotName; readonly change: GestureChange }
	/** `null` forgets. */
	| { readonly kind: 'handle'; readonly projectId: ProjectId; readonly row: KeptHandle | null }
	| { readonly kind: 'import'; readonly key: string; readonly row: KeptImport | null }
	/** Placed by its revision: see `placeRequest`. */
	| { readonly kind: 'request'; readonly row: OutboxRow }
	| { readonly kind: 'forget-request'; readonly key: string };

/** Which undo lists: those of a project, or of one of its branches. */
export type SlotName = {
	readonly projectId: ProjectId;
	readonly branchId?: BranchId;
	readonly number: number;
};

export type GesturesOf = Omit<SlotName, 'number'>;

export type PlacedGesture = GestureRow & { readonly stack: GestureStack };

export type VersionsOf = { readonly documentId: DocumentId } | { readonly projectId: ProjectId };

/** `snapshot:<id>` or `update:<seq>`: where a row stands within its document. */
export type RowName = `snapshot:${number}` | `update:${number}`;

export type DocumentRow = {
	readonly name: RowName;
	readonly epoch: number;
	readonly crc32: number;
	readonly bytes: Uint8Array;
};

export type DocumentRows = {
	readonly info: DocumentInfo;
	readonly epoch: number;
	readonly ledger: ChangeLedger;
	/** Snapshots first, then updates in the order of their writing. */
	readonly rows: readonly DocumentRow[];
};

/** Makes one state of all rows, as one v2 update; `null` when there is nothing to gain, or anything in doubt. */
export type Fold = (rows: DocumentRows) => Uint8Array | null | Promise<Uint8Array | null>;

/** Where an asset's bytes lie: in a file of our own, or in pieces in the database. Names are never used again. */
export type AssetPlace = { readonly kind: 'file' | 'pieces'; readonly name: string };

export type StoredAsset = AssetInfo & { readonly place: AssetPlace };

/** Large assets, whose bytes come and go apart from their rows: a row is what makes them be here. */
export interface AssetRows {
	readAssetRow(hash: AssetHash): Promise<StoredAsset | null>;
	listAssetRows(): Promise<readonly StoredAsset[]>;
	/**
	 * Puts a row where there is none, or where the bytes are at the place `instead`; any other stays, and counts as stored
	 * at the given time. Returns the row that stands.
	 */
	keepAsset(asset: StoredAsset, instead: AssetPlace | null): Promise<StoredAsset>;
	/** A row counts as stored at this time. Returns it; `null`: there is none. */
	renewAsset(hash: AssetHash, at: number): Promise<StoredAsset | null>;
	/** Gives a time to rows without one. */
	dateAssets(at: number): Promise<void>;
	/** Removes those rows that are still as given, with their pieces. Returns them. */
	forgetUnrenewed(assets: readonly StoredAsset[]): Promise<readonly StoredAsset[]>;
	writePiece(name: string, index: number, bytes: ArrayBuffer): Promise<void>;
	readPiece(name: string, index: number): Promise<ArrayBuffer | null>;
	/** Unless a row names them. */
	forgetPieces(name: string): Promise<void>;
	listPieceNames(): Promise<readonly string[]>;
	/** Of all places that rows name, those in quarantine as well. */
	listPlaceNames(): Promise<ReadonlySet<string>>;
	/**
	 * Those of the assets that no document, version, undo list or setting names, and nothing set aside. Throws where one
	 * of them cannot be read: then nobody knows.
	 */
	findUnnamed(hashes: readonly AssetHash[]): Promise<readonly AssetHash[]>;
}

/** Where rows are kept. Two adapters (Dexie, memory), one contract. Everything may throw a StorageFailure. */
export interface StorageBackend extends AssetRows {
	/** All of it in one transaction, or none of it. */
	write(writes: readonly Write[]): Promise<void>;
	/**
	 * Hands these writes to the database at once, without an answer: the page is going away, and what needs one more
	 * turn of it never happens. Taken in when the database is next opened. `writes` is all that is unwritten: it takes
	 * the place of what this page left before. Takes documents, settings, gestures, the list of projects,
	 * names of versions and requests only, and never throws.
	 */
	leaveBehind(writes: readonly Write[]): void;
	/** Another answer: the database was made anew, and what was in it is gone. */
	birth(): Promise<string>;
	readDocument(id: DocumentId): Promise<DocumentRows | null>;
	listDocuments(projectId: ProjectId): Promise<readonly DocumentInfo[]>;
	/**
	 * Shows the rows to `fold`, then, in one strict transaction, puts its snapshot in place of exactly these, and drops
	 * what is settled from the ledger. Nothing happens when one of them is not there any more.
	 */
	compact(id: DocumentId, fold: Fold): Promise<boolean>;
	quarantineRow(id: DocumentId, row: RowName, why: string): Promise<void>;
	/** Sets its row aside with what is left of its bytes; large ones stay where they lie. */
	quarantineAsset(hash: AssetHash, why: string): Promise<void>;
	countQuarantined(): Promise<number>;
	/** The database as a whole; `null` for one that lives in memory. */
	care(): Promise<CareRows | null>;
	readProject(id: ProjectId): Promise<ProjectEntry | null>;
	listProjects(): Promise<readonly ProjectEntry[]>;
	/** The bytes as stored, unverified; `null` when they are not in the database. */
	readAsset(hash: AssetHash): Promise<Uint8Array<ArrayBuffer> | null>;
	hasAsset(hash: AssetHash): Promise<boolean>;
	totalAssetBytes(): Promise<number>;
	readSetting(key: string): Promise<JsonValue | undefined>;
	/** In no order; rows of a shape we don't know are left out. */
	listVersions(of: VersionsOf): Promise<readonly VersionInfo[]>;
	/** The bytes as stored, unverified; what is missing of them is simply missing. */
	readVersion(id: VersionId): Promise<{ readonly info: VersionInfo; readonly state: Bytes } | null>;
	/** Sets the bytes aside; the versions that share them stay listed. */
	quarantineVersion(id: VersionId, why: string): Promise<void>;
	/** The slots that hold any gesture, lowest first. */
	listGestureSlots(of: GesturesOf): Promise<readonly number[]>;
	/** Lowest index first; rows of a shape we don't know are left out. */
	readGestures(slot: SlotName): Promise<readonly PlacedGesture[]>;
	listHandles(): Promise<readonly KeptHandle[]>;
	listImports(): Promise<readonly KeptImport[]>;
	/** In no order, of all accounts. */
	listRequests(): Promise<readonly OutboxRow[]>;
	close(): void;
	/** Closes at once: what is under way is undone, and holds up nobody any more. */
	abandon(): void;
}
