import { describe, expect, it, vi } from 'vitest';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument } from '../doc/scene.ts';
import { formatAddress } from '../protocol/address.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import { replaceCopies } from './take-servers-copy.ts';

const namesIn = (session: ProjectSession) =>
	[...firstScene(session).snapshot.entities.values()].map(({ name }) => name).sort();

/** A shared project with a box, whose scene the server has begun anew with a torch. */
async function setup() {
	const server = new MemorySyncServer(systemClock);
	const device = await openDevice(server);
	const projectId = unwrap(await device.home.createProject({ title: 'Tavern' }));
	const session = await device.open(projectId);
	const scene = firstScene(session);
	unwrap(scene.add('box', 'Box'));
	unwrap(await session.sharing.open());
	await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }));
	await session.close();
	const beginAnew = (name: string) => {
		const anew = new LiveDocument(scene.id, 'scene');
		unwrap(addEntities(new SceneDocument(anew), [{ name, values: {} }], null));
		server.beginAnew(formatAddress({ projectId, documentId: scene.id }), anew.encodeDiff());
	};
	beginAnew('Torch');
	const take = () =>
		replaceCopies(device.parts.storage, [scene.id], {
			keepOurs: () => device.home.duplicateProject(projectId),
			close: () => Promise.resolve(),
		});
	return { ...device, projectId, sceneId: scene.id, beginAnew, take };
}

describe('a scene that was begun anew on the server', () => {
	it('[L23] is never mixed with ours, which can be worked on and is named', async () => {
		const { open, projectId, sceneId } = await setup();
		for (const visit of [1, 2]) {
			const session = await open(projectId);
			await vi.waitFor(() => expect(session.trouble).toEqual({ kind: 'epoch', documents: [sceneId] }));
			unwrap(firstScene(session).add('sphere', `Sphere ${visit}`));
			await vi.waitFor(() => expect(session.saveState).toMatchObject({ because: 'epoch', count: visit }));
			await session.close();
		}
		const session = await open(projectId);
		expect(namesIn(session)).toEqual(['Box', 'Sphere 1', 'Sphere 2']);
	});

	it('[L23] takes the place of ours when we say so; ours goes on as another project', async () => {
		const { open, projectId, take } = await setup();
		const before = await open(projectId);
		unwrap(firstScene(before).add('sphere', 'Sphere'));
		await before.close();
		const copyId = unwrap(await take());
		const session = await open(projectId);
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }));
		expect(namesIn(session)).toEqual(['Torch']);
		expect(session.trouble).toBeNull();
		await session.close();
		const copy = await open(copyId);
		expect([copy.shared, namesIn(copy)]).toEqual([false, ['Box', 'Sphere']]);
	});

	it('[L23] is known by its beginning after a reload, and so is the next one', async () => {
		const { open, projectId, sceneId, take, beginAnew } = await setup();
		unwrap(await take());
		const session = await open(projectId);
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }));
		unwrap(firstScene(session).add('sphere', 'Sphere'));
		await vi.waitFor(() => expect(session.saveState).toEqual({ kind: 'server' }));
		await session.close();
		const again = await open(projectId);
		await vi.waitFor(() => expect(again.saveState).toEqual({ kind: 'server' }));
		expect(namesIn(again)).toEqual(['Sphere', 'Torch']);
		await again.close();
		beginAnew('Lamp');
		const later = await open(projectId);
		await vi.waitFor(() => expect(later.trouble).toEqual({ kind: 'epoch', documents: [sceneId] }));
		expect(namesIn(later)).toEqual(['Sphere', 'Torch']);
	});

	it('stays as it is when ours cannot be put aside', async () => {
		const { open, parts, projectId, sceneId } = await setup();
		const refusal = { ok: false, error: 'full' } as const;
		const close = vi.fn();
		const kept = await replaceCopies(parts.storage, [sceneId], {
			keepOurs: () => Promise.resolve(refusal),
			close,
		});
		expect([kept, close.mock.calls.length]).toEqual([refusal, 0]);
		expect(namesIn(await open(projectId))).toEqual(['Box']);
	});
});
