import 'fake-indexeddb/auto';
import { Dexie, type Table } from 'dexie';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeEntry } from '../../../../tests/helpers/storage-rig.ts';
import {
	mintDocumentId,
	mintProjectId,
	mintVersionId,
	type DocumentId,
	type ProjectId,
} from '../../base/ids.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import type { Write } from '../backend.ts';
import type { VersionInfo } from '../ports.ts';
import { openDexieBackend } from './dexie-backend.ts';

const NAME = 'rastudios-test';

afterEach(() => void vi.restoreAllMocks());

describe('a database that fails in the middle', () => {
	test('[S16] a batch killed at any request leaves nothing of itself, and works when repeated', async () => {
		let killedAt = 0;
		for (let request = 1; ; request++) {
			const { backend, projectId, writes } = await setup();
			const { stop, killed } = killAtRequest(request);
			const outcome = await backend.write(writes).then(
				() => 'written',
				(thrown: { reason: string }) => thrown.reason,
			);
			stop();
			if (!killed()) {
				expect(outcome).toBe('written');
				break;
			}
			killedAt = request;
			expect(outcome).toBe('lost');
			expect(await backend.listProjects()).toEqual([]);
			expect(await backend.listDocuments(projectId)).toEqual([]);
			expect(await backend.listVersions({ projectId })).toEqual([]);
			expect(await backend.listGestureSlots({ projectId })).toEqual([]);
			await backend.write(writes);
			expect(await backend.listProjects()).toHaveLength(1);
			expect(await backend.listDocuments(projectId)).toHaveLength(3);
			expect(await backend.listVersions({ projectId })).toHaveLength(1);
			expect(await backend.listGestureSlots({ projectId })).toEqual([0]);
		}
		expect(killedAt).toBeGreaterThan(6);
	});

	test('[S18] removing a version killed at any request leaves it whole', async () => {
		let killedAt = 0;
		for (let request = 1; ; request++) {
			const { backend, projectId, writes } = await setup();
			await backend.write(writes);
			const [info] = await backend.listVersions({ projectId });
			const { stop, killed } = killAtRequest(request);
			const outcome = await backend
				.write([{ kind: 'forget-versions', ids: [info!.id] }])
				.catch((thrown: { reason: string }) => thrown.reason);
			stop();
			const read = await backend.readVersion(info!.id);
			if (!killed()) {
				expect(read).toBeNull();
				break;
			}
			killedAt = request;
			expect(outcome).toBe('lost');
			expect(read).toEqual({ info, state: new Uint8Array(10) });
		}
		expect(killedAt).toBeGreaterThan(1);
	});

	test('[S16] an edit killed at any request leaves nothing of itself', async () => {
		let killedAt = 0;
		for (let request = 1; ; request++) {
			const { backend, id, projectId, write, last } = await setup();
			await write('a');
			const before = await backend.readDocument(id);
			const { stop, killed } = killAtRequest(request);
			const slot = { projectId, number: 0 };
			const edit: Write[] = [
				{
					...{ kind: 'document', info: { id, projectId, kind: 'scene' }, updates: [last()] },
					ledger: { me: { made: 1, acknowledged: 0 } },
				},
				{ kind: 'gestures', slot, change: { truncate: { redo: 0 }, put: [gesture(0)] } },
				{ kind: 'setting', key: 'tool', value: 'move', at: 1 },
			];
			const outcome = await backend.write(edit).catch((thrown: { reason: string }) => thrown.reason);
			stop();
			if (!killed()) {
				expect((await backend.readDocument(id))!.rows).toHaveLength(2);
				expect(await backend.readGestures(slot)).toEqual([gesture(0)]);
				expect(await backend.readSetting('tool')).toBe('move');
				break;
			}
			killedAt = request;
			expect(outcome).toBe('lost');
			expect(await backend.readDocument(id)).toEqual(before);
			expect(await backend.readGestures(slot)).toEqual([]);
			expect(await backend.readSetting('tool')).toBeUndefined();
		}
		expect(killedAt).toBeGreaterThan(4);
	});

	test('[S7] folding killed at any request leaves the rows as they were', async () => {
		let killedAt = 0;
		for (let request = 1; ; request++) {
			const { backend, id, write } = await setup();
			for (const text of 'abcd') await write(text);
			const before = (await backend.readDocument(id))!;
			const { stop, killed } = killAtRequest(request);
			const outcome = await backend.compact(id, fold).catch((thrown: { reason: string }) => thrown.reason);
			stop();
			const after = (await backend.readDocument(id))!;
			if (!killed()) {
				expect(outcome).toBe(true);
				expect(after.rows).toHaveLength(1);
				break;
			}
			killedAt = request;
			expect(outcome).toBe('lost');
			expect(after).toEqual(before);
			expect(await backend.compact(id, fold)).toBe(true);
		}
		expect(killedAt).toBeGreaterThan(5);
	});

	test('[S7] folding asks for strict durability', async () => {
		const { backend, id, write } = await setup();
		await write('a');
		await write('b');
		const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
		await backend.compact(id, fold);
		expect(transaction).toHaveBeenCalledWith(expect.anything(), 'readwrite', { durability: 'strict' });
	});

	test('[S7] a fold that declines changes nothing', async () => {
		const { backend, id, write } = await setup();
		await write('a');
		const before = await backend.readDocument(id);
		expect(await backend.compact(id, () => null)).toBe(false);
		expect(await backend.compact(mintDocumentId(), fold)).toBe(false);
		expect(await backend.readDocument(id)).toEqual(before);
	});

	test('[S26] who was frozen while folding finds that another tab folded, and does nothing', async () => {
		const { backend, factory, id, write } = await setup();
		const other = await openDexieBackend(NAME, factory);
		for (const text of 'abc') await write(text);
		const frozen = await backend.compact(id, async (rows) => {
			await write('d');
			expect(await other.compact(id, fold)).toBe(true);
			await write('e');
			return fold(rows);
		});
		expect(frozen).toBe(false);
		const { rows } = (await other.readDocument(id))!;
		expect(tablesOf(rows)).toEqual(['snapshot', 'update']);
		expect(textIn(rows)).toBe('edcba');
	});

	test('[S26] what was written while somebody was frozen in folding stays beside the snapshot', async () => {
		const { backend, id, write } = await setup();
		for (const text of 'abc') await write(text);
		const thawed = await backend.compact(id, async (rows) => {
			await write('d');
			return fold(rows);
		});
		expect(thawed).toBe(true);
		const { rows } = (await backend.readDocument(id))!;
		expect(tablesOf(rows)).toEqual(['snapshot', 'update']);
		expect(textIn(rows)).toBe('dcba');
	});

	test('[S26] a document deleted and brought back meanwhile is not folded into what it was', async () => {
		const { backend, projectId, id, write } = await setup();
		for (const text of 'abc') await write(text);
		const thawed = await backend.compact(id, async (rows) => {
			await backend.write([{ kind: 'forget-document', id }]);
			const info = { id, projectId, kind: 'scene' } as const;
			const updates = ['x', 'y', 'z'].map(updateWith);
			await backend.write([{ kind: 'document', info, updates, ledger: {} }]);
			return fold(rows);
		});
		expect(thawed).toBe(false);
		const { rows } = (await backend.readDocument(id))!;
		expect(rows.map(({ name }) => name)).toEqual(['update:1', 'update:2', 'update:3']);
	});

	test('[S28] rows of another history are kept, and neither read nor folded', async () => {
		const { backend, factory, id, write } = await setup();
		for (const text of 'ab') await write(text);
		await onTable(factory, 'updates', (table) => table.update([id, 1], { epoch: 7 }));
		await write('c');
		await write('d');
		const { rows } = (await backend.readDocument(id))!;
		expect(tablesOf(rows)).toEqual(['update', 'update', 'update']);
		expect(rows.map(({ name }) => name)).not.toContain('update:1');
		await backend.compact(id, fold);
		const left = await onTable(factory, 'updates', (table) => table.toArray());
		expect(left).toMatchObject([{ seq: 1, epoch: 7 }]);
	});

	test('[S28] rows whose record was lost are there again with the next write', async () => {
		const { backend, factory, id, write } = await setup();
		for (const text of 'ab') await write(text);
		await backend.compact(id, fold);
		await write('c');
		await onTable(factory, 'documents', (table) => table.delete(id));
		expect(await backend.readDocument(id)).toBeNull();
		await write('d');
		const { rows } = (await backend.readDocument(id))!;
		expect(tablesOf(rows)).toEqual(['snapshot', 'update', 'update']);
		expect(textIn(rows)).toBe('dcba');
	});

	test('[S10] nothing is stored as a Blob', async () => {
		const { backend, writes } = await setup();
		const stored: unknown[] = [];
		for (const method of ['put', 'add'] as const) {
			const original = IDBObjectStore.prototype[method];
			vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
				this: IDBObjectStore,
				value,
				key,
			) {
				stored.push(value);
				return original.call(this, value, key);
			});
		}
		await backend.write(writes);
		const values = stored.flatMap((value) => Object.values(value as object));
		expect(values.some((value) => value instanceof ArrayBuffer)).toBe(true);
		expect(values.some((value) => value instanceof Blob)).toBe(false);
	});
});

