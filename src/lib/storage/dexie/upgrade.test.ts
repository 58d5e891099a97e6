import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { makeEntry, settle } from '../../../../tests/helpers/storage-rig.ts';
import { ManualClock } from '../../base/clock.ts';
import { hashAsset, mintDocumentId, mintProjectId, mintVersionId } from '../../base/ids.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { crc32 } from '../crc32.ts';
import { openDeviceStorage } from '../device-storage.ts';
import { DATABASE_VERSION } from './database.ts';
import { openDexieBackend } from './dexie-backend.ts';

const NAME = 'rastudios-test';

/** As every device that was here before has it. Never to be changed. */
const VERSION_1 = {
	documents: 'id, projectId',
	snapshots: '[doc+id]',
	updates: '[doc+seq]',
	lastWords: 'key',
	quarantine: '++key, [what+id]',
	assets: 'hash',
	assetChunks: '[hash+index]',
	projects: 'id',
	settings: 'key',
};

const VERSION_2 = {
	versions: 'id, projectId, documentId, hash',
	versionChunks: '[hash+index]',
	gestures: '[projectId+slot+stack+index]',
};

const VERSION_3 = {
	handles: 'projectId',
	imports: 'key',
};

const VERSION_4 = { outbox: 'key' };

describe('a database of version 1', () => {
	test('[S6] is upgraded with every row in its place', async () => {
		const factory = new IDBFactory();
		const rows = await makeVersion1(factory);
		const backend = await openDexieBackend(NAME, factory);
		const { id, projectId, hash, snapshot, update } = rows;
		expect(await backend.listDocuments(projectId)).toEqual([{ id, projectId, kind: 'scene' }]);
		const document = (await backend.readDocument(id))!;
		expect(document.rows.map(({ bytes }) => bytes)).toEqual([snapshot, update]);
		expect(document.ledger).toEqual({ me: { made: 2, acknowledged: 1 } });
		expect(await backend.listProjects()).toEqual([makeEntry(projectId)]);
		expect(await backend.readAsset(hash)).toEqual(new Uint8Array([1, 2, 3]));
		expect(await backend.readSetting('device.name')).toBe('Ada');
		expect(await backend.countQuarantined()).toBe(1);
		expect(await backend.listVersions({ projectId })).toEqual([]);
		const slot = { projectId, number: 0 };
		const change = { put: [{ stack: 'undo' as const, index: 0, payload: 'a' }] };
		await backend.write([{ kind: 'gestures', slot, change }]);
		expect(await backend.listGestureSlots({ projectId })).toEqual([0]);
		backend.close();

		const database = new Dexie(NAME, { indexedDB: factory });
		await database.open();
		for (const table of Object.keys(VERSION_1)) {
			expect(await database.table(table).count(), table).toBe(table === 'lastWords' ? 0 : 1);
		}
		database.close();
	});
});

describe('a database of version 2', () => {
	test('[S6] is upgraded with every row in its place', async () => {
		const factory = new IDBFactory();
		const rows = await makeVersion2(factory);
		const { projectId, documentId, hash, state } = rows;
		const backend = await openDexieBackend(NAME, factory);
		const [version] = await backend.listVersions({ documentId });
		expect(version).toMatchObject({ projectId, hash, label: 'First' });
		expect((await backend.readVersion(version!.id))?.state).toEqual(state);
		const slot = { projectId, number: 0 };
		expect(await backend.readGestures(slot)).toEqual([{ stack: 'undo', index: 3, payload: 'a' }]);
		expect(await backend.readAsset(rows.asset)).toEqual(new Uint8Array([1, 2, 3]));
		backend.close();

		const database = new Dexie(NAME, { indexedDB: factory });
		await database.open();
		expect(await database.table('versions').toArray()).toEqual([rows.version]);
		for (const table of ['handles', 'imports', 'outbox'])
			expect(await database.table(table).count(), table).toBe(0);
		database.close();
	});
});

