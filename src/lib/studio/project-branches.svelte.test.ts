import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { mintDocumentId, type BranchId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addBranchCopy } from '../doc/branches/branch-list.ts';
import {
	addTo,
	branchedProject,
	namesIn,
	renameIn,
	titlesOf,
} from '../../../tests/helpers/branched-project.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { openDevice } from '../../../tests/helpers/studio-device.ts';
import { ProjectDocuments } from './project-documents.ts';
import { ProjectSession } from './project-session.svelte.ts';

describe('[D24] a branch', () => {
	it('is begun offline, goes its own way, and shows its documents by the ids of the project', async () => {
		const { device, id, session, lamp, go } = await branchedProject();
		const branchId = unwrap(await session.branches.create(' Night '));
		expect(session.branch).toBeNull();
		expect(session.branches.list.map(({ title }) => title)).toEqual(['Night']);

		const night = await go(branchId);
		expect(night.branch?.title).toBe('Night');
		expect(night.documents).toEqual(session.documents);
		renameIn(night, lamp, 'Torch');
		unwrap(night.rename('Tavern at night'));
		const again = await go(branchId);
		expect(namesIn(again)).toEqual(['Chair', 'Torch']);
		expect(again.title).toBe('Tavern at night');

		const main = await go(null);
		expect(namesIn(main)).toEqual(['Chair', 'Lamp']);
		expect(main.title).toBe('Tavern');
		expect((await device.parts.storage.projects.get(id))?.title).toBe('Tavern');
	});

	it('has undo lists of its own', async () => {
		const { session, lamp, go } = await branchedProject();
		const branchId = unwrap(await session.branches.create('Night'));
		const night = await go(branchId);
		await night.history.whenLoaded();
		expect(night.history.canUndo).toBe(false);
		renameIn(night, lamp, 'Torch');
		const main = await go(null);
		await main.history.whenLoaded();
		unwrap(main.history.undo());
		expect(namesIn(main)).toEqual(['Lamp']);
		const again = await go(branchId);
		await again.history.whenLoaded();
		unwrap(again.history.undo());
		expect(namesIn(again)).toEqual(['Chair', 'Lamp']);
	});

	it('takes in what happened in the project, new documents included', async () => {
		const { session, lamp, chair, go } = await branchedProject();
		const branchId = unwrap(await session.branches.create('Night'));
		const cellar = unwrap(await session.create('scene', 'Cellar'));
		await addTo(session, cellar, 'Barrel');
		renameIn(session, chair, 'Stool');
		const night = await go(branchId);
		renameIn(night, lamp, 'Torch');
		expect(titlesOf(night)).toEqual(['Scene 1']);
		const { added } = unwrap(await night.branches.update());
		expect(added).toEqual([cellar]);
		expect(titlesOf(night)).toEqual(['Cellar', 'Scene 1']);
		expect(namesIn(night)).toEqual(['Stool', 'Torch']);
		expect(namesIn(night, cellar)).toEqual(['Barrel']);
		await addTo(night, cellar, 'Rat');
		const main = await go(null);
		expect(namesIn(main, cellar)).toEqual(['Barrel']);
		unwrap(await main.branches.merge(branchId));
		expect(namesIn(main, cellar)).toEqual(['Barrel', 'Rat']);
	});

	it('is half made by nobody: what the device does not take is not listed', async () => {
		const { device, id, session } = await branchedProject();
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
		const { device, id, session } = await branchedProject();
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
		expect(namesIn(again)).toEqual(['Chair', 'Lamp']);
	});
});

