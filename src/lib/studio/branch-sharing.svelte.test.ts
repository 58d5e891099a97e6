import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BranchId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import {
	addTo,
	branchedProject,
	joinedDevice,
	namesIn,
	renameIn,
	titlesOf,
	visit,
} from '../../../tests/helpers/branched-project.ts';
import { indexDocumentId } from '../protocol/address.ts';
import type { ProjectSession } from './project-session.svelte.ts';

// Devices have nothing but the server between them: the tabs of one browser would tell each other.
beforeEach(() => {
	vi.stubGlobal('BroadcastChannel', undefined);
});
afterEach(() => {
	vi.unstubAllGlobals();
});

const onServer = (session: ProjectSession) =>
	vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }), { timeout: 10_000 });
const knows = (session: ProjectSession, id: BranchId) =>
	vi.waitFor(() => expect(session.branches.list.some((branch) => branch.id === id)).toBe(true));
const shows = (session: ProjectSession, names: readonly string[]) =>
	vi.waitFor(() => expect(namesIn(session)).toEqual(names));

/** Ana shares the project; Jo joins it. */
async function shared() {
	const { session: ana, device, go: anaGoes, ...world } = await branchedProject();
	unwrap(await ana.sharing.open());
	await onServer(ana);
	const joined = await joinedDevice(world.server, world.id);
	const { session: jo, go: joGoes } = await visit(joined, world.id);
	await shows(jo, ['Chair', 'Lamp']);
	return { ...world, ana, anaGoes, jo, joGoes, device, joined };
}

