import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../base/clock.ts';
import type { BranchId, DocumentId, EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import type { ProjectSession } from './project-session.svelte.ts';

/** A project with a scene that holds a lamp and a chair, open on one device, offline. */
async function setup() {
	const server = new MemorySyncServer(systemClock);
	const device = await openDevice(server);
	const id = unwrap(await device.home.createProject({ title: 'Tavern' }));
	let session = await device.open(id);
	const [lamp, chair] = [
		unwrap(firstScene(session).add('box', 'Lamp')),
		unwrap(firstScene(session).add('box', 'Chair')),
	];
	/** Closes what is open and opens the branch, or the project itself. */
	const go = async (branchId: BranchId | null) => {
		await session.close();
		session = await device.open(id, branchId);
		return session;
	};
	return { server, device, id, session, lamp, chair, go };
}

const names = (session: ProjectSession) =>
	[...firstScene(session).snapshot.entities.values()].map(({ name }) => name).sort();
const rename = (session: ProjectSession, id: EntityId, name: string) =>
	unwrap(firstScene(session).rename(id, name));
const titles = (session: ProjectSession) => session.documents.map(({ title }) => title).sort();
const write = async (session: ProjectSession, id: DocumentId, name: string) => {
	await vi.waitFor(() => expect(session.scene(id)).toBeDefined());
	unwrap(session.scene(id)!.add('box', name));
};

describe('[D24] a branch', () => {
	it('is begun offline, goes its own way, and shows its documents by the ids of the project', async () => {
		const { device, id, session, lamp, go } = await setup();
		const branchId = unwrap(await session.branches.create(' Night '));
		expect(session.branch).toBeNull();
		expect(session.branches.list.map(({ title }) => title)).toEqual(['Night']);

		const night = await go(branchId);
		expect(night.branch?.title).toBe('Night');
		expect(night.documents).toEqual(session.documents);
		rename(night, lamp, 'Torch');
		unwrap(night.rename('Tavern at night'));
		const again = await go(branchId);
		expect(names(again)).toEqual(['Chair', 'Torch']);
		expect(again.title).toBe('Tavern at night');

		const main = await go(null);
		expect(names(main)).toEqual(['Chair', 'Lamp']);
		expect(main.title).toBe('Tavern');
		expect((await device.parts.storage.projects.get(id))?.title).toBe('Tavern');
	});

	it('has undo lists of its own', async () => {
		const { session, lamp, go } = await setup();
		const branchId = unwrap(await session.branches.create('Night'));
		const night = await go(branchId);
		await night.history.whenLoaded();
		expect(night.history.canUndo).toBe(false);
		rename(night, lamp, 'Torch');
		const main = await go(null);
		await main.history.whenLoaded();
		unwrap(main.history.undo());
		expect(names(main)).toEqual(['Lamp']);
		const again = await go(branchId);
		await again.history.whenLoaded();
		unwrap(again.history.undo());
		expect(names(again)).toEqual(['Chair', 'Lamp']);
	});

	it('takes in what happened in the project, new documents included', async () => {
		const { session, lamp, chair, go } = await setup();
		const branchId = unwrap(await session.branches.create('Night'));
		const cellar = unwrap(await session.create('scene', 'Cellar'));
		await write(session, cellar, 'Barrel');
		rename(session, chair, 'Stool');
		const night = await go(branchId);
		rename(night, lamp, 'Torch');
		expect(titles(night)).toEqual(['Scene 1']);
		const { added } = unwrap(await night.branches.update());
		expect(added).toEqual([cellar]);
		expect(titles(night)).toEqual(['Cellar', 'Scene 1']);
		expect(names(night)).toEqual(['Stool', 'Torch']);
		expect(night.scene(cellar)?.snapshot.entities.size).toBe(1);
		await write(night, cellar, 'Rat');
		const main = await go(null);
		expect(main.scene(cellar)?.snapshot.entities.size).toBe(1);
		unwrap(await main.branches.merge(branchId));
		expect(main.scene(cellar)?.snapshot.entities.size).toBe(2);
	});

	it('is half made by nobody: what the device does not take is not listed', async () => {
		const { device, id, session } = await setup();
		await session.whenDurable();
		const documents = await device.parts.storage.documents.list(id);
		device.rig.fail('full');
		const refused = await session.branches.create('Night');
		expect(!refused.ok && refused.error.reason).toBe('not-saved');
		expect(session.branches.list).toEqual([]);
		device.rig.fail(null);
		await device.parts.storage.flush();
		expect(await device.parts.storage.documents.list(id)).toEqual(documents);
	});

	it('is not listed when the page dies between its copies and its listing', async () => {
		const { device, id, session } = await setup();
		await session.whenDurable();
		const { storage } = device.parts;
		vi.spyOn(storage.documents, 'append').mockImplementation(async (next) => {
			vi.mocked(storage.documents.append).mockRestore();
			await storage.documents.append(next);
			return new Promise(() => undefined); // the page is gone before it hears
		});
		void session.branches.create('Night');
		await vi.waitFor(async () => expect(await storage.documents.list(id)).toHaveLength(4));
		storage.close();
		const later = await openDevice(new MemorySyncServer(systemClock), systemClock, device.rig);
		const again = await later.open(id);
		expect(again.branches.list).toEqual([]);
		expect(names(again)).toEqual(['Chair', 'Lamp']);
	});
});
