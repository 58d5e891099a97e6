import type { AssetHash, DocumentId, ProjectId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import type { ChangeLedger, DocumentInfo, NewDocument, ProjectEntry, ProjectPatch } from './ports.ts';

/** One thing to be written. Every kind can be written twice without harm, so that a doubtful write is repeated. */
export type Write =
	| {
			readonly kind: 'document';
			readonly info: DocumentInfo;
			/** v2 updates; each becomes a row. */
			readonly updates: readonly Uint8Array[];
			readonly ledger: ChangeLedger;
	  }
	| { readonly kind: 'forget-document'; readonly id: DocumentId }
	| { readonly kind: 'project'; readonly entry: ProjectEntry; readonly documents: readonly NewDocument[] }
	| { readonly kind: 'patch-project'; readonly id: ProjectId; readonly patch: ProjectPatch }
	| { readonly kind: 'forget-project'; readonly id: ProjectId }
	| { readonly kind: 'asset'; readonly hash: AssetHash; readonly bytes: Uint8Array<ArrayBuffer> }
	| { readonly kind: 'forget-asset'; readonly hash: AssetHash }
	| { readonly kind: 'setting'; readonly key: string; readonly value: JsonValue | undefined };

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

/** What `fold` makes of the rows it was shown: one snapshot in their place, and the ledger to keep. */
export type Folded = { readonly state: Uint8Array; readonly ledger: ChangeLedger };

/** Where rows are kept. Two adapters (Dexie, memory), one contract. Everything may throw a StorageFailure. */
export interface StorageBackend {
	/** All of it in one transaction, or none of it. */
	write(writes: readonly Write[]): Promise<void>;
	/**
	 * Hands these writes to the database at once, without an answer: the page is going away, and what needs one more
	 * turn of it never happens. Taken in when the database is next opened. Takes documents only, and never throws.
	 */
	leaveBehind(writes: readonly Write[]): void;
	readDocument(id: DocumentId): Promise<DocumentRows | null>;
	listDocuments(projectId: ProjectId): Promise<readonly DocumentInfo[]>;
	/** In one strict transaction: reads the rows, asks `fold`, and puts its snapshot in place of exactly these rows. */
	compact(id: DocumentId, fold: (rows: DocumentRows) => Folded | null): Promise<boolean>;
	quarantineRow(id: DocumentId, row: RowName, why: string): Promise<void>;
	quarantineAsset(hash: AssetHash, why: string): Promise<void>;
	countQuarantined(): Promise<number>;
	readProject(id: ProjectId): Promise<ProjectEntry | null>;
	listProjects(): Promise<readonly ProjectEntry[]>;
	readAsset(hash: AssetHash): Promise<Uint8Array<ArrayBuffer> | null>;
	hasAsset(hash: AssetHash): Promise<boolean>;
	totalAssetBytes(): Promise<number>;
	readSetting(key: string): Promise<JsonValue | undefined>;
	close(): void;
}
