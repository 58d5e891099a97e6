import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mintDocumentId, mintVersionId } from '#lib/base/ids.ts';
import { mayInProject, type ProjectRole } from '#lib/protocol/permissions.ts';
import {
	allFindings,
	findingsOf,
	keepVersion,
	nthRow,
	openCareRig,
	plantProject,
	plantRows,
	readPage,
	type CareRig,
} from '../../../../tests/helpers/care-rig.ts';

let rig: CareRig;
beforeEach(async () => {
	rig = await openCareRig();
});
afterEach(() => rig.close());

/** What it finds now, and that a second run finds nothing but what stays open. */
async function check() {
	const report = await rig.storage.care.check();
	expect(report.problem).toBeNull();
	const again = await rig.storage.care.check();
	expect(findingsOf(again).filter((found) => !found.includes('open'))).toEqual([]);
	return findingsOf(report);
}

const quarantined = () => rig.behind((db) => db.quarantine.toArray());

describe('[S37] checking a database in which nothing is wrong', () => {
	it('finds nothing, and says how much it looked at', async () => {
		const castle = await plantProject(rig.storage, {}, 40);
		await plantProject(rig.storage, { origin: 'joined', shared: true, token: 't' });
		await keepVersion(rig.storage, castle.id, castle.pageId);
		const slot = await rig.storage.gestures.open(castle.id);
		await slot.load();
		await slot.write({ put: [{ stack: 'undo', index: 0, payload: { label: 'move' } }] });
		const report = await rig.storage.care.check();
		expect(findingsOf(report)).toEqual([]);
		expect(report.outcome).toBe('done');
		expect(report.checked).toMatchObject({ documents: 4, rows: 47, versions: 1, assets: 2 });
		expect(report.projects.map(({ title, missingAssets }) => [title, missingAssets])).toEqual([
			['Castle', 0],
			['Castle', 0],
		]);
	});

	it('raises no alarm over thousands of rows', async () => {
		const { pageId } = await plantProject(rig.storage, {}, 1);
		await plantRows(rig, pageId, 3_000);
		const report = await rig.storage.care.check();
		expect(findingsOf(report)).toEqual([]);
		expect(report.checked.rows).toBe(3_002);
	});

	it('leaves alone what only another build knows', async () => {
		const { id, pageId } = await plantProject(rig.storage);
		const version = await keepVersion(rig.storage, id, pageId);
		await rig.behind(async (db) => {
			const record = (await db.documents.get(pageId))!;
			await db.documents.add({ ...record, id: mintDocumentId(), kind: 'hologram' as 'page', lastSeq: 0 });
			await db.versions.add({ ...version, id: mintVersionId(), shape: 9 as 1 });
			await db.updates.add({ doc: pageId, seq: 0, epoch: 7, crc32: 0, bytes: new Uint8Array() });
			await db.gestures.add({ projectId: id, slot: 0, stack: 'undo', index: 0, payload: { later: true } });
		});
		expect(await check()).toEqual([]);
		expect(await rig.behind((db) => db.updates.where('[doc+seq]').equals([pageId, 0]).count())).toBe(1);
	});

	it('goes on while others write', async () => {
		const { id, pageId } = await plantProject(rig.storage);
		const writing = (async () => {
			for (let turn = 0; turn < 10; turn++) {
				const { id: other } = await plantProject(rig.storage, {}, 3);
				await keepVersion(rig.storage, id, pageId);
				if (turn % 2 === 0) await rig.storage.projects.delete(other);
				await rig.storage.documents.compact(pageId);
			}
		})();
		for (let turn = 0; turn < 5; turn++) expect(findingsOf(await rig.storage.care.check())).toEqual([]);
		await writing;
		expect(await quarantined()).toEqual([]);
	});
});

