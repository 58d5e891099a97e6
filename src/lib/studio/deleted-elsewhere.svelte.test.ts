import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { settle } from '../../../tests/helpers/storage-rig.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';

async function openInOneOfTwoTabs() {
	const server = new MemorySyncServer(systemClock);
	const here = await openDevice(server);
	const other = await openDevice(server, systemClock, here.rig);
	const id = unwrap(await other.home.createProject({ title: 'Tavern' }));
	const session = await here.open(id);
	const told = vi.fn();
	session.deletedElsewhere.onBroughtBack(told);
	unwrap(firstScene(session).add('box', 'Before'));
	expect(await session.whenDurable()).toBe(true);
	return { here, other, id, session, told };
}

describe('[S50] a project that another tab deletes for good while it is open here', () => {
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
		here.rig.fail('unknown', ['readProject']);
		const { storage } = here.parts;
		await other.parts.storage.projects.patch(id, { title: 'Inn' });
		await vi.waitFor(() => expect(storage.health.kind).toBe('failing'));
		here.rig.fail(null);
		await settle();
		expect(told).not.toHaveBeenCalled();
		expect(await storage.projects.get(id)).toMatchObject({ title: 'Inn' });
	});
});
