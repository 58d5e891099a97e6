import { describe, expect, it } from 'vitest';
import type { DocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import {
	addTo,
	branchedProject,
	namesIn,
	renameIn,
	titlesOf,
} from '../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../tests/helpers/studio-device.ts';
import type { BranchChoice } from './merge-place.ts';

/** A branch on which the lamp became a torch, with a new table and a new scene, while the project went on. */
async function workedOn() {
	const { go, ...world } = await branchedProject();
	const branchId = unwrap(await world.session.branches.create('Night'));
	const night = await go(branchId);
	renameIn(night, world.lamp, 'Torch');
	unwrap(firstScene(night).add('box', 'Table'));
	const cellar = unwrap(await night.create('scene', 'Cellar'));
	await addTo(night, cellar, 'Barrel');
	unwrap(await night.create('page', 'Notes'));
	const main = await go(null);
	await main.history.whenLoaded();
	renameIn(main, world.lamp, 'Lantern');
	renameIn(main, world.chair, 'Stool');
	const attic = unwrap(await main.create('scene', 'Attic'));
	await addTo(main, attic, 'Chest');
	return { ...world, go, branchId, main, cellar, attic, scene: firstScene(main).id };
}

describe('[D25] a preview of a branch', () => {
	it('names what comes and where both sides changed the same, and the merge does just that', async () => {
		const { main, branchId, cellar, lamp, scene, go } = await workedOn();
		const preview = unwrap(await main.branches.preview(branchId));
		expect(titlesOf(main)).toEqual(['Attic', 'Scene 1']);
		expect(preview.upToDate).toBe(false);
		expect(preview.added.map(({ title }) => title).sort()).toEqual(['Cellar', 'Notes']);
		expect(preview.removed).toEqual([]);
		expect(preview.conflicts).toMatchObject([
			{
				documentId: scene,
				document: 'Scene 1',
				thing: 'Lantern',
				field: 'Name',
				row: lamp,
				key: 'name',
				ours: 'Lantern',
				theirs: 'Torch',
			},
		]);
		expect(preview.counts.conflicts).toBe(1);
		expect(preview.changed.map(({ kind }) => kind)).toEqual(['project', 'scene']);

		const { changed, added } = unwrap(await main.branches.merge(branchId));
		expect(new Set(changed)).toEqual(new Set(preview.changed.map(({ id }) => id)));
		expect(new Set(added)).toEqual(new Set(preview.added.map(({ id }) => id)));
		expect(titlesOf(main)).toEqual(['Attic', 'Cellar', 'Notes', 'Scene 1']);
		expect(namesIn(main, cellar)).toEqual(['Barrel']);
		expect(namesIn(main, scene)).toEqual(['Stool', 'Table', preview.conflicts[0]?.merged].sort());
		const [diff] = preview.changed.slice(1).map((document) => document.preview.diff);
		expect(diff?.kind === 'scene' && diff.diff.added.map(({ name }) => name)).toEqual(['Table']);

		const night = await go(branchId);
		expect(titlesOf(night)).toEqual(['Cellar', 'Notes', 'Scene 1']);
		expect(namesIn(night, scene)).toEqual(['Chair', 'Table', 'Torch']);
	});

	it.each(['ours', 'theirs'] as const)('lets one choose %s', async (take) => {
		const { main, branchId, scene } = await workedOn();
		const [conflict] = unwrap(await main.branches.preview(branchId)).conflicts;
		const choice: BranchChoice = { ...conflict!, take };
		unwrap(await main.branches.merge(branchId, [choice]));
		expect(namesIn(main, scene)).toContain(take === 'ours' ? 'Lantern' : 'Torch');
	});

	it('names what one side deleted while the other worked on it, and lets one keep it', async () => {
		const { branchId, scene, chair, go } = await workedOn();
		const night = await go(branchId);
		unwrap(night.scene(scene)!.remove([chair]));
		const again = await go(null);
		const { deletions } = unwrap(await again.branches.preview(branchId));
		expect(deletions).toMatchObject([{ thing: 'Stool', deletedBy: 'theirs', fields: ['Name'] }]);
		const { documentId, table, row } = deletions[0]!;
		const keep: BranchChoice = { documentId, table, row, key: 'removed', take: 'ours' };
		unwrap(await again.branches.merge(branchId, [keep]));
		expect(namesIn(again, scene)).toContain('Stool');
	});
});

describe('merging a branch', () => {
	it('[D25] is one gesture over all documents, which undo takes back and redo brings back', async () => {
		const { main, branchId, scene, cellar } = await workedOn();
		const before = [titlesOf(main), namesIn(main, scene)];
		unwrap(await main.branches.merge(branchId));
		const after = [titlesOf(main), namesIn(main, scene)];
		const undone = unwrap(main.history.undo());
		expect(undone).toMatchObject({ label: 'merge', skipped: [] });
		expect([titlesOf(main), namesIn(main, scene)]).toEqual(before);
		unwrap(main.history.redo());
		expect([titlesOf(main), namesIn(main, scene)]).toEqual(after);
		expect(namesIn(main, cellar)).toEqual(['Barrel']);
	});

	it('[D22] keeps a version of every document that it changes before it does', async () => {
		const { main, branchId, scene, attic } = await workedOn();
		unwrap(await main.branches.merge(branchId));
		const reasons = async (id: DocumentId) =>
			(await main.versions.keeper.list(id)).map(({ reason }) => reason);
		expect(await reasons(scene)).toContain('merge');
		expect(await reasons(attic)).not.toContain('merge');
	});

	it('[D22] leaves the versions of a branch with the branch', async () => {
		const { branchId, scene, go } = await workedOn();
		const night = await go(branchId);
		await addTo(night, scene, 'Mug');
		unwrap(await night.versions.keeper.keepNamed('With a mug'));
		const named = (await night.versions.keeper.list(scene)).find(({ label }) => label === 'With a mug');
		expect(named?.documentId).toBe(scene);
		unwrap(night.scene(scene)!.remove([...night.scene(scene)!.snapshot.entities.keys()]));
		unwrap(await night.versions.restore(named!));
		expect(namesIn(night, scene)).toContain('Mug');
		const again = await go(null);
		expect((await again.versions.keeper.list(scene)).map(({ label }) => label)).not.toContain('With a mug');
	});

	it('[D26] twice changes nothing; what happened since on the branch can be merged later', async () => {
		const { main, branchId, scene, go, device } = await workedOn();
		unwrap(await main.branches.merge(branchId));
		const content = namesIn(main, scene);
		expect(unwrap(await main.branches.preview(branchId))).toMatchObject({
			upToDate: true,
			conflicts: [],
			counts: { documents: 0, entities: 0, fields: 0 },
		});
		const versions = await device.parts.storage.versions.listProject(main.id);
		expect(unwrap(await main.branches.merge(branchId))).toEqual({ changed: [], added: [] });
		expect(namesIn(main, scene)).toEqual(content);
		expect(await device.parts.storage.versions.listProject(main.id)).toEqual(versions);
		await addTo(await go(branchId), scene, 'Mug');
		const later = await go(null);
		expect(unwrap(await later.branches.merge(branchId)).changed).toEqual([scene]);
		expect(namesIn(later, scene)).toEqual([...content, 'Mug'].sort());
	});

	it('does nothing when the device cannot keep what it takes', async () => {
		const { main, branchId, device, scene } = await workedOn();
		await main.whenDurable();
		const before = [titlesOf(main), namesIn(main, scene)];
		device.rig.fail('full', ['write']);
		const refused = await main.branches.merge(branchId);
		expect(!refused.ok && refused.error.reason).toBe('not-saved');
		expect([titlesOf(main), namesIn(main, scene)]).toEqual(before);
		device.rig.fail(null);
		await device.parts.storage.flush();
		unwrap(await main.branches.merge(branchId));
		expect(titlesOf(main)).toEqual(['Attic', 'Cellar', 'Notes', 'Scene 1']);
	});

	it('reaches documents that were taken out of the list, and those stay out', async () => {
		const { main, branchId, scene, go } = await workedOn();
		unwrap(main.setDocumentRemoved(scene, true));
		const again = await go(null);
		expect(again.scene(scene)).toBeUndefined();
		unwrap(await again.branches.merge(branchId));
		expect(titlesOf(again)).toEqual(['Attic', 'Cellar', 'Notes']);
		unwrap(again.setDocumentRemoved(scene, false));
		expect(namesIn(again, scene)).toContain('Table');
	});

	it('[D3] works in a copy of the project as well, which has branches of its own', async () => {
		const { main, branchId, device, id } = await workedOn();
		await main.whenDurable();
		const copyId = unwrap(await device.home.duplicateProject(id));
		const copy = await device.open(copyId);
		expect(copy.branches.list.map(({ title }) => title)).toEqual(['Night']);
		unwrap(await copy.branches.merge(copy.branches.list[0]!.id));
		expect(titlesOf(copy)).toEqual(['Attic', 'Cellar', 'Notes', 'Scene 1']);
		expect(titlesOf(main)).toEqual(['Attic', 'Scene 1']);
		expect(unwrap(await main.branches.preview(branchId)).upToDate).toBe(false);
		const copied = new Set(copy.documents.map((entry) => entry.id));
		expect(main.documents.some((entry) => copied.has(entry.id))).toBe(false);
	});
});
