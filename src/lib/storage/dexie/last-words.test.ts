import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { makeEntry, settle } from '../../../../tests/helpers/storage-rig.ts';
import { mintDocumentId, mintProjectId, mintVersionId } from '../../base/ids.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import type { Write } from '../backend.ts';
import { crc32 } from '../crc32.ts';
import type { ProjectEntry, VersionInfo } from '../ports.ts';
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

	test.each([
		['no lists', { documents: 7, settings: 'none', gestures: {} }],
		['no document', { documents: [null, { info: null, updates: [], ledger: {} }] }],
		['updates that are none', { documents: [{ info: { id: 'x' }, updates: 5, ledger: {} }] }],
		['a document without a name', { documents: [{ info: { id: [{}] }, updates: [], ledger: {} }] }],
		['no setting', { documents: [], settings: [null, { key: {}, value: 1, at: 1 }] }],
		['no gesture', { documents: [], gestures: [{ slot: null, change: 7n }] }],
	])('[S11] of no shape at all (%s) are set aside, and keep nothing from opening', async (_what, fields) => {
		const { factory, backend } = await setup();
		backend.leaveBehind([{ kind: 'setting', key: 'name', value: 'left', at: 5 }]);
		await settle();
		backend.close();
		const database = new Database(NAME, factory);
		await database.open();
		await database.lastWords.put({ key: 'malformed', order: 0, ...fields } as never);
		database.close();

		const later = await openDexieBackend(NAME, factory);
		expect(await later.readSetting('name')).toBe('left');
		expect(await later.countQuarantined()).toBeGreaterThan(0);
		later.close();
		(await openDexieBackend(NAME, factory)).close();
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

	test('[S1] a project that went into the bin at the very last stays there, unless it was worked on since', async () => {
		const { factory, backend } = await setup();
		const [binned, usedSince, takenOut] = [{}, {}, { removedAt: 3 }].map((fields) =>
			makeEntry(mintProjectId(), { changedAt: 4, ...fields }),
		) as [ProjectEntry, ProjectEntry, ProjectEntry];
		const entries = [binned, usedSince, takenOut];
		await backend.write(entries.map((entry) => ({ kind: 'project', entry, documents: [] })));
		backend.leaveBehind([
			{ kind: 'patch-project', id: binned.id, patch: { removedAt: 5 } },
			{ kind: 'patch-project', id: usedSince.id, patch: { removedAt: 5 } },
			{ kind: 'patch-project', id: takenOut.id, patch: { removedAt: null } },
			{ kind: 'patch-project', id: mintProjectId(), patch: { removedAt: 5 } },
		]);
		await settle();
		backend.close();
		const database = new Database(NAME, factory);
		await database.open();
		await database.projects.update(usedSince.id, { changedAt: 6 });
		database.close();
		const later = await openDexieBackend(NAME, factory);
		const removedAt = async ({ id }: ProjectEntry) => (await later.readProject(id))?.removedAt;
		expect(await Promise.all(entries.map(removedAt))).toEqual([5, null, null]);
		expect(await later.listProjects()).toHaveLength(3);
	});

	test('[S1][R98] what was changed at the very last is held back and unsent as noted, and never let go by it', async () => {
		const { factory, backend } = await setup();
		const [noted, guessed, heldSince] = [{}, {}, { held: true }].map((fields) =>
			makeEntry(mintProjectId(), { changedAt: 9, ...fields }),
		) as [ProjectEntry, ProjectEntry, ProjectEntry];
		const entries = [noted, guessed, heldSince];
		await backend.write(entries.map((entry) => ({ kind: 'project', entry, documents: [] })));
		backend.leaveBehind([
			{ kind: 'patch-project', id: noted.id, patch: { unsent: true } },
			{ kind: 'patch-project', id: noted.id, patch: { held: true } },
			{ kind: 'patch-project', id: guessed.id, patch: { held: true } },
			{ kind: 'patch-project', id: guessed.id, patch: { held: false } },
			{ kind: 'patch-project', id: heldSince.id, patch: { unsent: false, held: false } },
			{ kind: 'patch-project', id: mintProjectId(), patch: { held: true } },
		]);
		await settle();
		backend.close();
		const later = await openDexieBackend(NAME, factory);
		const marks = async ({ id }: ProjectEntry) => {
			const { held = false, unsent = false } = (await later.readProject(id))!;
			return { held, unsent };
		};
		expect(await Promise.all(entries.map(marks))).toEqual([
			{ held: true, unsent: true },
			{ held: false, unsent: false },
			{ held: true, unsent: false },
		]);
		expect(await later.listProjects()).toHaveLength(3);
		later.close();
	});

	test('[S1] a project made or renamed at the very last is listed so, with its documents', async () => {
		const { factory, backend } = await setup();
		const [made, renamed, renamedSince] = [4, 4, 4].map((changedAt) =>
			makeEntry(mintProjectId(), { title: 'Castle', changedAt }),
		) as [ProjectEntry, ProjectEntry, ProjectEntry];
		const state = new LiveDocument(mintDocumentId(), 'project').encodeState();
		const documents = [{ id: mintDocumentId(), kind: 'project', state }] as const;
		await backend.write([renamed, renamedSince].map((entry) => ({ kind: 'project', entry, documents: [] })));
		const patch = { title: 'Keep', changedAt: 5 };
		backend.leaveBehind([
			{ kind: 'project', entry: made, documents },
			{ kind: 'patch-project', id: made.id, patch: { waiting: 3 } },
			{ kind: 'patch-project', id: renamed.id, patch },
			{ kind: 'patch-project', id: renamedSince.id, patch },
		]);
		await settle();
		backend.close();
		const database = new Database(NAME, factory);
		await database.open();
		await database.projects.update(renamedSince.id, { title: 'Tower', changedAt: 6 });
		database.close();
		const later = await openDexieBackend(NAME, factory);
		expect(await later.readProject(made.id)).toEqual(made);
		expect(await later.listDocuments(made.id)).toHaveLength(1);
		expect((await later.readDocument(documents[0].id))!.rows[0]!.bytes).toEqual(state);
		expect(await later.readProject(renamed.id)).toMatchObject(patch);
		expect(await later.readProject(renamedSince.id)).toMatchObject({ title: 'Tower', changedAt: 6 });
	});

	test('[S1] what people called a version, and asked of the server, at the very last is there', async () => {
		const { factory, backend } = await setup();
		const id = mintVersionId();
		const info: VersionInfo = {
			...{ id, projectId: mintProjectId(), documentId: mintDocumentId(), kind: 'scene', createdAt: 1 },
			...{ label: null, reason: 'timed', schema: 1, hash: 'cd'.repeat(32), bytes: 1, assets: [] },
			author: { id: 'ada', name: 'Ada' },
		};
		await backend.write([{ kind: 'version', info, state: new Uint8Array(1) }]);
		const rows = ['kept', 'answered'].map((key) => ({ key, account: 'ada', order: 1, revision: 0 }));
		backend.leaveBehind([
			{ kind: 'label-version', id, label: 'Before the storm' },
			...rows.map((row) => ({ kind: 'request', row }) as const),
			{ kind: 'forget-request', key: 'answered' },
		]);
		await settle();
		backend.close();
		const later = await openDexieBackend(NAME, factory);
		expect(await later.listVersions({ projectId: info.projectId })).toMatchObject([
			{ label: 'Before the storm' },
		]);
		expect(await later.listRequests()).toEqual([rows[0]]);
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
