import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { systemClock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { AssetHash, DocumentId, ProjectId, VersionId } from '#lib/base/ids.ts';
import type {
	AssetPlace,
	DocumentRow,
	PlacedGesture,
	SlotName,
	StorageBackend,
} from '#lib/storage/backend.ts';
import { openDeviceStorage, type DeviceStorageOptions } from '#lib/storage/device-storage.ts';
import type { AssetFiles } from '#lib/storage/assets/asset-files.ts';
import { MemoryFiles } from '#lib/storage/memory/memory-files.ts';
import type { OutboxRow } from '#lib/storage/outbox/outbox-row.ts';
import type { PageAround } from '#lib/storage/page-adapter.ts';
import type { DeviceStorage, ProjectEntry, StorageReason } from '#lib/storage/ports.ts';
import type { VersionRecord } from '#lib/storage/versions/version-record.ts';
import { StorageFailure, storageProblem } from '#lib/storage/storage-failure.ts';
import type { WitnessPlace } from '#lib/storage/witness/witness-places-adapter.ts';
import { MemoryTabs } from '#lib/storage/tab-channel.ts';
import { createDexieDisk, createMemoryDisk, flip, type Disk } from './storage-disk.ts';

/** One device with everything a test may do to it. */
export type StorageRig = {
	readonly name: string;
	readonly tabs: MemoryTabs;
	/** The files of our own, shared by all tabs. */
	readonly files: AssetFiles;
	/** Where the list of projects is noted outside the database. */
	readonly places: readonly MemoryPlace[];
	/** Another page of the same browser. */
	page(): QuietPage;
	/** Another tab, or another visit, on the same device. */
	open(options?: Partial<DeviceStorageOptions>): Promise<DeviceStorage>;
	/** While set, every operation (or only those named) fails with this reason. */
	fail(reason: StorageReason | null, operations?: readonly (keyof StorageBackend | 'open')[]): void;
	/** The next such operation fails, later ones do not. */
	failOnce(reason: StorageReason, operation: keyof StorageBackend): void;
	/** Once, just before the next such operation. */
	before(operation: keyof StorageBackend, run: () => Promise<void>): void;
	/** Operations that reached the backend, by name. */
	readonly calls: Map<string, number>;
	rows(id: DocumentId): Promise<readonly DocumentRow[]>;
	quarantined(): Promise<number>;
	/** Changes stored bytes behind the back of the storage. */
	damageRow(id: DocumentId, index: number, at: number): Promise<void>;
	damageAsset(hash: AssetHash, at: number): Promise<void>;
	/** Where an asset's bytes lie; `null`: not here. */
	assetPlace(hash: AssetHash): Promise<AssetPlace | null>;
	/** Puts bytes into the database as an import that ended in the middle does. */
	leavePieces(name: string): Promise<void>;
	/** Names of all bytes of assets in the database. */
	pieceNames(): Promise<readonly string[]>;
	damageVersion(hash: string, at: number): Promise<void>;
	/** Puts a row of any shape where the versions are. */
	plantVersion(row: { readonly id: VersionId }): Promise<void>;
	plantGesture(slot: SlotName, row: PlacedGesture): Promise<void>;
	/** Puts a row of any shape where waiting requests are. */
	plantRequest(row: OutboxRow): Promise<void>;
	/** How many different states of versions are kept. */
	versionStates(): Promise<number>;
	/** All rows of versions, of whatever shape. */
	versionRows(): Promise<readonly VersionRecord[]>;
	close(): void;
};

/** A place for one text; while `denied`, it rejects. */
export class MemoryPlace implements WitnessPlace {
	text: string | null = null;
	denied = false;
	read = async () => this.#allowed(() => this.text);
	write = async (text: string) => this.#allowed(() => void (this.text = text));
	#allowed<T>(run: () => T): T {
		if (this.denied) throw new DOMException('denied', 'SecurityError');
		return run();
	}
}

export const createMemoryRig = (): StorageRig => createRig('memory', createMemoryDisk(), new MemoryFiles());
export const createDexieRig = (files: AssetFiles = new MemoryFiles()): StorageRig =>
	createRig('dexie', createDexieDisk(new IDBFactory()), files);
export const STORAGE_RIGS = [
	['memory', createMemoryRig],
	['dexie', () => createDexieRig()],
] as const;