describe('[D24] a branch of a shared project', () => {
	it('reaches the server whole, without ever being opened, and a friend can go on with it', async () => {
		const { ana, anaGoes, jo, joGoes, lamp, server, id } = await shared();
		const branchId = unwrap(await ana.branches.create('Night'));
		await onServer(ana);
		const { copies } = ana.branches.list[0]!;
		for (const copyId of copies.values()) {
			expect(server.committed(`${id}.${copyId}`).length).toBeGreaterThan(10);
		}
		await knows(jo, branchId);
		const night = await joGoes(branchId);
		await shows(night, ['Chair', 'Lamp']);
		renameIn(night, lamp, 'Torch');
		await onServer(night);
		await shows(ana, ['Chair', 'Lamp']);

		const anaAtNight = await anaGoes(branchId);
		await shows(anaAtNight, ['Chair', 'Torch']);
		await vi.waitFor(() => expect(night.people).toHaveLength(1));
	});

	it('begun before the project was shared, is sent with it; so is the project, shared from a branch', async () => {
		const { session, go, server, id } = await branchedProject();
		const branchId = unwrap(await session.branches.create('Night'));
		const night = await go(branchId);
		unwrap(await night.sharing.open());
		await onServer(night);
		const joined = await joinedDevice(server, id);
		const { session: jo, go: joGoes } = await visit(joined, id);
		await shows(jo, ['Chair', 'Lamp']);
		await shows(await joGoes(branchId), ['Chair', 'Lamp']);
	});

	it('that has not arrived is said to be missing, never merged as if it were empty', async () => {
		const { ana, jo, lamp, anaGoes } = await shared();
		const branchId = unwrap(await ana.branches.create('Night'));
		await onServer(ana);
		const night = await anaGoes(branchId);
		renameIn(night, lamp, 'Torch');
		await onServer(night);
		await knows(jo, branchId);
		for (const refused of [await jo.branches.preview(branchId), await jo.branches.merge(branchId)]) {
			expect(!refused.ok && refused.error).toMatchObject({ reason: 'not-arrived' });
			expect(!refused.ok && refused.error.message).toContain('the branch “Night” has not arrived');
		}
		expect(namesIn(jo)).toEqual(['Chair', 'Lamp']);
		unwrap(await jo.branches.fetch(branchId));
		unwrap(await jo.branches.merge(branchId));
		expect(namesIn(jo)).toEqual(['Chair', 'Torch']);
	});

	it('[D26] can be merged while a friend goes on with it, and again later', async () => {
		const { ana, jo, joGoes, lamp, chair } = await shared();
		const branchId = unwrap(await ana.branches.create('Night'));
		await onServer(ana);
		await knows(jo, branchId);
		const night = await joGoes(branchId);
		await shows(night, ['Chair', 'Lamp']);
		renameIn(night, lamp, 'Torch');
		await onServer(night);
		unwrap(await ana.branches.fetch(branchId));
		const merging = ana.branches.merge(branchId);
		renameIn(night, chair, 'Stool');
		unwrap(await merging);
		expect(namesIn(ana)).toEqual(['Chair', 'Torch']);
		await onServer(night);
		unwrap(await ana.branches.fetch(branchId));
		unwrap(await ana.branches.merge(branchId));
		expect(namesIn(ana)).toEqual(['Stool', 'Torch']);
		expect(namesIn(night)).toEqual(['Stool', 'Torch']);
	});

	it('shows a friend what is made on it, empty documents too, and the merge brings them', async () => {
		const { ana, anaGoes, jo, joGoes } = await shared();
		const branchId = unwrap(await ana.branches.create('Night'));
		await onServer(ana);
		await knows(jo, branchId);
		const [nightAna, nightJo] = [await anaGoes(branchId), await joGoes(branchId)];
		const cellar = unwrap(await nightAna.create('scene', 'Cellar'));
		await addTo(nightAna, cellar, 'Barrel');
		unwrap(await nightAna.create('page', 'Notes'));
		await vi.waitFor(() => expect(titlesOf(nightJo)).toEqual(['Cellar', 'Notes', 'Scene 1']));
		await vi.waitFor(() => expect(namesIn(nightJo, cellar)).toEqual(['Barrel']));
		await onServer(nightJo);
		const main = await joGoes(null);
		expect(titlesOf(main)).toEqual(['Scene 1']);
		unwrap(await main.branches.merge(branchId));
		expect(titlesOf(main)).toEqual(['Cellar', 'Notes', 'Scene 1']);
		const anaMain = await anaGoes(null);
		await vi.waitFor(() => expect(titlesOf(anaMain)).toEqual(['Cellar', 'Notes', 'Scene 1']));
		await vi.waitFor(() => expect(namesIn(anaMain, cellar)).toEqual(['Barrel']));
	});

	it('brought up to date on two devices at once gets one copy of what is new', async () => {
		const { ana, anaGoes, jo, joGoes, device, joined } = await shared();
		const branchId = unwrap(await ana.branches.create('Night'));
		const attic = unwrap(await ana.create('scene', 'Attic'));
		await addTo(ana, attic, 'Chest');
		await onServer(ana);
		await knows(jo, branchId);
		await vi.waitFor(() => expect(namesIn(jo, attic)).toEqual(['Chest']));
		const [nightAna, nightJo] = [await anaGoes(branchId), await joGoes(branchId)];
		await shows(nightJo, ['Chair', 'Lamp']);
		for (const { network } of [device, joined]) {
			network.reachable = false;
			network.cut();
		}
		unwrap(await nightAna.branches.update());
		unwrap(await nightJo.branches.update());
		await addTo(nightAna, attic, 'Rug');
		await addTo(nightJo, attic, 'Moth');
		for (const { network } of [device, joined]) network.reachable = true;
		for (const session of [nightAna, nightJo]) {
			await vi.waitFor(() => expect(namesIn(session, attic)).toEqual(['Chest', 'Moth', 'Rug']), {
				timeout: 20_000,
			});
		}
	});

	it('can be looked at by a viewer, and not begun, merged or deleted', async () => {
		const { ana, server, id } = await shared();
		const branchId = unwrap(await ana.branches.create('Night'));
		await onServer(ana);
		const { session: viewer, go } = await visit(await joinedDevice(server, id, 'viewer'), id);
		await knows(viewer, branchId);
		const { branches } = viewer;
		for (const refused of [
			await branches.create('Dusk'),
			await branches.merge(branchId),
			branches.remove(branchId),
			branches.rename(branchId, 'Dusk'),
			branches.restore(branchId),
		]) {
			expect(!refused.ok && refused.error.reason).toBe('read-only');
		}
		unwrap(await branches.fetch(branchId));
		expect(unwrap(await branches.preview(branchId)).upToDate).toBe(true);
		const night = await go(branchId);
		await shows(night, ['Chair', 'Lamp']);
		expect(night.canEdit).toBe(false);
		await onServer(night);
	});

	it('counts as unsent until the server has it', async () => {
		const { ana, server, id } = await shared();
		server.diskFull = true;
		unwrap(await ana.branches.create('Night'));
		await vi.waitFor(() => expect(ana.saveState.kind).toBe('waiting'));
		const copyId = ana.branches.list[0]!.copies.get(indexDocumentId(id))!;
		const empty = server.committed(`${id}.${copyId}`).length;
		server.diskFull = false;
		await vi.waitFor(() => expect(ana.saveState).toEqual({ kind: 'server' }), { timeout: 20_000 });
		expect(server.committed(`${id}.${copyId}`).length).toBeGreaterThan(empty);
	});
});