describe('[S38] rows of documents', () => {
	it('that are not what was written are set aside, and the rest stays', async () => {
		const { id, pageId } = await plantProject(rig.storage, { shared: true, token: 't' });
		await rig.behind(async (db) => {
			const row = await nthRow(db, pageId, 5);
			await db.updates.put({ ...row, bytes: row.bytes.map((byte) => byte ^ 1) });
		});
		expect(await check()).toEqual(['document: set-aside (server)']);
		expect(await readPage(rig.storage, id, pageId)).toBe('word 0 word 1 word 2 word 3 ');
		expect(await quarantined()).toMatchObject([
			{ what: 'document', id: pageId, row: expect.stringMatching(/^update:/) as string },
		]);
	});

	it.each([
		['no bytes', { bytes: undefined }],
		['bytes as text', { bytes: 'word' }],
		['another epoch and no checksum', { epoch: 'x', crc32: null }],
	])('of no shape at all (%s) are set aside', async (_what, fields) => {
		const { pageId } = await plantProject(rig.storage);
		await rig.behind(async (db) => {
			const row = await nthRow(db, pageId, 5);
			await db.updates.put({ ...row, ...fields } as unknown as typeof row);
		});
		expect(await check()).toEqual(['document: set-aside (file)']);
	});

	it('that make no document are set aside though their checksum matches', async () => {
		const { pageId } = await plantProject(rig.storage);
		const { crc32 } = await import('../crc32.ts');
		await rig.behind(async (db) => {
			const bytes = new Uint8Array([1, 2, 3, 4, 255, 255, 255]);
			const row = await nthRow(db, pageId, 5);
			await db.updates.put({ ...row, bytes, crc32: crc32(bytes) });
		});
		expect(await check()).toEqual(['document: set-aside (file)']);
	});

	it('get back from a version what it has of them, without doubling anything', async () => {
		const { id, pageId, text } = await plantProject(rig.storage);
		await keepVersion(rig.storage, id, pageId);
		await rig.behind(async (db) => {
			const row = await nthRow(db, pageId, 2);
			await db.updates.put({ ...row, crc32: row.crc32 ^ 1 });
		});
		expect(await check()).toEqual(['document: recovered (version)']);
		expect(await readPage(rig.storage, id, pageId)).toBe(text);
	});

	it('that are missing leave later ones waiting: a version fills the gap, or it is said', async () => {
		const [first, second] = [await plantProject(rig.storage), await plantProject(rig.storage)];
		await keepVersion(rig.storage, first.id, first.pageId);
		await rig.behind(async (db) => {
			for (const { pageId } of [first, second]) {
				await db.updates.delete([pageId, (await nthRow(db, pageId, 2)).seq]);
			}
		});
		expect(await check()).toEqual(['document: open (file)', 'document: repaired (none)']);
		expect(await readPage(rig.storage, first.id, first.pageId)).toBe(first.text);
	});
});

