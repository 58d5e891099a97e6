import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, mintProjectId, type ProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { convertV1ToV2 } from '#lib/doc/updates.ts';
import { indexDocumentId } from '#lib/protocol/address.ts';
import {
	findingsOf,
	openCareRig,
	plantProject,
	readPage,
	type CareRig,
} from '../../../../tests/helpers/care-rig.ts';

let rig: CareRig;
beforeEach(async () => {
	rig = await openCareRig();
});
afterEach(() => rig.close());

const check = async () => findingsOf(await rig.storage.care.check());

/** What the project's own list says. */
async function listOf(id: ProjectId) {
	const live = new LiveDocument(indexDocumentId(id), 'project');
	const state = unwrap(await rig.storage.documents.readState(live.id, id));
	if (state) live.applyV2(state, 'storage');
	const project = new ProjectDocument(live);
	const { title, documents } = project.snapshot;
	project.dispose();
	live.destroy();
	return { title, documents: documents.map((entry) => `${entry.kind} ${entry.title}`) };
}

async function damageList(indexId: string) {
	await rig.behind(async (db) => {
		for (const row of await db.updates.toArray()) {
			if ((row.doc as string) === indexId) await db.updates.put({ ...row, crc32: row.crc32 ^ 1 });
		}
	});
}

describe('[S51] documents of a project whose list of them is gone', () => {
	it('are listed again, and found again by nobody', async () => {
		const { id, indexId, pageId, text } = await plantProject(rig.storage);
		await damageList(indexId);
		expect(await check()).toEqual(['index: repaired (none)', 'index: set-aside (file)']);
		expect(await listOf(id)).toEqual({ title: 'Castle', documents: ['page Recovered page 1'] });
		expect(await readPage(rig.storage, id, pageId)).toBe(text);
		expect(await check()).toEqual([]);
	});

	it('come with their project where that is not in the list of projects either', async () => {
		const { id, indexId } = await plantProject(rig.storage);
		await damageList(indexId);
		await rig.behind((db) => db.projects.delete(id));
		expect(await check()).toContain('project: repaired (none)');
		expect(await rig.storage.projects.get(id)).toMatchObject({ title: 'Recovered project', role: 'owner' });
		expect((await listOf(id)).documents).toEqual(['page Recovered page 1']);
	});

	it('are left to the server that has the list, and to the tab that has the project open', async () => {
		const shared = await plantProject(rig.storage, { shared: true, token: 't' });
		const open = await plantProject(rig.storage);
		const letGo = await rig.storage.projects.keepOpen(open.id);
		for (const { indexId } of [shared, open]) await damageList(indexId);
		expect((await check()).filter((found) => found.includes('open'))).toEqual([
			'index: open (file)',
			'index: open (server)',
		]);
		for (const { id } of [shared, open]) expect((await listOf(id)).documents).toEqual([]);
		letGo();
	});

	it('that were written for a project after it was deleted, and show nothing, are cleared away', async () => {
		const { id, pageId } = await plantProject(rig.storage);
		const page = new LiveDocument(pageId, 'page');
		page.applyV2(unwrap(await rig.storage.documents.readState(pageId, id))!, 'storage');
		const before = page.stateVector();
		page.ydoc.getText('text').insert(0, 'Too late. ');
		const update = convertV1ToV2(page.encodeDiff(before));
		page.destroy();
		await rig.storage.projects.delete(id);
		await rig.storage.documents.append({ id: pageId, projectId: id, kind: 'page', update });
		const found = await check();
		expect(found).toContain('document: set-aside (none)');
		expect(await rig.storage.projects.list()).toEqual([]);
		expect(await rig.behind((db) => db.documents.count())).toBe(0);
		expect(await rig.behind((db) => db.quarantine.count())).toBe(1);
		expect(await check()).toEqual([]);
	});

	it('a record without any row, of no project, goes', async () => {
		const [id, projectId] = [mintDocumentId(), mintProjectId()];
		await rig.storage.documents.append({ id, projectId, kind: 'page', update: null });
		expect(await check()).toEqual(['document: removed (none)']);
		expect(await check()).toEqual([]);
	});
});