async function setup() {
	const factory = new IDBFactory();
	const backend = await openDexieBackend(NAME, factory);
	const projectId = mintProjectId();
	const id = mintDocumentId();
	const document = new LiveDocument(id, 'scene');
	let last = document.encodeState();
	document.onUpdateV2(({ bytes }) => (last = bytes));
	const info = { id, projectId, kind: 'scene' } as const;
	const write = async (text: string) => {
		document.ydoc.getText('text').insert(0, text);
		await backend.write([{ kind: 'document', info, updates: [last], ledger: {} }]);
	};
	return { factory, backend, projectId, id, write, last: () => last, writes: batch(projectId) };
}

function batch(projectId: ReturnType<typeof mintProjectId>): Write[] {
	const state = new LiveDocument(mintDocumentId(), 'scene').encodeState();
	const ids = [mintDocumentId(), mintDocumentId(), mintDocumentId()] as const;
	return [
		{
			kind: 'project',
			entry: makeEntry(projectId),
			documents: [
				{ id: ids[0], kind: 'project', state },
				{ id: ids[1], kind: 'scene', state },
			],
		},
		{
			kind: 'document',
			info: { id: ids[2], kind: 'page', projectId },
			updates: [state],
			ledger: { me: { made: 1, acknowledged: 0 } },
		},
		{ kind: 'asset', hash: 'ab'.repeat(32) as never, at: 1, bytes: new Uint8Array(10) },
		{ kind: 'setting', key: 'name', value: 'Ada', at: 1 },
		{ kind: 'version', info: versionOf(projectId, ids[0]), state: new Uint8Array(10) },
		{
			kind: 'gestures',
			slot: { projectId, number: 0 },
			change: { truncate: { redo: 0 }, put: [{ stack: 'undo', index: 0, payload: { moved: 1 } }] },
		},
	];
}

