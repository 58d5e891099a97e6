import { assertNever } from '../../base/assert.ts';
import type { AssetHash, DocumentId, ProjectId, VersionId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type {
	AssetPlace,
	DocumentRow,
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
import { strikeNamed, strikeNamedIn } from '../../base/named-hashes.ts';
import { settleLedger, mergeLedgers } from '../change-ledger.ts';
import { crc32 } from '../crc32.ts';
import { StorageFailure, storageProblem } from '../storage-failure.ts';
import { placeRequest, type OutboxRow } from '../outbox/outbox-row.ts';
import { placeEntry } from '../place-entry.ts';
import type { ChangeLedger, DocumentInfo, ProjectEntry } from '../ports.ts';
import { MemoryAssets } from './memory-assets.ts';
import type { KeptHandle, KeptImport } from '../transfers/transfer-store.ts';
import { savesKey } from '../saves-key.ts';
import { MemoryGestures } from './memory-gestures.ts';
import { MemoryVersions } from './memory-versions.ts';

type DocumentTable = {
	info: DocumentInfo;
	epoch: number;
	ledger: ChangeLedger;
	lastSeq: number;
	snapshots: DocumentRow[];
	updates: DocumentRow[];
};

/** What stays when a memory backend is closed: several backends over one disk are several tabs, or later visits. */
export class MemoryDisk {
	documents = new Map<DocumentId, DocumentTable>();
	projects = new Map<ProjectId, ProjectEntry>();
	assets = new MemoryAssets();
	settings = new Map<string, JsonValue>();
	versions = new MemoryVersions();
	gestures = new MemoryGestures();
	handles = new Map<ProjectId, KeptHandle>();
	imports = new Map<string, KeptImport>();
	outbox = new Map<string, OutboxRow>();
	/** Another one: everything is gone. */
	birth = 'memory';
	quarantine: { readonly id: string; readonly why: string; readonly bytes: Uint8Array }[] = [];
}

const LEFT_BEHIND = new Set<Write['kind']>(['document', 'setting', 'gestures']);

/** The storage port in plain maps: for tests, and as the model the database is held against. */
export class MemoryBackend implements StorageBackend {
	readonly #disk: MemoryDisk;

	constructor(disk: MemoryDisk) {
		this.#disk = disk;
	}

	async write(writes: readonly Write[]): Promise<void> {
		for (const write of writes) this.#apply(write);
	}

	leaveBehind(writes: readonly Write[]): void {
		for (const write of writes) if (LEFT_BEHIND.has(write.kind)) this.#apply(write);
	}

	birth = async () => this.#disk.birth;

	async readDocument(id: DocumentId): Promise<DocumentRows | null> {
		const table = this.#disk.documents.get(id);
		return table ? rowsOf(table) : null;
	}

	async listDocuments(projectId: ProjectId): Promise<readonly DocumentInfo[]> {
		return [...this.#disk.documents.values()]
			.map((table) => table.info)
			.filter((info) => info.projectId === projectId);
	}

	async compact(id: DocumentId, fold: Fold): Promise<boolean> {
		const shown = this.#disk.documents.get(id);
		const read = shown && rowsOf(shown).rows;
		const state = shown && (await fold(rowsOf(shown)));
		const table = this.#disk.documents.get(id);
		const isThere = (row: DocumentRow) => table?.snapshots.includes(row) || table?.updates.includes(row);
		if (!table || !read || !state || !read.every(isThere)) return false;
		table.lastSeq += 1;
		const name: RowName = `snapshot:${table.lastSeq}`;
		const isLeft = (row: DocumentRow) => !read.includes(row);
		table.snapshots = [...table.snapshots.filter(isLeft), makeRow(name, table.epoch, state)];
		table.updates = table.updates.filter(isLeft);
		table.ledger = settleLedger(table.ledger);
		return true;
	}

	async quarantineRow(id: DocumentId, row: RowName, why: string): Promise<void> {
		const table = this.#disk.documents.get(id);
		const found = table && [...table.snapshots, ...table.updates].find((other) => other.name === row);
		if (!table || !found) return;
		this.#disk.quarantine.push({ id, why, bytes: found.bytes });
		table.snapshots = table.snapshots.filter((other) => other.name !== row);
		table.updates = table.updates.filter((other) => other.name !== row);
	}

	async quarantineAsset(hash: AssetHash, why: string): Promise<void> {
		const bytes = this.#disk.assets.takeAside(hash);
		if (bytes) this.#disk.quarantine.push({ id: hash, why, bytes });
	}

	care = async () => null;
	countQuarantined = async () => this.#disk.quarantine.length;
	readProject = async (id: ProjectId) => this.#disk.projects.get(id) ?? null;
	listProjects = async () => [...this.#disk.projects.values()];
	readAsset = async (hash: AssetHash) => this.#disk.assets.read(hash);
	hasAsset = async (hash: AssetHash) => this.#disk.assets.rows.has(hash);
	readAssetRow = (hash: AssetHash) => this.#disk.assets.readAssetRow(hash);
	listAssetRows = () => this.#disk.assets.listAssetRows();
	keepAsset = (asset: StoredAsset, instead: AssetPlace | null) => this.#disk.assets.keepAsset(asset, instead);
	renewAsset = (hash: AssetHash, at: number) => this.#disk.assets.renewAsset(hash, at);
	dateAssets = (at: number) => this.#disk.assets.dateAssets(at);
	forgetUnrenewed = (assets: readonly StoredAsset[]) => this.#disk.assets.forgetUnrenewed(assets);
	writePiece = (name: string, index: number, bytes: ArrayBuffer) =>
		this.#disk.assets.writePiece(name, index, bytes);
	readPiece = (name: string, index: number) => this.#disk.assets.readPiece(name, index);
	forgetPieces = (name: string) => this.#disk.assets.forgetPieces(name);
	listPieceNames = () => this.#disk.assets.listPieceNames();
	listPlaceNames = () => this.#disk.assets.listPlaceNames();
	findUnnamed = async (hashes: readonly AssetHash[]) => findUnnamed(this.#disk, hashes);
	readSetting = async (key: string) => this.#disk.settings.get(key);

	listVersions = async (of: VersionsOf) => this.#disk.versions.list(of);
	readVersion = async (id: VersionId) => this.#disk.versions.read(id);
	listGestureSlots = async (of: GesturesOf) => this.#disk.gestures.slots(of);
	readGestures = async (slot: SlotName): Promise<readonly PlacedGesture[]> => this.#disk.gestures.read(slot);

	listHandles = async () => [...this.#disk.handles.values()];
	listImports = async () => [...this.#disk.imports.values()];
	listRequests = async () => [...this.#disk.outbox.values()];

	async quarantineVersion(id: VersionId, why: string): Promise<void> {
		const damaged = this.#disk.versions.takeAway(id);
		if (damaged) this.#disk.quarantine.push({ ...damaged, why });
	}

	async totalAssetBytes(): Promise<number> {
		let total = 0;
		for (const { bytes } of this.#disk.assets.rows.values()) total += bytes;
		return total;
	}

	abandon(): void {
		this.close();
	}

	close(): void {
		// Nothing is held open.
	}

	#apply(write: Write): void {
		const disk = this.#disk;
		switch (write.kind) {
			case 'document':
				return this.#append(write.info, write.updates, write.ledger, write.epoch ?? 0);
			case 'forget-document':
				disk.documents.delete(write.id);
				disk.versions.forgetOf({ documentId: write.id });
				return;
			case 'project':
				disk.projects.set(write.entry.id, placeEntry(disk.projects.get(write.entry.id), write.entry));
				for (const { id, kind, state } of write.documents) {
					this.#append({ id, kind, projectId: write.entry.id }, [state], {}, 0);
				}
				return;
			case 'patch-project': {
				const entry = disk.projects.get(write.id);
				if (entry) disk.projects.set(write.id, { ...entry, ...write.patch });
				return;
			}
			case 'forget-project':
				disk.projects.delete(write.id);
				for (const [id, table] of disk.documents) {
					if (table.info.projectId === write.id) disk.documents.delete(id);
				}
				disk.versions.forgetOf({ projectId: write.id });
				disk.gestures.forget(write.id);
				disk.handles.delete(write.id);
				for (const key of disk.settings.keys()) {
					if (`${key}.`.startsWith(`${savesKey(write.id)}.`)) disk.settings.delete(key);
				}
				return;
			case 'asset':
				return disk.assets.put(write.hash, write.bytes, write.at);
			case 'forget-asset':
				return disk.assets.forget(write.hash);
			case 'setting':
				if (write.value === undefined) disk.settings.delete(write.key);
				else disk.settings.set(write.key, write.value);
				return;
			case 'version':
				return disk.versions.put(write);
			case 'label-version':
				return disk.versions.label(write.id, write.label);
			case 'forget-versions':
				return disk.versions.forget(write.ids);
			case 'gestures':
				return disk.gestures.change(write.slot, write.change);
			case 'handle':
				return placeRow(disk.handles, write.projectId, write.row);
			case 'import':
				return placeRow(disk.imports, write.key, write.row);
			case 'request':
				return placeRow(
					disk.outbox,
					write.row.key,
					placeRequest(disk.outbox.get(write.row.key), write.row) ?? null,
				);
			case 'forget-request':
				return placeRow(disk.outbox, write.key, null);
			default:
				assertNever(write);
		}
	}

	#append(info: DocumentInfo, updates: readonly Uint8Array[], ledger: ChangeLedger, epoch: number): void {
		const table = this.#disk.documents.get(info.id) ?? emptyTable(info);
		if (table.info.projectId !== info.projectId) return; // as in the database
		this.#disk.documents.set(info.id, table);
		table.epoch = Math.max(table.epoch, epoch);
		for (const bytes of updates) {
			table.lastSeq += 1;
			table.updates.push(makeRow(`update:${table.lastSeq}`, table.epoch, bytes));
		}
		table.ledger = mergeLedgers(table.ledger, ledger);
	}
}

function placeRow<K, R>(rows: Map<K, R>, key: K, row: R | null): void {
	if (row === null) rows.delete(key);
	else rows.set(key, row);
}

const emptyTable = (info: DocumentInfo): DocumentTable => ({
	info,
	epoch: 0,
	ledger: {},
	lastSeq: 0,
	snapshots: [],
	updates: [],
});

const makeRow = (name: RowName, epoch: number, bytes: Uint8Array): DocumentRow => ({
	name,
	epoch,
	crc32: crc32(bytes),
	bytes: bytes.slice(),
});

const rowsOf = (table: DocumentTable): DocumentRows => ({
	info: table.info,
	epoch: table.epoch,
	ledger: table.ledger,
	rows: [...table.snapshots, ...table.updates].filter((row) => row.epoch === table.epoch),
});

/** As in the database: of what cannot be read, nobody knows what it names. */
function findUnnamed(disk: MemoryDisk, hashes: readonly AssetHash[]): readonly AssetHash[] {
	const unnamed = new Set(hashes);
	for (const { snapshots, updates } of disk.documents.values()) {
		for (const row of [...snapshots, ...updates]) {
			if (crc32(row.bytes) !== row.crc32) throw new StorageFailure(storageProblem('damaged'));
			strikeNamed(row.bytes, unnamed);
		}
	}
	const documents = new Set<string>(disk.documents.keys());
	if (disk.quarantine.some(({ id }) => documents.has(id)))
		throw new StorageFailure(storageProblem('damaged'));
	const slots = [...disk.gestures.slotsOf.values()].flatMap((each) => [...each.values()]);
	for (const value of [[...disk.versions.rows.values()], slots, [...disk.settings], [...disk.outbox]])
		strikeNamedIn(value, unnamed);
	return [...unnamed];
}
