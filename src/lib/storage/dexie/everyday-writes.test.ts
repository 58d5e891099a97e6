import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import { mintDocumentId, mintProjectId } from '../../base/ids.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import type { StorageBackend } from '../backend.ts';
import type { ChangeLedger } from '../ports.ts';
import { Database, type DocumentRecord } from './database.ts';
import { openDexieBackend } from './dexie-backend.ts';

const NAME = 'rastudios-test';
const info = { id: mintDocumentId(), projectId: mintProjectId(), kind: 'page' } as const;

let factory: IDBFactory;
let tab: StorageBackend;
let number: number;
beforeEach(async () => {
	factory = new IDBFactory();
	number = 0;
	tab = await openDexieBackend(NAME, factory);
	// The first makes the record, the second looks at it: from then on this page knows it.
	await edit();
	await edit();
});

const line = (made: number, acknowledged = 0, replica = 'me'): ChangeLedger => ({
	[replica]: { made, acknowledged },
});

/** One more edit, which nothing else builds on. */
async function edit(over = tab, ledger = line(++number), epoch = 0): Promise<void> {
	await over.write([{ kind: 'document', info, updates: [mark()], ledger, epoch }]);
}

/** What a server acknowledges is written without any change. */
const note = (ledger: ChangeLedger, epoch = 0) =>
	tab.write([{ kind: 'document', info, updates: [], ledger, epoch }]);

let marks = 0;
function mark(): Uint8Array {
	const document = new LiveDocument(info.id, 'page');
	document.ydoc.getMap('marks').set(`mark ${marks++}`, true);
	return document.encodeState();
}

async function behind<T>(run: (db: Database) => Promise<T>): Promise<T> {
	const db = new Database(NAME, factory);
	await db.open();
	return run(db).finally(() => db.close());
}

const recordOf = () => behind(async (db) => (await db.documents.get(info.id))!);
const rowsOf = async () => (await tab.readDocument(info.id))!.rows;

describe('an edit of a document that was written before', () => {
	test('[S12] is one row that says itself who changed what, and leaves the record alone', async () => {
		const before = await recordOf();
		await edit();
		await edit();
		expect(await recordOf()).toEqual(before);
		const read = (await tab.readDocument(info.id))!;
		expect(read.rows).toHaveLength(4);
		expect(read.ledger).toEqual(line(4));
	});

	test('[S12] is counted by whoever writes the record next', async () => {
		await edit();
		await note(line(3, 2));
		const bytes = (await rowsOf()).reduce((sum, row) => sum + row.bytes.length, 0);
		const record = await recordOf();
		expect(record).toMatchObject({ ledger: line(3, 2), bytes });
		const other = await openDexieBackend(NAME, factory);
		await edit(other, line(1, 0, 'other'));
		expect((await tab.readDocument(info.id))!.ledger).toEqual({ ...line(3, 2), ...line(1, 0, 'other') });
	});

	test('[S7] is numbered as no other row ever was, whatever other tabs write and fold', async () => {
		const other = await openDexieBackend(NAME, factory);
		const seen = new Set<string>();
		const look = async () => {
			for (const { name, crc32: sum } of await rowsOf()) seen.add(`${name} ${sum}`);
		};
		await edit(other, {});
		await look();
		for (let round = 0; round < 6; round++) {
			await edit();
			await edit(other, line(round + 1, 0, 'other'));
			await edit(other, line(round + 1, 0, 'other'));
			await look();
			if (round % 2 === 1) await other.compact(info.id, mark);
			await look();
		}
		const names = [...seen].map((row) => row.split(' ')[0]);
		expect(names).toHaveLength(3 + 18 + 3);
		expect(new Set(names).size).toBe(names.length);
	});

	test('[S7] stands behind what another tab folded meanwhile', async () => {
		const other = await openDexieBackend(NAME, factory);
		for (let n = 0; n < 5; n++) await edit(other, line(n, 0, 'other'));
		await other.compact(info.id, mark);
		await edit();
		const [snapshot, update] = (await rowsOf()).map(({ name }) => Number(name.split(':')[1]));
		expect(update).toBeGreaterThan(snapshot!);
		expect(await behind((db) => db.updates.count())).toBe(1);
	});

	test('[S28] is written under the beginning that the record has by now', async () => {
		const other = await openDexieBackend(NAME, factory);
		await edit(other, line(1, 0, 'other'), 4);
		await edit();
		const read = (await tab.readDocument(info.id))!;
		expect([read.epoch, read.rows.length]).toEqual([4, 2]);
		expect(read.ledger).toMatchObject(line(3));
		// Nothing of the first attempt is left.
		expect(await behind((db) => db.updates.count())).toBe(4);
	});

	test('[S28] that another tab deleted meanwhile is there again, with its record', async () => {
		const other = await openDexieBackend(NAME, factory);
		await other.write([{ kind: 'forget-document', id: info.id }]);
		await edit();
		expect(await rowsOf()).toHaveLength(1);
		expect(await behind((db) => db.updates.count())).toBe(1);
		expect(await tab.listDocuments(info.projectId)).toEqual([info]);
	});

	test('never goes into another project’s document', async () => {
		await behind((db) => db.documents.update(info.id, { projectId: mintProjectId() }));
		await edit();
		expect(await behind((db) => db.updates.count())).toBe(2);
	});

	test('goes on when another page counts in the same steps', async () => {
		await edit();
		await behind(async (db) => {
			const last = (await db.updates.toArray()).at(-1)!;
			await db.updates.add({ ...last, seq: last.seq + 1024 });
		});
		await expect(edit()).rejects.toMatchObject({ name: 'StorageFailure' });
		await edit(await openDexieBackend(NAME, factory)); // as the journal does
		expect(await rowsOf()).toHaveLength(5);
	});
});

describe('folding rows that speak for themselves', () => {
	test('[S12] takes over what they say', async () => {
		await edit();
		await edit();
		expect(await tab.compact(info.id, mark)).toBe(true);
		const { ledger, rows } = (await tab.readDocument(info.id))!;
		expect([ledger, rows.length]).toEqual([line(4), 1]);
		expect((await recordOf()).bytes).toBe(rows[0]!.bytes.length);
	});

	test('[S12] leaves what a row beside it says as settled as it was', async () => {
		await tab.compact(info.id, async () => {
			await edit();
			await note(line(3, 3)); // all of it is on a server by now
			return mark();
		});
		expect((await rowsOf()).map(({ name }) => name.split(':')[0])).toEqual(['snapshot', 'update']);
		expect((await tab.readDocument(info.id))!.ledger).toEqual(line(3, 3));
		await tab.compact(info.id, mark);
		expect((await tab.readDocument(info.id))!.ledger).toEqual({});
	});
});

test('[S12] a row that is set aside leaves what it said of itself', async () => {
	await edit();
	const last = (await rowsOf()).at(-1)!;
	await tab.quarantineRow(info.id, last.name, 'test');
	const read = (await tab.readDocument(info.id))!;
	expect([read.rows.length, read.ledger]).toEqual([2, line(3)]);
});

test('[S39] a record made anew knows what the rows say', async () => {
	await edit();
	await behind((db) => db.documents.delete(info.id));
	const care = (await tab.care())!;
	expect(await care.mendRecord(info)).toBe(true);
	const bytes = (await rowsOf()).reduce((sum, row) => sum + row.bytes.length, 0);
	expect(await recordOf()).toMatchObject({ ledger: line(3), bytes } satisfies Partial<DocumentRecord>);
});