const versionOf = (projectId: ProjectId, documentId: DocumentId): VersionInfo => ({
	...{ id: mintVersionId(), projectId, documentId, kind: 'scene', createdAt: 1, label: null },
	...{ reason: 'timed', schema: 1, hash: 'cd'.repeat(32), bytes: 10, assets: [] },
	author: { id: 'ada', name: 'Ada' },
});

const fold = (rows: { rows: readonly { bytes: Uint8Array }[] }): Uint8Array => {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	for (const row of rows.rows) document.applyV2(row.bytes, 'storage');
	return document.encodeState();
};

const gesture = (index: number) => ({ stack: 'undo' as const, index, payload: { moved: index } });

function updateWith(text: string): Uint8Array {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	document.ydoc.getText('text').insert(0, text);
	return document.encodeState();
}

function textIn(rows: readonly { readonly bytes: Uint8Array }[]): string {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	for (const { bytes } of rows) document.applyV2(bytes, 'storage');
	return document.ydoc.getText('text').toJSON();
}

const tablesOf = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name.split(':')[0]);

/** Reaches into the database behind the backend. */
async function onTable<T>(
	factory: IDBFactory,
	name: string,
	run: (table: Table<unknown, unknown>) => PromiseLike<T>,
): Promise<T> {
	const database = new Dexie(NAME, { indexedDB: factory });
	await database.open();
	try {
		return await run(database.table(name));
	} finally {
		database.close();
	}
}

/** The nth request of the store throws, as when the browser takes the connection away. */
function killAtRequest(request: number) {
	let count = 0;
	let killed = false;
	const spies = (['put', 'add', 'delete', 'get', 'getAll'] as const).map((method) => {
		const original = IDBObjectStore.prototype[method] as (...args: unknown[]) => IDBRequest;
		return vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
			this: IDBObjectStore,
			...args: unknown[]
		) {
			count += 1;
			if (count === request) {
				killed = true;
				throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
			}
			return original.apply(this, args) as never;
		});
	});
	return { killed: () => killed, stop: () => spies.forEach((spy) => void spy.mockRestore()) };
}