describe('deleting a branch', () => {
	it('[D26] leaves everything else as it is, and can be taken back', async () => {
		const { device, id, session, lamp, go } = await branchedProject();
		const [night, dusk] = [
			unwrap(await session.branches.create('Night')),
			unwrap(await session.branches.create('Dusk')),
		];
		renameIn(await go(night), lamp, 'Torch');
		const main = await go(null);
		const documents = await device.parts.storage.documents.list(id);
		unwrap(main.branches.remove(night));
		await main.whenDurable();
		expect(main.branches.list.map(({ id: branchId }) => branchId)).toEqual([dusk]);
		expect(await device.parts.storage.documents.list(id)).toEqual(documents);
		expect(namesIn(main)).toEqual(['Chair', 'Lamp']);
		for (const refused of [await main.branches.preview(night), await main.branches.merge(night)])
			expect(!refused.ok && refused.error.reason).toBe('unknown-branch');
		const opened = await ProjectSession.open(device.parts, id, night);
		expect(!opened.ok && opened.error).toEqual({ kind: 'unknown-branch' });

		unwrap(main.branches.restore(night));
		unwrap(main.branches.rename(night, 'Midnight'));
		expect(namesIn(await go(night))).toEqual(['Chair', 'Torch']);
	});

	it('goes with the project, for good', async () => {
		const { device, id, session } = await branchedProject();
		unwrap(await session.branches.create('Night'));
		await session.close();
		await device.parts.storage.projects.delete(id);
		expect(await device.parts.storage.documents.list(id)).toEqual([]);
	});

	it('is not undone by undo, nor is beginning one: a branch has undo of its own', async () => {
		const { session } = await branchedProject();
		unwrap(await session.branches.create('Night'));
		await session.history.whenLoaded();
		unwrap(session.history.undo());
		expect(namesIn(session)).toEqual(['Lamp']);
		expect(session.branches.list).toHaveLength(1);
	});
});

describe('a branch whose news come one by one', () => {
	it('opens a document once it knows its copy', async () => {
		const { device, id, session } = await branchedProject();
		const branchId = unwrap(await session.branches.create('Night'));
		await session.close();
		const documents = unwrap(await ProjectDocuments.open(device.parts, id, branchId));
		const [cellar, copy] = [mintDocumentId(), mintDocumentId()];
		await documents.follow([{ id: cellar, kind: 'scene' }]);
		expect([documents.has(cellar), documents.isAwaited(cellar), documents.problem]).toEqual([
			false,
			true,
			null,
		]);
		unwrap(addBranchCopy(documents.trunk.document, branchId, cellar, copy));
		await vi.waitFor(() => expect(documents.get(cellar)?.storedAs).toBe(copy));
		expect(documents.isAwaited(cellar)).toBe(false);
		await documents.close();
	});

	it('takes no document of another project for a copy, whatever somebody lists', async () => {
		const { device, id, session, go } = await branchedProject();
		const branchId = unwrap(await session.branches.create('Night'));
		const other = await device.open(unwrap(await device.home.createProject({ title: 'Secret' })));
		await session.close();
		const documents = unwrap(await ProjectDocuments.open(device.parts, id));
		const [scene, stolen] = [session.documents[0]!.id, other.documents[0]!.id];
		unwrap(addBranchCopy(documents.trunk.document, branchId, scene, stolen));
		await documents.close();
		const main = await go(null);
		const refused = await main.branches.merge(branchId);
		expect(!refused.ok && refused.error.reason).toBe('not-arrived');
		const night = await go(branchId);
		expect(night.scene(scene)).toBeUndefined();
		expect(night.problem).toContain('another project');
	});
});

describe('what is no branch', () => {
	it('[D5] is not begun, opened or merged', async () => {
		const { device, id, session } = await branchedProject();
		const refused = await session.branches.create('  ');
		expect(!refused.ok && refused.error.reason).toBe('invalid-value');
		const nowhere = 'A'.repeat(22) as BranchId;
		const merged = await session.branches.merge(nowhere);
		expect(!merged.ok && merged.error.reason).toBe('unknown-branch');
		const itself = await session.branches.merge(null);
		expect(!itself.ok && itself.error.reason).toBe('nothing-to-do');
		expect(session.branches.rename(nowhere, 'Night').ok).toBe(false);
		const opened = await ProjectSession.open(device.parts, id, nowhere);
		expect(!opened.ok && opened.error).toEqual({ kind: 'unknown-branch' });
	});
});
