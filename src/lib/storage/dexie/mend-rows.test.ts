import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it } from 'vitest';
import { mintDocumentId, mintProjectId, mintVersionId } from '../../base/ids.ts';
import type { RowsMending } from '../check/care-rows.ts';
import type { VersionInfo } from '../ports.ts';
import { careRows } from './care-rows.ts';
import { Database, type DocumentRecord } from './database.ts';

const info = { id: mintDocumentId(), projectId: mintProjectId(), kind: 'page' } as const;
const record: DocumentRecord = { ...info, epoch: 0, schema: 1, bytes: 3, lastSeq: 1, ledger: {} };
let db: Database;
beforeEach(async () => {
	db = new Database('mend', new IDBFactory());
	await db.open();
	await db.documents.add(record);
	await db.updates.add({ doc: info.id, seq: 1, epoch: 0, crc32: 7, bytes: new Uint8Array([1, 2, 3]) });
});

async function plan(more: Partial<RowsMending> = {}): Promise<RowsMending> {
	const [row] = await careRows(db).readRows(info.id);
	return { record, aside: [{ row: row!, why: 'damaged' }], ...more };
}
const add = { states: [new Uint8Array([9])], versions: [] };
const counts = async () => [
	await db.updates.count(),
	await db.quarantine.count(),
	await db.documents.count(),
];

it('[S37] rows are set aside and states joined as it was decided', async () => {
	expect(await careRows(db).mendRows(info, await plan({ add }))).toBe(true);
	expect(await counts()).toEqual([1, 1, 1]);
	expect((await db.updates.toArray())[0]).toMatchObject({ seq: 2, bytes: new Uint8Array([9]) });
});

it.each<[string, () => Promise<unknown>]>([
	['the row is another one by now', () => db.updates.update([info.id, 1], { bytes: new Uint8Array([4]) })],
	['the row is gone', () => db.updates.delete([info.id, 1])],
	['the document is gone', () => db.documents.delete(info.id)],
	['the document has another history', () => db.documents.update(info.id, { epoch: 1 })],
	['the document is another project’s', () => db.documents.update(info.id, { projectId: mintProjectId() })],
])('[S37] nothing happens when %s', async (_what, change) => {
	const planned = await plan({ add });
	await change();
	const before = await counts();
	expect(await careRows(db).mendRows(info, planned)).toBe(false);
	expect(await counts()).toEqual(before);
});

it('[S37] nothing comes from a version that was deleted meanwhile, and no record goes that has rows again', async () => {
	const versions = [{ id: mintVersionId(), hash: 'x' }] as unknown as readonly VersionInfo[];
	expect(await careRows(db).mendRows(info, await plan({ add: { ...add, versions } }))).toBe(false);
	const forgetting = await plan({ forget: true });
	await db.updates.add({ doc: info.id, seq: 2, epoch: 0, crc32: 7, bytes: new Uint8Array([4]) });
	expect(await careRows(db).mendRows(info, forgetting)).toBe(false);
	expect(await counts()).toEqual([2, 0, 1]);
});
