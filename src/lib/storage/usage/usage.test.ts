import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	breakRow,
	keepVersion,
	openCareRig,
	plantProject,
	type CareRig,
} from '../../../../tests/helpers/care-rig.ts';

let rig: CareRig;
beforeEach(async () => {
	rig = await openCareRig();
});
afterEach(() => rig.close());

describe('[S42] what takes how much', () => {
	it('is added up by project, the largest first, those in the bin included', async () => {
		const small = await plantProject(rig.storage, { title: 'Small', removedAt: 5 }, 1);
		const large = await plantProject(rig.storage, { title: 'Large' }, 30);
		const version = await keepVersion(rig.storage, large.id, large.pageId);
		await keepVersion(rig.storage, large.id, large.pageId); // equal: the same bytes
		const slot = await rig.storage.gestures.open(large.id);
		await slot.load();
		await slot.write({ put: [{ stack: 'undo', index: 0, payload: { label: 'move' } }] });
		const { projects, sharedAssets, unusedAssets, setAside, caches } = await rig.storage.care.usage();
		expect(projects.map(({ id, title, removedAt }) => [id, title, removedAt])).toEqual([
			[large.id, 'Large', null],
			[small.id, 'Small', 5],
		]);
		const [first] = projects;
		expect(first).toMatchObject({ versions: version.bytes, undo: '{"label":"move"}'.length, assets: 35 });
		const updates = await rig.behind((db) => db.updates.toArray());
		const rows = updates.filter(({ doc }) => doc === large.pageId || doc === large.indexId);
		expect(rows).toHaveLength(31);
		expect(first!.documents).toBe(rows.reduce((sum, { bytes }) => sum + bytes.length, 0));
		const { documents, versions, undo, assets, total } = first!;
		expect(total).toBe(documents + versions + undo + assets);
		expect([sharedAssets, caches]).toEqual([[], []]);
		expect([unusedAssets, setAside]).toEqual([
			{ count: 0, bytes: 0 },
			{ count: 0, bytes: 0 },
		]);
	});

	it('counts what several projects use once, and what nobody uses apart', async () => {
		const one = await plantProject(rig.storage);
		const two = await plantProject(rig.storage);
		await rig.storage.versions.add(
			{
				...{ projectId: two.id, documentId: two.pageId, kind: 'page', createdAt: 1, label: 'a' },
				...{ reason: 'named', author: { id: 'a', name: 'Kim' }, schema: 1, assets: [one.asset] },
			},
			new Uint8Array([0, 0]),
		);
		await rig.storage.assets.put(new Uint8Array(100));
		const { projects, sharedAssets, unusedAssets } = await rig.storage.care.usage();
		expect(sharedAssets).toEqual([
			{ hash: one.asset, name: 'tower.glb', bytes: 35, projects: [one.id, two.id] },
		]);
		expect(projects.find(({ id }) => id === one.id)).toMatchObject({ assets: 0 });
		expect(projects.find(({ id }) => id === two.id)).toMatchObject({ assets: 35 });
		expect(unusedAssets).toEqual({ count: 1, bytes: 100 });
	});
});

describe('[S42] what was set aside', () => {
	async function damage() {
		const castle = await plantProject(rig.storage);
		await breakRow(rig, castle.pageId, 5);
		await rig.storage.care.check();
		return castle;
	}

	it('is listed with its name and its project, and can be saved as it was found', async () => {
		const { id, pageId } = await damage();
		const [item, ...others] = await rig.storage.care.setAside.list();
		expect(others).toEqual([]);
		expect(item).toMatchObject({ what: 'document', projectId: id, name: 'Rules' });
		const file = await rig.storage.care.setAside.toFile(item!.key);
		expect(file!.fileName).toBe(`document-${pageId.slice(0, 12)}-${item!.key}.bin`);
		expect(file!.blob.size).toBe(item!.bytes);
		expect((await rig.storage.care.usage()).setAside).toEqual({ count: 1, bytes: item!.bytes });
	});

	it('goes when somebody says so, and with the file that held it', async () => {
		await damage();
		const sink = await rig.files.create('large');
		await sink.write(new Uint8Array(50));
		await sink.finish();
		const record = { what: 'asset', id: 'a'.repeat(64), row: 'a', why: 'wrong', file: 'large' } as const;
		await rig.behind((db) => db.quarantine.add({ ...record, bytes: new Uint8Array() }));
		const listed = await rig.storage.care.setAside.list();
		expect(listed.map(({ what, bytes }) => [what, bytes])).toContainEqual(['asset', 50]);
		for (const { key } of listed) expect(await rig.storage.care.setAside.remove(key)).toBe(true);
		expect(await rig.storage.care.setAside.list()).toEqual([]);
		expect(await rig.storage.care.setAside.toFile(listed[0]!.key)).toBeNull();
		expect(await rig.files.list()).toEqual([]);
	});
});
