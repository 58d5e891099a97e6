import type { AssetHash, DocumentId } from '#lib/base/ids.ts';
import type { StorageBackend } from '#lib/storage/backend.ts';
import { Database } from '#lib/storage/dexie/database.ts';
import { openDexieBackend } from '#lib/storage/dexie/dexie-backend.ts';
import { MemoryBackend, MemoryDisk } from '#lib/storage/memory/memory-backend.ts';
import type { VersionRecord } from '#lib/storage/versions/version-record.ts';
import type { StorageRig } from './storage-rig.ts';

/** What a rig keeps its rows on, and what may be done to them behind the back of the storage. */
export type Disk = {
	openBackend(): Promise<StorageBackend>;
	damageRow(id: DocumentId, index: number, at: number): Promise<void>;
	damageAsset(hash: AssetHash, at: number): Promise<void>;
} & DiskOfHistory;

type DiskOfHistory = Pick<
	StorageRig,
	'damageVersion' | 'plantVersion' | 'plantGesture' | 'versionStates' | 'versionRows'
>;

export function createMemoryDisk(): Disk {
	const disk = new MemoryDisk();
	return {
		openBackend: async () => new MemoryBackend(disk),
		async damageRow(id, index, at) {
			const table = disk.documents.get(id)!;
			flip([...table.snapshots, ...table.updates][index]!.bytes, at);
		},
		damageAsset: async (hash, at) =>
			flip(disk.assets.pieces.get(disk.assets.rows.get(hash)!.place.name)![0]!, at),
		damageVersion: async (hash, at) => flip(disk.versions.states.get(hash)!, at),
		plantVersion: async (row) => void disk.versions.rows.set(row.id, row as VersionRecord),
		plantGesture: async ({ projectId, number }, row) => {
			const slots = disk.gestures.slotsOf.get(projectId)!;
			slots.set(number, [...slots.get(number)!, row]);
		},
		versionStates: async () => disk.versions.states.size,
		versionRows: async () => [...disk.versions.rows.values()],
	};
}

export function createDexieDisk(factory: IDBFactory): Disk {
	const name = 'rastudios-test';
	const onDatabase = async <T>(run: (database: Database) => Promise<T>): Promise<T> => {
		const database = new Database(name, factory);
		try {
			await database.open();
			return await run(database);
		} finally {
			database.close();
		}
	};
	return {
		openBackend: () => openDexieBackend(name, factory),
		damageRow: (id, index, at) =>
			onDatabase(async (database) => {
				const snapshots = await database.snapshots.filter((row) => row.doc === id).toArray();
				const updates = await database.updates.filter((row) => row.doc === id).toArray();
				const row = [...snapshots, ...updates][index]!;
				flip(row.bytes, at);
				if ('seq' in row) await database.updates.put(row);
				else await database.snapshots.put(row);
			}),
		damageAsset: (hash, at) =>
			onDatabase(async (database) => {
				const name = (await database.assets.get(hash))?.pieces ?? hash;
				const chunk = (await database.assetChunks.get([name, 0]))!;
				flip(new Uint8Array(chunk.bytes), at);
				await database.assetChunks.put(chunk);
			}),
		damageVersion: (hash, at) =>
			onDatabase(async (database) => {
				const chunk = (await database.versionChunks.get([hash, 0]))!;
				flip(new Uint8Array(chunk.bytes), at);
				await database.versionChunks.put(chunk);
			}),
		plantVersion: (row) =>
			onDatabase(async (database) => void (await database.versions.put(row as VersionRecord))),
		plantGesture: ({ projectId, number }, row) =>
			onDatabase(async (database) => void (await database.gestures.put({ ...row, projectId, slot: number }))),
		versionStates: () =>
			onDatabase(async (database) => {
				const chunks = await database.versionChunks.toArray();
				return new Set(chunks.map(({ hash }) => hash)).size;
			}),
		versionRows: () => onDatabase((database) => database.versions.toArray()),
	};
}

export function flip(bytes: Uint8Array, at: number): void {
	bytes[at % bytes.length]! ^= 1 << (at % 8);
}
