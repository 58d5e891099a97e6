import { describe, expect, it, vi } from 'vitest';
import { DOCUMENT_SAMPLES, openSample } from '../../../tests/helpers/document-samples.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { makeEntry } from '../../../tests/helpers/storage-rig.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { ManualClock, systemClock } from '../base/clock.ts';
import type { AssetHash, EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { SCHEMAS } from '../doc/schema.ts';
import type { ProjectRole } from '../protocol/permissions.ts';
import { makeProject } from './make-project.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import { VERSION_INTERVAL_MS } from './version-keeper.ts';
import { Workspace } from './workspace.svelte.ts';

async function setup() {
	const clock = new ManualClock(1_000);
	const device = await openDevice(new MemorySyncServer(systemClock), clock);
	const session = await device.open(unwrap(await device.home.createProject({ title: 'Tavern' })));
	await session.history.whenLoaded();
	return { clock, device, session, scene: firstScene(session) };
}

const listed = (session: ProjectSession) => session.versions.keeper.list(firstScene(session).id);
const names = (session: ProjectSession) =>
	[...firstScene(session).scene.snapshot.entities.values()].map(({ name }) => name).sort();

/** A device with a project whose scene an earlier version of RaStudios wrote. */
async function openOld(role: ProjectRole) {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const sample = DOCUMENT_SAMPLES.find(({ name }) => name === 'schema 1/everything')!;
	const { storage } = device.parts;
	const { id, documents } = await makeProject(storage, { title: 'Old', scene: 'Scene' }, 1);
	const state = openSample(sample).encodeState();
	await storage.projects.create(
		makeEntry(id, { role }),
		documents.map((document) => (document.kind === 'scene' ? { ...document, state } : document)),
	);
	return { session: await device.open(id), state };
}

describe('the versions of a project', () => {
	it('[D22] are kept of what is edited, every ten minutes', async () => {
		const { clock, session, scene } = await setup();
		unwrap(scene.add('box', 'Box'));
		clock.advance(VERSION_INTERVAL_MS);
		await session.versions.keeper.whenKept();
		expect((await listed(session)).map(({ reason }) => reason)).toEqual(['timed']);
	});

	it('[D9] give a way on from a document that somebody made a newer one of', async () => {
		const { session, scene } = await setup();
		unwrap(scene.add('box', 'Box'));
		unwrap(await session.versions.keeper.keepNamed('Before'));
		const [version] = await listed(session);
		scene.scene.document.ydoc.getMap('meta').set('schema', 1_000_000_000);
		expect(scene.add('box', 'Another').ok).toBe(false);
		expect((await session.versions.restore(version!)).ok).toBe(false);
		const id = unwrap(await session.versions.copyOut(version!, 'Scene again'));
		const again = session.scene(id)!;
		expect([...again.snapshot.entities.values()].map(({ name }) => name)).toContain('Box');
		unwrap(again.add('box', 'Another'));
		expect(session.documents.map(({ title }) => title)).toContain('Scene again');
	});

	it('[D22] are kept before files are imported into a scene', async () => {
		const { device, session, scene } = await setup();
		unwrap(scene.add('box', 'Box'));
		const hash = 'a'.repeat(64) as AssetHash;
		const asset = { hash, name: 'chair.glb', type: 'model', bytes: 1 } as const;
		session.assets.importFiles = () => Promise.resolve({ assets: [asset], problems: [] });
		const workspace = await Workspace.open(session, device.parts.storage);
		workspace.show(scene.id);
		await workspace.importFiles([new File([], 'chair.glb')]);
		expect(names(session)).toEqual(['Box', 'chair']);
		const [version] = await listed(session);
		expect(version?.reason).toBe('import');
		const { content } = unwrap(await session.versions.open(version!));
		expect(content.kind === 'scene' && content.snapshot.entities.size).toBe(1);
	});

	it('[D22] are kept before a scene of an earlier shape is migrated, which opening it does', async () => {
		const { session, state } = await openOld('owner');
		const { document } = firstScene(session).scene;
		await vi.waitFor(() => expect(document.schema).toBe(SCHEMAS.scene));
		const [version] = await listed(session);
		expect(version).toMatchObject({ reason: 'migration', schema: 1, bytes: state.length });
		expect(session.history.canUndo).toBe(false);
	});

	it('[D22] are not kept for a viewer, whose scene stays in its shape', async () => {
		const { session } = await openOld('viewer');
		await session.versions.keeper.whenKept();
		expect(firstScene(session).scene.document.schema).toBe(1);
		expect(await listed(session)).toEqual([]);
	});

	it('[D20] restore a scene, keeping how it was before, and undo takes that back', async () => {
		const { session, scene } = await setup();
		unwrap(scene.add('box', 'Box'));
		const [version] = unwrap(await session.versions.keeper.keepNamed('One')).versions.filter(
			({ kind }) => kind === 'scene',
		);
		unwrap(scene.add('sphere', 'Ball'));
		unwrap(await session.versions.restore(version!));
		expect(names(session)).toEqual(['Box']);
		expect((await listed(session)).map(({ reason }) => reason)).toContain('restore');
		expect(unwrap(session.history.undo())).toMatchObject({ label: 'restore', skipped: [] });
		expect(names(session)).toEqual(['Ball', 'Box']);
		unwrap(session.history.redo());
		expect(names(session)).toEqual(['Box']);
	});

	it('[D21] restore one entity, and leave the rest', async () => {
		const { session, scene } = await setup();
		const box = unwrap(scene.add('box', 'Box'));
		const ball = unwrap(scene.add('sphere', 'Ball'));
		await session.versions.keeper.keepBefore('merge', scene.scene.document);
		unwrap(scene.rename(ball, 'Globe'));
		unwrap(scene.remove([box]));
		const [version] = await listed(session);
		unwrap(await session.versions.restore(version!, { entityId: box }));
		expect(names(session)).toEqual(['Box', 'Globe']);
		const unknown = await session.versions.restore(version!, { entityId: 'x'.repeat(22) as EntityId });
		expect(!unknown.ok && unknown.error.reason).toBe('not-found');
	});

	it('[D20] say what is wrong with one that is damaged, or gone, and change nothing', async () => {
		const { device, session, scene } = await setup();
		unwrap(scene.add('box', 'Box'));
		await session.versions.keeper.keepBefore('merge', scene.scene.document);
		const [version] = await listed(session);
		await device.rig.damageVersion(version!.hash, 9);
		unwrap(scene.add('sphere', 'Ball'));
		const damaged = await session.versions.restore(version!);
		expect(!damaged.ok && damaged.error.reason).toBe('damaged');
		await session.versions.keeper.remove(version!);
		const gone = await session.versions.restore(version!);
		expect(!gone.ok && gone.error.reason).toBe('not-found');
		expect(names(session)).toEqual(['Ball', 'Box']);
	});
});
