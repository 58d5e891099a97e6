import { describe, expect, it, vi } from 'vitest';
import type { ProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import { branchedProject } from '../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../tests/helpers/studio-device.ts';
import { openVersion } from '../doc/diff/open-version.ts';
import { addBranchCopy } from '../doc/branches/branch-list.ts';
import { ProjectDocuments } from './project-documents.ts';

/** A project whose index lists a scene of another project on this device, as somebody may who once saw its id. */
async function setup(places: readonly ('main' | 'branch')[], removed: boolean) {
	const { device, id, session, go } = await branchedProject();
	const branchId = unwrap(await session.branches.create('Night'));
	const other = await device.open(unwrap(await device.home.createProject({ title: 'Secret' })));
	const stolen = firstScene(other).id;
	unwrap(firstScene(other).add('box', 'Treasure'));
	await session.close();
	const documents = unwrap(await ProjectDocuments.open(device.parts, id, branchId));
	const entry = { kind: 'scene', title: 'Ours', order: 'a1', ...(removed ? { removed: true } : {}) };
	for (const place of places)
		documents[place === 'main' ? 'trunk' : 'index'].document.edit('forge', 'edit', (edit) =>
			edit.create('documents', stolen, entry),
		);
	await documents.close();
	await other.close();
	return { device, id, go, branchId, stolen, scene: session.documents[0]!.id };
}

/** What the entities of a project are called, in whatever document this device keeps of it. */
async function namesKept({ documents }: DeviceStorage, projectId: ProjectId): Promise<string> {
	const names: string[] = [];
	for (const { id, kind } of await documents.list(projectId)) {
		const state = unwrap(await documents.readState(id, projectId));
		const { document, content } = unwrap(openVersion(state!, kind, id));
		if (content.kind === 'scene')
			names.push(...[...content.snapshot.entities.values()].map(({ name }) => name));
		document.destroy();
	}
	return names.join();
}

describe('a document of another project that somebody listed here', () => {
	it.each([true, false])(
		'[D24] never comes along on a branch (taken out of the list: %s)',
		async (removed) => {
			const { device, id, go } = await setup(['main'], removed);
			const main = await go(null);
			const created = await main.branches.create('Day');
			expect(created.ok).toBe(removed);
			const kept = await namesKept(device.parts.storage, id);
			expect(kept).toContain('Lamp');
			expect(kept).not.toContain('Treasure');
		},
	);

	it('[D26] is still there after a merge that this device could not keep', { timeout: 30_000 }, async () => {
		const { device, id, go, branchId, scene, stolen } = await setup(['branch'], true);
		const documents = unwrap(await ProjectDocuments.open(device.parts, id, branchId));
		unwrap(addBranchCopy(documents.trunk.document, branchId, stolen, documents.storedAs(scene)!));
		await documents.close();
		const main = await go(null);
		device.rig.fail('full', ['write']);
		const merged = await main.branches.merge(branchId);
		expect(merged.ok).toBe(false);
		device.rig.fail(null);
		await vi.waitUntil(() => device.parts.storage.health.kind === 'ok', { timeout: 20_000 });
		expect(await device.rig.rows(stolen)).not.toEqual([]);
	});
});