describe('a database of version 3', () => {
	test('[S6] gets a table of waiting requests beside what it has', async () => {
		const factory = new IDBFactory();
		const older = new Dexie(NAME, { indexedDB: factory });
		older.version(1).stores(VERSION_1);
		older.version(2).stores(VERSION_2);
		older.version(3).stores(VERSION_3);
		const row = { key: 'a', at: 1, progress: { step: 2 } };
		await older.table('imports').add(row);
		older.close();
		const backend = await openDexieBackend(NAME, factory);
		expect(await backend.listImports()).toEqual([row]);
		expect(await backend.listRequests()).toEqual([]);
		backend.close();
	});
});

describe.each([3, 4])('a database of version %i', (version) => {
	test('[S6] is upgraded with every row in its place, and edits go on behind them', async () => {
		const factory = new IDBFactory();
		const { id, projectId, record, rows, handle } = await makeLater(factory, version);
		const backend = await openDexieBackend(NAME, factory);
		const info = { id, projectId, kind: 'page' } as const;
		const edit = (made: number) =>
			backend.write([
				{ kind: 'document', info, updates: [rows[0]!.bytes], ledger: { me: { made, acknowledged: 0 } } },
			]);
		await edit(1);
		await edit(2);
		const read = (await backend.readDocument(id))!;
		expect(read.rows.map(({ bytes }) => bytes)).toEqual(
			[...rows, rows[0]!, rows[0]!].map((row) => row.bytes),
		);
		expect(read.ledger).toEqual({ ...record.ledger, me: { made: 2, acknowledged: 0 } });
		expect(await backend.listHandles()).toEqual([handle]);
		backend.close();

		const database = new Dexie(NAME, { indexedDB: factory });
		await database.open();
		expect(database.verno).toBe(DATABASE_VERSION);
		expect((await database.table('updates').toArray()).slice(0, 2)).toEqual(rows);
		expect(await database.table('imports').toArray()).toEqual([{ key: 'import', at: 1 }]);
		database.close();
	});
});

describe('two builds on one device', () => {
	test('[S6] an older tab makes room for a newer one, and then never writes', async () => {
		const factory = new IDBFactory();
		const clock = new ManualClock();
		const openBackend = () => openDexieBackend(NAME, factory);
		const storage = await openDeviceStorage({ clock, openBackend, openTabs: () => null });
		void storage.settings.set('name', 'Ada');
		await storage.flush();

		await openNewer(factory);
		void storage.settings.set('name', 'written by the old one');
		expect(await storage.flush()).toBe(false);
		expect(storage.health).toMatchObject({ kind: 'failing', problem: { reason: 'newer' } });
		expect(await storage.settings.get('name')).toBe('written by the old one');

		const newer = await openNewer(factory);
		const stored = await new Promise<unknown>((resolve) => {
			const request = newer.transaction('settings').objectStore('settings').get('name');
			request.onsuccess = () => resolve(request.result);
		});
		expect(stored).toMatchObject({ key: 'name', value: 'Ada' });
	});

	test('[S6] an upgrade that another tab blocks is said, not waited for', async () => {
		const factory = new IDBFactory();
		const old = await openRaw(factory, 1);
		await expect(openDexieBackend(NAME, factory)).rejects.toMatchObject({ reason: 'blocked' });
		old.close();
		await settle();
		const backend = await openDexieBackend(NAME, factory);
		expect(await backend.listProjects()).toEqual([]);
		backend.close();
	});
});

