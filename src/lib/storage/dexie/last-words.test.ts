import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { settle } from '../../../../tests/helpers/storage-rig.ts';
import { mintDocumentId, mintProjectId } from '../../base/ids.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import type { Write } from '../backend.ts';
import { crc32 } from '../crc32.ts';
import { Database } from './database.ts';
import { openDexieBackend } from './dexie-backend.ts';

const NAME = 'rastudios-test';

describe('last words of a page', () => {
	test('[S11] those that were damaged go to quarantine, the others join', async () => {
		const factory = new IDBFactory();
		const backend = await openDexieBackend(NAME, factory);
		const id = mintDocumentId();
		const state = new LiveDocument(id, 'scene').encodeState();
		const info = { id, projectId: mintProjectId(), kind: 'scene' } as const;
		const ledger = { me: { made: 1, acknowledged: 0 } };
		backend.leaveBehind([{ kind: 'document', info, updates: [state], ledger }]);
		backend.leaveBehind([{ kind: 'forget-document', id: mintDocumentId() }]);
		await settle();
		backend.close();
		const database = new Database(NAME, factory);
		await database.open();
		const [record] = await database.lastWords.toArray();
		const [document] = record!.documents;
		const damaged = { bytes: new Uint8Array([9, 9]), crc32: 1 };
		const updates = [...document!.updates, damaged];
		await database.lastWords.put({ ...record!, documents: [{ ...document!, updates }] });
		database.close();

		const later = await openDexieBackend(NAME, factory);
		const rows = (await later.readDocument(id))!;
		expect(rows.rows).toHaveLength(1);
		expect(rows.ledger).toEqual({});
		expect(await later.countQuarantined()).toBe(1);
		later.close();
		const again = await openDexieBackend(NAME, factory);
		expect((await again.readDocument(id))!.rows).toHaveLength(1);
	});

	test('[S1] a setting left behind never replaces what another tab set later', async () => {
		const { factory, backend } = await setup();
		backend.leaveBehind([
			{ kind: 'setting', key: 'name', value: 'left at 5', at: 5 },
			{ kind: 'setting', key: 'panels', value: 'left at 5', at: 5 },
			{ kind: 'setting', key: 'old', value: 'left at 5', at: 5 },
		]);
		await settle();
		backend.close();
		const database = new Database(NAME, factory);
		await database.open();
		await database.settings.bulkPut([
			{ key: 'name', value: 'set at 6', at: 6 },
			{ key: 'panels', value: 'set at 4', at: 4 },
			{ key: 'old', value: 'set by an older build' },
		]);
		database.close();
		const later = await openDexieBackend(NAME, factory);
		expect(await later.readSetting('name')).toBe('set at 6');
		expect(await later.readSetting('panels')).toBe('left at 5');
		expect(await later.readSetting('old')).toBe('left at 5');
	});

	test('[S29] a page that speaks its last words again and again leaves one record, with all of them in order', async () => {
		const { factory, backend } = await setup();
		const slot = { projectId: mintProjectId(), number: 0 };
		const put = (index: number) => ({ put: [{ stack: 'undo' as const, index, payload: index }] });
		const truncate = { undo: 1 };
		const unwritten: Write[] = [];
		for (const change of [put(0), put(1), { truncate }, put(1), put(2), { truncate }]) {
			unwritten.push({ kind: 'gestures', slot, change });
			backend.leaveBehind(unwritten);
		}
		await settle();
		backend.close();
		const database = new Database(NAME, factory);
		await database.open();
		expect(await database.lastWords.count()).toBe(1);
		database.close();
		const later = await openDexieBackend(NAME, factory);
		expect(await later.readGestures(slot)).toEqual([{ stack: 'undo', index: 0, payload: 0 }]);
	});

	test('[S1] what a page of version 1 left behind is taken in', async () => {
		const { factory, backend } = await setup();
		backend.close();
		const id = mintDocumentId();
		const bytes = new LiveDocument(id, 'scene').encodeState();
		const info = { id, projectId: mintProjectId(), kind: 'scene' } as const;
		const database = new Database(NAME, factory);
		await database.open();
		const updates = [{ crc32: crc32(bytes), bytes }];
		await database.lastWords.add({ key: 'old', documents: [{ info, updates, ledger: {} }] });
		database.close();
		const later = await openDexieBackend(NAME, factory);
		expect((await later.readDocument(id))!.rows).toHaveLength(1);
	});
});

async function setup() {
	const factory = new IDBFactory();
	return { factory, backend: await openDexieBackend(NAME, factory) };
}
