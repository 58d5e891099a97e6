import { Dexie, type Table } from 'dexie';
import type { AssetHash, DocumentId, ProjectId, VersionId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type { DocumentKind } from '../../doc/live-document.ts';
import type { SlotName } from '../backend.ts';
import type { GestureChange, GestureStack } from '../gestures/gesture-store.ts';
import type { ChangeLedger, DocumentInfo, ProjectEntry, ProjectPatch } from '../ports.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';
import type { KeptHandle, KeptImport } from '../transfers/transfer-store.ts';
import type { VersionRecord } from '../versions/version-record.ts';
import type { ChunkRecord } from './chunk-rows.ts';

/** Raised with every change below. Changes only add: an older build must never erase what it doesn't know. */
export const DATABASE_VERSION = 5;

export type DocumentRecord = {
	readonly id: DocumentId;
	readonly projectId: ProjectId;
	readonly kind: DocumentKind;
	/** Which history of the document the rows belong to; rows of another one are kept but not read. */
	readonly epoch: number;
	/** Version of this row's own shape. */
	readonly schema: 1;
	/** Up to which row this record speaks of all; those behind it speak for themselves. Never given out again. */
	readonly lastSeq: number;
	/** Bytes of these rows together. */
	readonly bytes: number;
	readonly ledger: ChangeLedger;
};

type RowRecord = {
	readonly doc: DocumentId;
	readonly epoch: number;
	readonly crc32: number;
	readonly bytes: Uint8Array;
};
export type UpdateRecord = RowRecord & {
	readonly seq: number;
	/** What the record would say of the changes in it, of rows that were added without it. Not before version 5. */
	readonly ledger?: ChangeLedger;
};
export type SnapshotRecord = RowRecord & { readonly id: number };

/** What a page wrote while it went away; joins the tables above when the database is next opened. */
export type LastWordsRecord = {
	readonly key: string;
	/** A page may speak its last words twice. Not in those of version 1; the same below. */
	readonly order?: number;
	readonly documents: readonly {
		readonly info: DocumentInfo;
		readonly updates: readonly { readonly crc32: number; readonly bytes: Uint8Array }[];
		readonly ledger: ChangeLedger;
		/** Missing in those of builds that knew of one beginning only. */
		readonly epoch?: number;
	}[];
	readonly settings?: readonly {
		readonly key: string;
		readonly value: JsonValue | undefined;
		readonly at: number;
	}[];
	readonly gestures?: readonly { readonly slot: SlotName; readonly change: GestureChange }[];
	/** Projects that went into the bin, or came out of it. Not in those of builds that left them to chance. */
	readonly removals?: readonly { readonly id: ProjectId; readonly removedAt: number | null }[];
	/** Projects that were made or joined, their documents above; what changed in the list; what people called versions;
	 * requests that wait. Not before version 5. */
	readonly entries?: readonly ProjectEntry[];
	readonly patches?: readonly { readonly id: ProjectId; readonly patch: ProjectPatch }[];
	/** Projects with changes that the server lacks, or that are not to be sent unasked. Not in those of earlier builds. */
	readonly marks?: readonly { readonly id: ProjectId; readonly held: boolean; readonly unsent: boolean }[];
	readonly labels?: readonly { readonly id: VersionId; readonly label: string | null }[];
	readonly requests?: readonly OutboxRow[];
};

export type QuarantineRecord = {
	readonly key?: number;
	/** With a version, `id` is its document. */
	readonly what: 'document' | 'asset' | 'version';
	readonly id: string;
	readonly row: string;
	readonly why: string;
	readonly bytes: Uint8Array;
	/** Of a large asset `bytes` is empty: they are in this OPFS file, or under this name in `assetChunks`. */
	readonly file?: string;
	readonly pieces?: string;
	/** When it was set aside, in milliseconds; not in rows of versions 1 and 2. */
	readonly at?: number;
};

export type AssetRecord = {
	readonly hash: AssetHash;
	readonly bytes: number;
	readonly chunks: number;
	/** Name of the OPFS file that holds the bytes; without one they lie in `assetChunks`. */
	readonly file?: string;
	/** Under which name they lie there; without one, under the hash. */
	readonly pieces?: string;
	/** When it was stored, in milliseconds; not in rows of versions 1 and 2. */
	readonly storedAt?: number;
};
export type SettingRecord = {
	readonly key: string;
	readonly value: JsonValue;
	/** When it was set, in milliseconds; not in rows of version 1. */
	readonly at?: number;
};
export type GestureRecord = {
	readonly projectId: ProjectId;
	/** A number, or with a branch's id before it. */
	readonly slot: number | string;
	readonly stack: GestureStack;
	readonly index: number;
	readonly payload: JsonValue;
};
type GestureKey = [ProjectId, number | string, GestureStack, number];

/** The one place that names tables and versions. */
export class Database extends Dexie {
	declare readonly documents: Table<DocumentRecord, DocumentId>;
	declare readonly snapshots: Table<SnapshotRecord, [DocumentId, number]>;
	declare readonly updates: Table<UpdateRecord, [DocumentId, number]>;
	declare readonly lastWords: Table<LastWordsRecord, string>;
	declare readonly quarantine: Table<QuarantineRecord, number>;
	declare readonly assets: Table<AssetRecord, AssetHash>;
	declare readonly assetChunks: Table<ChunkRecord<string>, [string, number]>;
	declare readonly projects: Table<ProjectEntry, ProjectId>;
	declare readonly settings: Table<SettingRecord, string>;
	declare readonly versions: Table<VersionRecord, VersionId>;
	declare readonly versionChunks: Table<ChunkRecord<string>, [string, number]>;
	declare readonly gestures: Table<GestureRecord, GestureKey>;
	declare readonly handles: Table<KeptHandle, ProjectId>;
	declare readonly imports: Table<KeptImport, string>;
	declare readonly outbox: Table<OutboxRow, string>;

	readonly #underWay = new Set<IDBTransaction>();

	constructor(name: string, indexedDB?: IDBFactory) {
		// Never by itself: whoever opens it has to look at its version first.
		super(name, { autoOpen: false, ...(indexedDB ? { indexedDB } : {}) });
		this.use({
			stack: 'dbcore',
			name: 'under-way',
			create: (core) => ({
				...core,
				transaction: (...asked) => {
					const begun = core.transaction(...asked);
					this.#watch(begun as IDBTransaction);
					return begun;
				},
			}),
		});
		this.version(1).stores({
			documents: 'id, projectId',
			snapshots: '[doc+id]',
			updates: '[doc+seq]',
			lastWords: 'key',
			quarantine: '++key, [what+id]',
			assets: 'hash',
			assetChunks: '[hash+index]',
			projects: 'id',
			settings: 'key',
		});
		this.version(2).stores({
			versions: 'id, projectId, documentId, hash',
			versionChunks: '[hash+index]',
			gestures: '[projectId+slot+stack+index]',
		});
		this.version(3).stores({
			handles: 'projectId',
			imports: 'key',
		});
		this.version(4).stores({ outbox: 'key' });
		// No other tables: earlier builds would not count what rows say of themselves.
		this.version(DATABASE_VERSION).stores({});
	}

	/** A transaction without Dexie: for its durability, and for a commit that waits for no answer. */
	begin(
		stores: readonly string[],
		mode: IDBTransactionMode,
		options?: IDBTransactionOptions,
	): IDBTransaction {
		const begun = this.backendDB().transaction(stores, mode, options);
		this.#watch(begun);
		return begun;
	}

	/** Takes back whatever is under way: closing alone would wait for it. */
	abortAll(): void {
		for (const transaction of this.#underWay) {
			try {
				transaction.abort();
			} catch {
				// It is being committed, or has ended.
			}
		}
	}

	#watch(transaction: IDBTransaction): void {
		this.#underWay.add(transaction);
		const ended = () => void this.#underWay.delete(transaction);
		transaction.addEventListener('complete', ended);
		transaction.addEventListener('abort', ended);
	}
}
