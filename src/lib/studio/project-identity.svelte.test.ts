import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import type { ProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';

const setup = async () => {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const { home, parts } = device;
	const id = unwrap(await home.createProject({ starter: 'stairway' }));
	const idsOf = async (project: ProjectId) =>
		(await parts.storage.documents.list(project)).map((document) => document.id);
	const exportFile = async () => {
		const { blob, fileName } = unwrap(await home.files.export(id));
		return new File([blob], fileName);
	};
	return { device, home, id, idsOf, exportFile };
};

describe('[D3] identity', () => {
	it('a project imported next to its original, twice, makes documents of their own each time', async () => {
		const { home, id, idsOf, exportFile } = await setup();
		const file = await exportFile();
		const once = unwrap(await home.files.import(file)).projectId;
		const twice = unwrap(await home.files.import(file)).projectId;
		const ids = (await Promise.all([id, once, twice].map(idsOf))).flat();
		expect(new Set([id, once, twice]).size).toBe(3);
		expect(ids).toHaveLength(6);
		expect(new Set(ids).size).toBe(6);
	});

	it('what happens in an import never reaches the original', async () => {
		const { device, home, id, exportFile } = await setup();
		const original = await device.open(id);
		const imported = unwrap(await home.files.import(await exportFile()));
		const copy = await device.open(imported.projectId);
		const count = firstScene(original).snapshot.entities.size;
		expect(firstScene(copy).snapshot.entities.size).toBe(count);
		unwrap(firstScene(copy).add('box', 'Box'));
		await copy.whenDurable();
		await original.close();
		expect(firstScene(await device.open(id)).snapshot.entities.size).toBe(count);
	});

	it('two projects from one starter are two, with the same things in them', async () => {
		const { device, home, id, idsOf } = await setup();
		const other = unwrap(await home.createProject({ starter: 'stairway' }));
		const [a, b] = [await idsOf(id), await idsOf(other)];
		expect(a.filter((document) => b.includes(document))).toEqual([]);
		const [mine, theirs] = [firstScene(await device.open(id)), firstScene(await device.open(other))];
		expect([...theirs.snapshot.entities.keys()].sort()).toEqual([...mine.snapshot.entities.keys()].sort());
	});
});