async function makeVersion1(factory: IDBFactory) {
	const [id, projectId] = [mintDocumentId(), mintProjectId()];
	const live = new LiveDocument(id, 'scene');
	const snapshot = live.encodeState();
	let update = snapshot;
	live.onUpdateV2(({ bytes }) => (update = bytes));
	live.ydoc.getText('text').insert(0, 'edited');
	const asset = new Uint8Array([1, 2, 3]);
	const hash = await hashAsset(asset);
	const row = (bytes: Uint8Array) => ({ doc: id, epoch: 0, crc32: crc32(bytes), bytes });

	const database = new Dexie(NAME, { indexedDB: factory });
	database.version(1).stores(VERSION_1);
	await database.open();
	await database.table('documents').add({
		...{ id, projectId, kind: 'scene', epoch: 0, schema: 1, bytes: 99, lastSeq: 2 },
		ledger: { me: { made: 2, acknowledged: 1 } },
	});
	await database.table('snapshots').add({ ...row(snapshot), id: 1 });
	await database.table('updates').add({ ...row(update), seq: 2 });
	await database.table('lastWords').add({ key: 'words', documents: [] });
	await database.table('quarantine').add({ what: 'asset', id: hash, row: hash, why: 'test', bytes: asset });
	await database.table('assets').add({ hash, bytes: 3, chunks: 1 });
	await database.table('assetChunks').add({ hash, index: 0, bytes: asset.buffer });
	await database.table('projects').add(makeEntry(projectId));
	await database.table('settings').add({ key: 'device.name', value: 'Ada' });
	database.close();
	return { id, projectId, hash, snapshot, update };
}

async function makeVersion2(factory: IDBFactory) {
	const [documentId, projectId] = [mintDocumentId(), mintProjectId()];
	const state = new LiveDocument(documentId, 'scene').encodeState().slice();
	const bytes = new Uint8Array([1, 2, 3]);
	const [hash, asset] = [await hashAsset(state), await hashAsset(bytes)];
	const version = {
		...{ id: mintVersionId(), shape: 1, projectId, documentId, kind: 'scene', createdAt: 5, label: 'First' },
		...{
			author: { id: 'me', name: 'Ada' },
			reason: 'named',
			schema: 1,
			hash,
			bytes: state.length,
			assets: [],
		},
	};

	const database = new Dexie(NAME, { indexedDB: factory });
	database.version(1).stores(VERSION_1);
	database.version(2).stores(VERSION_2);
	await database.open();
	await database.table('versions').add(version);
	await database.table('versionChunks').add({ hash, index: 0, bytes: state.buffer });
	await database.table('gestures').add({ projectId, slot: 0, stack: 'undo', index: 3, payload: 'a' });
	await database.table('assets').add({ hash: asset, bytes: 3, chunks: 1 });
	await database.table('assetChunks').add({ hash: asset, index: 0, bytes: bytes.buffer });
	database.close();
	return { documentId, projectId, hash, state, asset, version };
}

async function makeLater(factory: IDBFactory, version: number) {
	const [id, projectId] = [mintDocumentId(), mintProjectId()];
	const bytes = new LiveDocument(id, 'page').encodeState().slice();
	const rows = [2, 5].map((seq) => ({ doc: id, seq, epoch: 0, crc32: crc32(bytes), bytes }));
	const record = {
		...{ id, projectId, kind: 'page', epoch: 0, schema: 1, bytes: 2 * bytes.length, lastSeq: 5 },
		ledger: { 'an earlier tab': { made: 3, acknowledged: 1 } },
	};
	const handle = { projectId, name: 'Castle.rastudio' };

	const database = new Dexie(NAME, { indexedDB: factory });
	database.version(1).stores(VERSION_1);
	database.version(2).stores(VERSION_2);
	database.version(3).stores(VERSION_3);
	if (version > 3) database.version(4).stores(VERSION_4);
	await database.open();
	await database.table('documents').add(record);
	await database.table('updates').bulkAdd(rows);
	await database.table('handles').add(handle);
	await database.table('imports').add({ key: 'import', at: 1 });
	database.close();
	return { id, projectId, record, rows, handle };
}

const openNewer = (factory: IDBFactory) => openRaw(factory, (DATABASE_VERSION + 1) * 10);

function openRaw(factory: IDBFactory, version: number): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const request = factory.open(NAME, version);
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('not opened'));
	});
}
