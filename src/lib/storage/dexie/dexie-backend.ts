import { nanoid } from 'nanoid';
import type { AssetHash, DocumentId, ProjectId, VersionId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type {
	AssetPlace,
	DocumentRows,
	Fold,
	PlacedGesture,
	RowName,
	GesturesOf,
	SlotName,
	StorageBackend,
	StoredAsset,
	VersionsOf,
	Write,
} from '../backend.ts';
import type { DocumentInfo, ProjectEntry } from '../ports.ts';
import { StorageFailure, storageProblem } from '../storage-failure.ts';
import {
	dateAssetRows,
	forgetPieces,
	forgetUnrenewed,
	keepAssetRow,
	listAssetRows,
	listPieceNames,
	listPlaceNames,
	quarantineAssetRows,
	readAssetRow,
	readAssetRows,
	renewAssetRow,
} from './asset-rows.ts';
import { DATABASE_VERSION, Database } from './database.ts';
import { toStorageFailure } from './dexie-failure.ts';
import { quarantineDocumentRow, readDocumentRows } from './document-rows.ts';
import { listGestureSlots, readGestureRows } from './gesture-rows.ts';
import { areEveryday, EverydayWrites } from './everyday-writes.ts';
import { leaveLastWords, takeInLastWords } from './last-words.ts';
import { listVersionRows } from './version-rows.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';
import type { KeptHandle, KeptImport } from '../transfers/transfer-store.ts';
import { applyWrite, tablesOf } from './write-rows.ts';

/** The setting that tells this database from one made after it was cleared; older ones have none. */
const BIRTH = 'database.birth';

/** Opens the database of this name. Throws a StorageFailure when the browser doesn't give it to us. */
export async function openDexieBackend(name: string, indexedDB?: IDBFactory): Promise<StorageBackend> {
	let database: Database;
	try {
		database = new Database(name, indexedDB);
	} catch (thrown) {
		throw toStorageFailure(thrown);
	}
	await openDatabase(database);
	return new DexieBackend(database);
}

async function openDatabase(database: Database): Promise<void> {
	const blocked = new Promise<never>((_, reject) => {
		database.on('blocked', () => reject(new StorageFailure(storageProblem('blocked'))));
	});
	// A newer tab wants to upgrade: make room at once. What is unwritten stays in the journal.
	database.on('versionchange', () => {
		database.close({ disableAutoOpen: true });
		return false; // Dexie's own handler would only complain on the console
	});
	database.on('populate', () => void database.settings.add({ key: BIRTH, value: nanoid(), at: 0 }));
	try {
		await Promise.race([database.open(), blocked]);
	} catch (thrown) {
		database.close({ disableAutoOpen: true });
		throw toStorageFailure(thrown);
	}
	// Dexie opens a database of a later version as if it were its own; writing there could harm it.
	if (database.backendDB().version > DATABASE_VERSION * 10) {
		database.close({ disableAutoOpen: true });
		throw new StorageFailure(storageProblem('newer'));
	}
	try {
		await takeInLastWords(database);
	} catch (thrown) {
		database.close({ disableAutoOpen: true });
		throw toStorageFailure(thrown);
	}
}

/** The storage port over IndexedDB. */
class DexieBackend implements StorageBackend {
	readonly #db: Database;
	readonly #everyday: EverydayWrites;
	/** Last words of this page that turned out not to be its last. */
	#left: string[] = [];
	#leftCount = 0;

	constructor(database: Database) {
		this.#db = database;
		this.#everyday = new EverydayWrites(database);
	}

	async write(writes: readonly Write[]): Promise<void> {
		const db = this.#db;
		const left = this.#left;
		await this.#try(async () => {
			if (areEveryday(writes) && (await this.#everyday.write(writes, left))) return;
			const tables = tablesOf(db, writes);
			if (left.length > 0) tables.push(db.lastWords);
			await db.transaction('rw', tables, async () => {
				for (const write of writes) await applyWrite(db, write);
				if (left.length > 0) await db.lastWords.bulkDelete(left);
			});
		});
		this.#left = this.#left.filter((key) => !left.includes(key));
	}

	leaveBehind(writes: readonly Write[]): void {
		if (!this.#db.isOpen()) return;
		this.#leftCount += 1;
		const place = { order: this.#leftCount, inPlaceOf: this.#left };
		const key = leaveLastWords(this.#db.backendDB(), writes, place);
		if (key) this.#left = [key];
	}

	birth = (): Promise<string> =>
		this.#try(async () => JSON.stringify((await this.#db.settings.get(BIRTH))?.value ?? null));

	async readDocument(id: DocumentId): Promise<DocumentRows | null> {
		const db = this.#db;
		return this.#try(() =>
			db.transaction('r', [db.documents, db.snapshots, db.updates], () => readDocumentRows(db, id)),
		);
	}

	async listDocuments(projectId: ProjectId): Promise<readonly DocumentInfo[]> {
		const records = await this.#try(() => this.#db.documents.where('projectId').equals(projectId).toArray());
		return records.map(({ id, kind }) => ({ id, projectId, kind }));
	}

	async compact(id: DocumentId, fold: Fold): Promise<boolean> {
		const { compactRows } = await import('./compact-rows.ts');
		return this.#try(() => compactRows(this.#db, id, fold));
	}

	async quarantineRow(id: DocumentId, row: RowName, why: string): Promise<void> {
		const db = this.#db;
		await this.#try(() =>
			db.transaction('rw', [db.documents, db.snapshots, db.updates, db.quarantine], () =>
				quarantineDocumentRow(db, id, row, why),
			),
		);
	}

	async quarantineAsset(hash: AssetHash, why: string): Promise<void> {
		const db = this.#db;
		await this.#try(() =>
			db.transaction('rw', [db.assets, db.assetChunks, db.quarantine], () =>
				quarantineAssetRows(db, hash, why),
			),
		);
	}

	async readAsset(hash: AssetHash): Promise<Uint8Array<ArrayBuffer> | null> {
		const db = this.#db;
		return this.#try(() => db.transaction('r', [db.assets, db.assetChunks], () => readAssetRows(db, hash)));
	}

	async totalAssetBytes(): Promise<number> {
		let total = 0;
		await this.#try(() => this.#db.assets.each((asset) => (total += asset.bytes)));
		return total;
	}

	readAssetRow = (hash: AssetHash) => this.#try(() => readAssetRow(this.#db, hash));
	listAssetRows = () => this.#try(() => listAssetRows(this.#db));
	keepAsset = (asset: StoredAsset, instead: AssetPlace | null) =>
		this.#onAssets('rw', (db) => keepAssetRow(db, asset, instead));
	renewAsset = (hash: AssetHash, at: number) => this.#onAssets('rw', (db) => renewAssetRow(db, hash, at));
	dateAssets = (at: number) => this.#onAssets('rw', (db) => dateAssetRows(db, at));
	forgetUnrenewed = (assets: readonly StoredAsset[]) =>
		this.#onAssets('rw', (db) => forgetUnrenewed(db, assets));
	writePiece = (hash: string, index: number, bytes: ArrayBuffer) =>
		this.#try(async () => void (await this.#db.assetChunks.put({ hash, index, bytes })));
	readPiece = (name: string, index: number) =>
		this.#try(async () => (await this.#db.assetChunks.get([name, index]))?.bytes ?? null);
	forgetPieces = (name: string) => this.#onAssets('rw', (db) => forgetPieces(db, name));
	listPieceNames = () => this.#onAssets('r', listPieceNames);
	listPlaceNames = () => this.#onAssets('r', listPlaceNames);
	findUnnamed = async (hashes: readonly AssetHash[]) => {
		const { findUnnamed, mentionTables } = await import('./mention-rows.ts');
		const db = this.#db;
		return this.#try(() => db.transaction('r', mentionTables(db), () => findUnnamed(db, hashes)));
	};

	/** Comes when somebody looks after what is kept: opening a project goes without. */
	care = async () => (await import('./care-rows.ts')).careRows(this.#db);
	countQuarantined = () => this.#try(() => this.#db.quarantine.count());
	hasAsset = (hash: AssetHash) => this.#try(async () => (await this.#db.assets.get(hash)) !== undefined);
	readProject = (id: ProjectId): Promise<ProjectEntry | null> =>
		this.#try(async () => (await this.#db.projects.get(id)) ?? null);
	listProjects = (): Promise<readonly ProjectEntry[]> => this.#try(() => this.#db.projects.toArray());
	readSetting = (key: string): Promise<JsonValue | undefined> =>
		this.#try(async () => (await this.#db.settings.get(key))?.value);

	listVersions = (of: VersionsOf) => this.#try(() => listVersionRows(this.#db, of));

	async readVersion(id: VersionId) {
		const { readVersionRows } = await import('./read-version-rows.ts');
		const db = this.#db;
		return this.#try(() =>
			db.transaction('r', [db.versions, db.versionChunks], () => readVersionRows(db, id)),
		);
	}

	async quarantineVersion(id: VersionId, why: string): Promise<void> {
		const { quarantineVersionRows } = await import('./read-version-rows.ts');
		const db = this.#db;
		await this.#try(() =>
			db.transaction('rw', [db.versions, db.versionChunks, db.quarantine], () =>
				quarantineVersionRows(db, id, why),
			),
		);
	}

	listGestureSlots = (of: GesturesOf) => this.#try(() => listGestureSlots(this.#db, of));

	async readGestures(slot: SlotName): Promise<readonly PlacedGesture[]> {
		// What the last holder left behind belongs before all that the next one writes.
		return this.#try(async () => {
			await takeInLastWords(this.#db);
			return readGestureRows(this.#db, slot);
		});
	}

	listHandles(): Promise<readonly KeptHandle[]> {
		return this.#try(() => this.#db.handles.toArray());
	}

	listImports(): Promise<readonly KeptImport[]> {
		return this.#try(() => this.#db.imports.toArray());
	}

	listRequests(): Promise<readonly OutboxRow[]> {
		return this.#try(() => this.#db.outbox.toArray());
	}

	close(): void {
		this.#db.close({ disableAutoOpen: true });
	}

	abandon(): void {
		this.#db.abortAll();
		this.close();
	}

	#onAssets<T>(mode: 'r' | 'rw', run: (db: Database) => Promise<T>): Promise<T> {
		const db = this.#db;
		return this.#try(() => db.transaction(mode, [db.assets, db.assetChunks, db.quarantine], () => run(db)));
	}

	async #try<T>(run: () => PromiseLike<T>): Promise<T> {
		try {
			return await run();
		} catch (thrown) {
			throw toStorageFailure(thrown);
		}
	}
}
