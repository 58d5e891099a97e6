import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { settle } from '../../../../tests/helpers/storage-rig.ts';
import { mintDocumentId, mintProjectId } from '../../base/ids.ts';
import { LiveDocument } from '../../doc/live-document.ts';
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
});