/** The locks of one browser: names that one page holds, and names that several share. */
export class MemoryLocks extends Set<string> {
	#shared = new Map<string, number>();
	isTaken = (name: string) => this.has(name) || (this.#shared.get(name) ?? 0) > 0;
	share(name: string): Dispose {
		this.#shared.set(name, (this.#shared.get(name) ?? 0) + 1);
		return once(() => void this.#shared.set(name, this.#shared.get(name)! - 1));
	}
}

function once(run: Dispose): Dispose {
	let isDone = false;
	return () => {
		if (!isDone) run();
		isDone = true;
	};
}

/** A page without lifecycle or quota; `hide()` is the person leaving. Pages given the same locks are tabs together. */
export class QuietPage implements PageAround {
	#listeners = new Set<() => void>();
	#freezing = new Set<() => void>();
	#locked: MemoryLocks;
	#held = new Set<string>();

	constructor(locked = new MemoryLocks()) {
		this.#locked = locked;
	}

	onHide(listener: () => void) {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}
	onFreeze(listener: () => void) {
		this.#freezing.add(listener);
		return () => void this.#freezing.delete(listener);
	}
	freeze(): void {
		for (const listener of this.#freezing) listener();
	}
	hide(): void {
		for (const listener of this.#listeners) listener();
	}
	/** The tab is gone, and with it what it held. */
	die(): void {
		this.#listeners.clear();
		for (const name of this.#held) this.#locked.delete(name);
		this.#held.clear();
	}
	estimate = async () => ({ usage: 0, quota: null });
	persisted = async () => null;
	persist = async () => false;
	async withLock(name: string, work: () => Promise<void>): Promise<boolean> {
		if (this.#locked.has(name)) return false;
		this.#locked.add(name);
		await work().finally(() => this.#locked.delete(name));
		return true;
	}
	async shareLock(name: string) {
		return this.#locked.share(name);
	}
	async holdLock(name: string) {
		if (this.#locked.isTaken(name)) return null;
		this.#locked.add(name);
		this.#held.add(name);
		return () => {
			if (this.#held.delete(name)) this.#locked.delete(name);
		};
	}
}

function createRig(name: string, disk: Disk, files: AssetFiles): StorageRig {
	const calls = new Map<string, number>();
	const tabs = new MemoryTabs();
	const places = [new MemoryPlace(), new MemoryPlace()];
	const opened: DeviceStorage[] = [];
	const before = new Map<PropertyKey, () => Promise<void>>();
	const locked = new MemoryLocks();
	let failing: { reason: StorageReason; operations: readonly string[] | null } | null = null;
	let once: { reason: StorageReason; operation: string } | null = null;
	const check = (operation: string) => {
		calls.set(operation, (calls.get(operation) ?? 0) + 1);
		if (once?.operation === operation) {
			const { reason } = once;
			once = null;
			throw new StorageFailure(storageProblem(reason));
		}
		if (!failing || (failing.operations && !failing.operations.includes(operation))) return;
		throw new StorageFailure(storageProblem(failing.reason));
	};
	const openBackend = async (): Promise<StorageBackend> => {
		check('open');
		const backend = await disk.openBackend();
		return new Proxy(backend, {
			get(target, key: keyof StorageBackend) {
				if (key === 'close' || key === 'abandon') return () => target[key]();
				const method = target[key] as ((...args: unknown[]) => Promise<unknown>) | undefined;
				if (!method) return undefined; // an await asks for `then`
				return async (...args: unknown[]) => {
					check(key);
					const first = before.get(key);
					before.delete(key);
					await first?.();
					return method.apply(target, args);
				};
			},
		});
	};
	return {
		name,
		tabs,
		files,
		places,
		page: () => new QuietPage(locked),
		calls,
		async open(options = {}) {
			const storage = await openDeviceStorage({
				clock: systemClock,
				openBackend,
				openTabs: (channel) => tabs.open(channel),
				page: new QuietPage(locked),
				files,
				places,
				...options,
			});
			opened.push(storage);
			return storage;
		},
		fail(reason, operations) {
			failing = reason ? { reason, operations: operations ?? null } : null;
		},
		before(operation, run) {
			before.set(operation, run);
		},
		failOnce(reason, operation) {
			once = { reason, operation };
		},
		async rows(id) {
			return onBackend(disk, async (backend) => (await backend.readDocument(id))?.rows ?? []);
		},
		quarantined: () => onBackend(disk, (backend) => backend.countQuarantined()),
		damageRow: (id, index, at) => disk.damageRow(id, index, at),
		async damageAsset(hash, at) {
			const row = await onBackend(disk, (backend) => backend.readAssetRow(hash));
			if (row?.place.kind === 'file') await damageFile(files, row.place.name, at);
			else await disk.damageAsset(hash, at);
		},
		assetPlace: (hash) =>
			onBackend(disk, async (backend) => (await backend.readAssetRow(hash))?.place ?? null),
		leavePieces: (name) => onBackend(disk, (backend) => backend.writePiece(name, 0, new ArrayBuffer(10))),
		pieceNames: () => onBackend(disk, (backend) => backend.listPieceNames()),
		damageVersion: (hash, at) => disk.damageVersion(hash, at),
		plantVersion: (row) => disk.plantVersion(row),
		plantGesture: (slot, row) => disk.plantGesture(slot, row),
		plantRequest: (row) => onBackend(disk, (backend) => backend.write([{ kind: 'request', row }])),
		versionStates: () => disk.versionStates(),
		versionRows: () => disk.versionRows(),
		close() {
			for (const storage of opened) storage.close();
		},
	};
}

async function onBackend<T>(disk: Disk, run: (backend: StorageBackend) => Promise<T>): Promise<T> {
	const backend = await disk.openBackend();
	try {
		return await run(backend);
	} finally {
		backend.close();
	}
}

async function damageFile(files: AssetFiles, name: string, at: number): Promise<void> {
	const bytes = new Uint8Array(await (await files.read(name))!.arrayBuffer());
	flip(bytes, at);
	const sink = await files.create(name);
	await sink.write(bytes);
	await sink.finish();
}

/** Lets everything that is ready run, database requests included. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export function makeEntry(id: ProjectId, fields: Partial<ProjectEntry> = {}): ProjectEntry {
	return {
		id,
		title: 'Castle',
		createdAt: 1,
		changedAt: 1,
		removedAt: null,
		thumbnail: null,
		origin: 'mine',
		role: 'owner',
		shared: false,
		claim: null,
		token: null,
		waiting: 0,
		...fields,
	};
}
