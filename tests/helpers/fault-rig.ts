import 'fake-indexeddb/auto';
import { IDBFactory as Factory } from 'fake-indexeddb';
import { systemClock, type Clock } from '#lib/base/clock.ts';
import type { AssetHash, DocumentId } from '#lib/base/ids.ts';
import type { StorageBackend } from '#lib/storage/backend.ts';
import { Database } from '#lib/storage/dexie/database.ts';
import { openDexieBackend } from '#lib/storage/dexie/dexie-backend.ts';
import { openDeviceStorage } from '#lib/storage/device-storage.ts';
import { MemoryBackend, MemoryDisk } from '#lib/storage/memory/memory-backend.ts';
import { MemoryFiles } from '#lib/storage/memory/memory-files.ts';
import type { DeviceStorage } from '#lib/storage/ports.ts';
import { IndexedDbFaults } from './indexeddb-faults.ts';
import { MemoryFaults } from './memory-faults.ts';
import { MemoryLocks, QuietPage } from './storage-rig.ts';

/** What a browser does to a database. Each lasts until `heal`, but for a lost connection, which a new one replaces. */
export interface StorageFaults {
	/** Every write is refused for want of room, once it has begun. */
	fullOnWrite(): void;
	fullOnOpen(): void;
	/** Every write is begun and taken back. */
	abortWrites(): void;
	/** Nothing is answered but that the connection is lost; opening it again is no help. */
	loseServer(): void;
	/** The connections there are now are closed. */
	loseConnection(): void;
	/** What is asked from now on is answered only after `heal`. */
	slow(): Promise<void>;
	heal(): Promise<void>;
	uninstall(): Promise<void>;
}

/** What became of the bytes of a row. */
export type Spoil = (bytes: Uint8Array) => unknown;

/** One device whose database does what browsers' databases do. */
export type FaultRig = {
	readonly faults: StorageFaults;
	/** Another tab, or another visit. */
	open(): Promise<DeviceStorage>;
	/** Puts other bytes into the row that is nth in its document. */
	spoilRow(id: DocumentId, index: number, spoil: Spoil): Promise<void>;
	spoilAsset(hash: AssetHash, spoil: Spoil): Promise<void>;
	quarantined(): Promise<number>;
	/** Somebody clears the database while pages have it open. */
	wipe(): Promise<void>;
	close(): Promise<void>;
};

export const FAULT_RIGS = [
	['memory', createMemoryFaultRig],
	['dexie', createDexieFaultRig],
] as const;

/** Retries come soon here; what waits for an answer of the database waits as long as ever. */
const hastyClock: Clock = {
	now: systemClock.now,
	after: (ms, run) => systemClock.after(ms < 10_000 ? ms / 100 : ms, run),
};

export function createDexieFaultRig(): FaultRig {
	const name = 'rastudios-faults';
	const factory = new Factory();
	const faults = new IndexedDbFaults(factory, name);
	const onDatabase = async <T>(run: (database: Database) => Promise<T>): Promise<T> => {
		const database = new Database(name, factory);
		await database.open();
		return run(database).finally(() => database.close());
	};
	return {
		...visits(() => openDexieBackend(name, factory), faults),
		spoilRow: (id, index, spoil) =>
			onDatabase(async (database) => {
				const snapshots = await database.snapshots.filter((row) => row.doc === id).toArray();
				const updates = await database.updates.filter((row) => row.doc === id).toArray();
				const row = [...snapshots, ...updates][index]!;
				const spoiled = { ...row, bytes: spoil(row.bytes) };
				await database.table('seq' in row ? 'updates' : 'snapshots').put(spoiled);
			}),
		spoilAsset: (hash, spoil) =>
			onDatabase(async (database) => {
				const chunk = (await database.assetChunks.get([hash, 0]))!;
				const bytes = (spoil(new Uint8Array(chunk.bytes)) as Uint8Array).slice().buffer;
				await database.table('assetChunks').put({ ...chunk, bytes });
			}),
		quarantined: () => onDatabase((database) => database.quarantine.count()),
		wipe: () =>
			new Promise((resolve, reject) => {
				const request = factory.deleteDatabase(name);
				request.onsuccess = () => resolve();
				request.onerror = () => reject(request.error ?? new Error('not deleted'));
			}),
	};
}

export function createMemoryFaultRig(): FaultRig {
	const disk = new MemoryDisk();
	const faults = new MemoryFaults();
	return {
		...visits(async () => faults.around(new MemoryBackend(disk)), faults),
		async spoilRow(id, index, spoil) {
			const table = disk.documents.get(id)!;
			const { name } = [...table.snapshots, ...table.updates][index]!;
			for (const rows of [table.snapshots, table.updates]) {
				const at = rows.findIndex((row) => row.name === name);
				if (at >= 0) rows[at] = { ...rows[at]!, bytes: spoil(rows[at]!.bytes) as Uint8Array };
			}
		},
		async spoilAsset(hash, spoil) {
			const pieces = disk.assets.pieces.get(hash)!;
			pieces[0] = spoil(pieces[0]!) as Uint8Array<ArrayBuffer>;
		},
		quarantined: async () => disk.quarantine.length,
		async wipe() {
			Object.assign(disk, new MemoryDisk(), { birth: 'again' });
			faults.loseConnection();
		},
	};
}

function visits(
	openBackend: () => Promise<StorageBackend>,
	faults: StorageFaults,
): Pick<FaultRig, 'faults' | 'open' | 'close'> {
	const opened: DeviceStorage[] = [];
	const locked = new MemoryLocks();
	const around = {
		clock: hastyClock,
		openBackend,
		openTabs: () => null,
		files: new MemoryFiles(),
		places: [],
	};
	return {
		faults,
		async open() {
			const storage = await openDeviceStorage({ ...around, page: new QuietPage(locked) });
			opened.push(storage);
			return storage;
		},
		async close() {
			await faults.uninstall();
			for (const storage of opened) storage.close();
		},
	};
}
