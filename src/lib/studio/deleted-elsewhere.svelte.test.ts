import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { createMemoryRig, QuietPage, settle } from '../../../tests/helpers/storage-rig.ts';
import { ProjectSession } from './project-session.svelte.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';

/** Unless their pages are given, the tabs know nothing of each other's locks. */
async function openInOneOfTwoTabs(page = () => new QuietPage()) {
	const server = new MemorySyncServer(systemClock);
	const rig = createMemoryRig();
	const tab = { ...rig, open: () => rig.open({ page: page() }) };
	const here = await openDevice(server, systemClock, tab);
	const other = await openDevice(server, systemClock, tab);
	here.home.dispose(); // it would remember the list, which then answers for a database that cannot be read
	const id = unwrap(await other.home.createProject({ title: 'Tavern' }));
	const session = await here.open(id);
	const told = vi.fn();
	session.deletedElsewhere.onBroughtBack(told);
	unwrap(firstScene(session).add('box', 'Before'));
	expect(await session.whenDurable()).toBe(true);
	return { here, other, id, session, told };
}

describe('[S50] a project that is open', () => {
	it('is not deleted for good by any tab before all have closed it', async () => {
		const { here, other, id, session, told } = await openInOneOfTwoTabs(createMemoryRig().page);
		const again = await here.open(id);
		const { projects } = other.parts.storage;
		await projects.patch(id, { removedAt: 1 });
		for (const each of [session, again]) {
			expect(await projects.delete(id)).toBe('open');
			await each.close();
		}
		expect(told).not.toHaveBeenCalled();
		expect(await projects.delete(id)).toBe('deleted');
		expect(await projects.get(id)).toBeNull();
	});

	it('is not held by an opening that came to nothing', async () => {
		const { here, other, id, session } = await openInOneOfTwoTabs(createMemoryRig().page);
		await session.close();
		await other.parts.storage.projects.patch(id, { removedAt: 1 });
		expect(await ProjectSession.open(here.parts, id)).toMatchObject({ ok: false });
		expect(await other.parts.storage.projects.delete(id)).toBe('deleted');
	});
});

describe('[S50] where browsers have no locks, a project that another tab deletes for good while it is open here', () => {
	it('is brought back whole, and that is said', async () => {
		const { here, other, id, session, told } = await openInOneOfTwoTabs();
		await other.parts.storage.projects.patch(id, { removedAt: 1 });
		await other.parts.storage.projects.delete(id);
		unwrap(firstScene(session).add('box', 'After'));
		await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
		expect(await session.whenDurable()).toBe(true);
		await session.close();

		const visit = await openDevice(new MemorySyncServer(systemClock), systemClock, here.rig);
		expect(await visit.parts.storage.projects.get(id)).toMatchObject({ title: 'Tavern', removedAt: null });
		const again = await visit.open(id);
		const names = [...firstScene(again).snapshot.entities.values()].map(({ name }) => name);
		expect(names).toEqual(['Before', 'After']);
	});

	it('stays deleted when it was closed here before', async () => {
		const { other, id, session, told } = await openInOneOfTwoTabs();
		await session.close();
		await other.parts.storage.projects.delete(id);
		await settle();
		expect(await other.parts.storage.projects.get(id)).toBeNull();
		expect(told).not.toHaveBeenCalled();
	});

	it('is not taken for deleted while the database cannot be read', async () => {
		const { here, other, id, told } = await openInOneOfTwoTabs();
		here.rig.fail('unknown', ['readProject', 'listProjects']);
		const { storage } = here.parts;
		await other.parts.storage.projects.patch(id, { title: 'Inn' });
		await vi.waitFor(() => expect(storage.health.kind).toBe('failing'));
		here.rig.fail(null);
		await settle();
		expect(told).not.toHaveBeenCalled();
		expect(await storage.projects.get(id)).toMatchObject({ title: 'Inn' });
	});
});
