import { describe, expect, it, vi } from 'vitest';
import { branchedProject, namesIn, renameIn } from '../../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../../tests/helpers/studio-device.ts';
import type { BranchId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import { BranchesDesk } from './branches-desk.svelte.ts';

function deskOf(session: ProjectSession) {
	const open = vi.fn<(branch: BranchId | null, merging?: BranchId) => void>();
	return { open, desk: new BranchesDesk({ session, open }) };
}

/** The lamp is called otherwise on the branch “Night” and in the project, which is open. */
async function contested() {
	const project = await branchedProject();
	const night = unwrap(await project.session.branches.create('Night'));
	const branch = await project.go(night);
	renameIn(branch, project.lamp, 'Moon');
	unwrap(firstScene(branch).add('box', 'Bat'));
	const session = await project.go(null);
	await session.history.whenLoaded();
	renameIn(session, project.lamp, 'Sun');
	return { ...project, ...deskOf(session), session, night };
}

describe('the branches of a project', () => {
	it('[E105] are made and opened, renamed, deleted and put back', async () => {
		const { session } = await branchedProject();
		const { desk, open } = deskOf(session);
		await desk.create('  ');
		expect(desk.problem).not.toBeNull();
		await desk.create('Night');
		const [night] = desk.branches;
		expect(open).toHaveBeenCalledExactlyOnceWith(night?.id);
		desk.rename(night!.id, 'Dusk');
		expect(desk.titleOf(night!.id)).toBe('Dusk');
		desk.remove(night!.id);
		expect(desk.branches).toEqual([]);
		expect(desk.deleted.map(({ title }) => title)).toEqual(['Dusk']);
		desk.putBack(night!.id);
		expect(desk.branches.map(({ title }) => title)).toEqual(['Dusk']);
	});

	it('[E105] are made once, however often the button is pressed', async () => {
		const { session } = await branchedProject();
		const { desk, open } = deskOf(session);
		await Promise.all([desk.create('Night'), desk.create('Night')]);
		expect(desk.branches.map(({ title }) => title)).toEqual(['Night']);
		expect(open).toHaveBeenCalledOnce();
	});

	it('[E105] lead who deletes the one that is open to the project itself', async () => {
		const { go, session } = await branchedProject();
		const night = unwrap(await session.branches.create('Night'));
		const { desk, open } = deskOf(await go(night));
		expect(desk.here).toBe('Night');
		desk.remove(night);
		expect(open).toHaveBeenCalledExactlyOnceWith(null);
	});

	it('[E107] open the project to be merged back into it', async () => {
		const { go, session } = await branchedProject();
		const night = unwrap(await session.branches.create('Night'));
		const { desk, open } = deskOf(await go(night));
		desk.mergeBack();
		expect(open).toHaveBeenCalledExactlyOnceWith(null, night);
	});

	it.each(['ours', 'theirs'] as const)(
		'[E106][E107] are merged with the side that was chosen (%s), and undo takes it back',
		async (side) => {
			const { desk, session, night } = await contested();
			await desk.look(night);
			if (desk.merging?.kind !== 'read') throw new Error('expected a preview');
			const { conflicts, changed } = desk.merging.preview;
			expect(conflicts).toMatchObject([{ field: 'Name', ours: 'Sun', theirs: 'Moon' }]);
			expect(changed.flatMap((one) => desk.rowsOf(one)).map(({ name }) => name)).toContain('Bat');
			desk.choose(conflicts[0]!, side);
			expect(desk.sideOf(conflicts[0]!)).toBe(side);
			expect(await desk.merge()).toBe('Night was merged into main.');
			expect(namesIn(session)).toEqual(['Bat', 'Chair', side === 'ours' ? 'Sun' : 'Moon']);
			unwrap(session.history.undo());
			expect(namesIn(session)).toEqual(['Chair', 'Sun']);
		},
	);

	it('[E106] have nothing to merge twice', async () => {
		const { desk, night } = await contested();
		await desk.look(night);
		await desk.merge();
		await desk.look(night);
		expect(desk.merging).toMatchObject({ kind: 'read', preview: { upToDate: true } });
	});

	it('[E104] are only looked at by who may not edit', async () => {
		const { desk, session, night } = await contested();
		vi.spyOn(session, 'canEdit', 'get').mockReturnValue(false);
		expect(desk.whyNoEdit).toMatch(/not change it/);
		await desk.look(night);
		expect(desk.merging?.kind).toBe('read');
		expect(await desk.merge()).toBeUndefined();
		expect(desk.problem).toMatch(/not change them/);
		expect(namesIn(session)).toEqual(['Chair', 'Sun']);
	});
});