describe('[S39] records', () => {
	it('of documents are made anew from the list of their project', async () => {
		const { id, pageId, text } = await plantProject(rig.storage);
		await rig.behind((db) => db.documents.delete(pageId));
		const report = await rig.storage.care.check();
		expect(allFindings(report)).toMatchObject([
			{ subject: 'document', name: 'Rules', outcome: 'repaired', remedy: 'none' },
		]);
		expect(await readPage(rig.storage, id, pageId)).toBe(text);
		expect(await check()).toEqual([]);
	});

	it('of lists of projects are made anew, and so is their place among the projects', async () => {
		const { id, indexId, pageId, text } = await plantProject(rig.storage);
		await rig.behind(async (db) => {
			await db.documents.bulkDelete([indexId, pageId]);
			await db.projects.delete(id);
		});
		expect(await check()).toEqual([
			'document: repaired (none)',
			'index: repaired (none)',
			'project: repaired (none)',
		]);
		expect((await rig.storage.projects.list()).map(({ title }) => title)).toEqual(['Castle']);
		expect(await readPage(rig.storage, id, pageId)).toBe(text);
	});

	it('that lag behind their rows no longer stop the next edit', async () => {
		const { id, pageId } = await plantProject(rig.storage);
		await rig.behind(async (db) => {
			const record = (await db.documents.get(pageId))!;
			await db.documents.put({ ...record, lastSeq: 1, ledger: null as never });
		});
		expect(await check()).toEqual(['document: repaired (none)']);
		const written = rig.storage.documents.append({
			...{ id: pageId, projectId: id, kind: 'page' },
			update: new Uint8Array([0, 0]),
		});
		expect(await written).toBe(true);
	});

	it('of a document of which nothing is left: its latest version takes its place', async () => {
		const { id, pageId, text } = await plantProject(rig.storage);
		await keepVersion(rig.storage, id, pageId);
		await rig.behind(async (db) => {
			await db.documents.delete(pageId);
			await db.updates.where('[doc+seq]').between([pageId], [pageId, []]).delete();
		});
		expect(await check()).toEqual(['document: recovered (version)']);
		expect(await readPage(rig.storage, id, pageId)).toBe(text);
	});

	it('in the list of projects get fields that fit', async () => {
		const { id } = await plantProject(rig.storage);
		await rig.behind(async (db) => {
			const entry = (await db.projects.get(id))!;
			await db.projects.put({ ...entry, title: 7, changedAt: 'x', thumbnail: 'none' } as never);
		});
		expect(await check()).toEqual(['project: repaired (none)']);
		expect(await rig.storage.projects.get(id)).toMatchObject({ title: 'Castle', thumbnail: null });
	});

	it('in the list of projects keep a role that only a later build knows, and it lets nobody edit here', async () => {
		const { id } = await plantProject(rig.storage, { role: 'reviewer' as ProjectRole });
		const broken = await plantProject(rig.storage, { role: 7 as never, origin: 'joined' });
		expect(await check()).toEqual(['project: repaired (none)']);
		const entry = await rig.storage.projects.get(id);
		expect(entry?.role).toBe('reviewer');
		expect(mayInProject(entry!.role, 'game.entity.modify')).toBe(false);
		expect((await rig.storage.projects.get(broken.id))?.role).toBe('viewer');
	});

	it('that came back have the way to their server that was noted elsewhere', async () => {
		const { id } = await plantProject(rig.storage, { shared: true, token: 't', claim: 'c' });
		await vi.waitFor(() => expect(rig.place.text).toContain(id), { timeout: 5_000 });
		await rig.behind((db) => db.projects.delete(id));
		expect(await check()).toEqual(['project: repaired (none)']);
		expect(await rig.storage.projects.get(id)).toMatchObject({ shared: true, token: 't', claim: null });
	});

	it('that came back have that way at once, though the check is then cut off', async () => {
		const { id } = await plantProject(rig.storage, { shared: true, token: 't', claim: 'c' });
		await vi.waitFor(() => expect(rig.place.text).toContain(id), { timeout: 5_000 });
		await rig.behind((db) => db.projects.delete(id));
		const stop = new AbortController();
		const report = await rig.storage.care.check({
			signal: stop.signal,
			onProgress: ({ stage }) => void (stage === 'assets' && stop.abort()),
		});
		expect(report.outcome).toBe('cancelled');
		expect(await rig.storage.projects.get(id)).toMatchObject({ shared: true, token: 't', claim: null });
	});

	it('of what is coming in from a file are left to it', async () => {
		const { id } = await plantProject(rig.storage);
		const progress = { projectId: id, file: 'key', done: false };
		await rig.storage.transfers.keepImport({ key: id, at: 0, progress });
		await rig.behind((db) => db.projects.delete(id));
		expect(await check()).toEqual([]);
		expect(await rig.storage.projects.get(id)).toBeNull();
	});

	it('of what nobody knows any more: rows are set aside, a project of which only its name is left is said', async () => {
		const stray = mintDocumentId();
		const { id, indexId, pageId } = await plantProject(rig.storage);
		await rig.behind(async (db) => {
			await db.updates.add({ doc: stray, seq: 1, epoch: 0, crc32: 0, bytes: new Uint8Array([0, 0]) });
			await db.documents.bulkDelete([indexId, pageId]);
			await db.updates.where('[doc+seq]').between([indexId], [indexId, []]).delete();
			await db.updates.where('[doc+seq]').between([pageId], [pageId, []]).delete();
		});
		expect(await check()).toEqual(['document: set-aside (file)', 'project: open (file)']);
		expect(await rig.storage.projects.get(id)).not.toBeNull();
	});
});
