import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { mintProjectId, type DocumentId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities, type EntityDraft } from '../../doc/commands/add-entities.ts';
import { renameEntity } from '../../doc/commands/set-fields.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { ProjectDocument } from '../../doc/project.ts';
import { SceneDocument } from '../../doc/scene.ts';
import { indexDocumentId } from '../../protocol/address.ts';
import { pngImage } from '../../../../tests/helpers/made-files.ts';
import { MemorySyncServer } from '../../../../tests/helpers/memory-sync-server.ts';
import { openDevice } from '../../../../tests/helpers/studio-device.ts';
import type { NewDocument } from '../../storage/ports.ts';
import { writeProjectBlob } from '../../storage/project-file/write-project-file.ts';
import { newEntry } from '../new-project.ts';
import type { ProjectSession } from '../project-session.svelte.ts';

type Device = Awaited<ReturnType<typeof openDevice>>;

/** A project whose scene shows a prefab that shows another, a script and a picture; and one to import into. */
async function setup() {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const { storage } = device.parts;
	const hash = await storage.assets.put(new Uint8Array(pngImage(4, 4)));
	const projectId = mintProjectId();
	const index = new LiveDocument(indexDocumentId(projectId), 'project');
	const project = new ProjectDocument(index);
	project.create('Tavern', 1);
	project.addAsset({ hash, name: 'stripes.png', type: 'image', bytes: 1 });
	const made: NewDocument[] = [];
	const add = (kind: 'scene' | 'prefab' | 'script', title: string, drafts: readonly EntityDraft[]) => {
		const live = new LiveDocument(unwrap(project.addDocument(kind, title)), kind);
		if (kind !== 'script') unwrap(addEntities(new SceneDocument(live), drafts, null));
		made.push({ id: live.id, kind, state: live.encodeState() });
		return live.id;
	};
	const inner = add('prefab', 'Nail', [{ name: 'Point', values: {} }]);
	const prefab = add('prefab', 'Barrel', [
		{ name: 'Nail', values: { prefab: true, 'prefab.source': inner } },
	]);
	const script = add('script', 'Door', []);
	add('script', 'Unused', []);
	const picture = { material: true, 'material.colorMap': hash };
	add('scene', 'Scene 1', [
		{ name: 'Barrel 1', values: { prefab: true, 'prefab.source': prefab } },
		{ name: 'Door', values: { script: true, 'script.source': script, ...picture } },
	]);
	const documents = [{ id: index.id, kind: 'project' as const, state: index.encodeState() }, ...made];
	await storage.projects.create(newEntry(projectId, 'Tavern', 1), documents);
	const from = await device.open(projectId);
	const shown = from.documents.find(({ kind }) => kind === 'scene')!;
	const into = await openNew(device, 'Castle');
	return { device, from, into, scene: from.scene(shown.id)!, hash };
}

async function openNew(device: Device, title: string): Promise<ProjectSession> {
	return device.open(unwrap(await device.home.createProject({ title })));
}

async function exportScene(session: ProjectSession, id: DocumentId, history = false): Promise<File> {
	const contents = unwrap(await session.transfer.contents(id, { history }));
	return new File([unwrap(await writeProjectBlob(contents)).blob], 'scene.rastudio');
}

describe('a scene as a file', () => {
	it('[F9] takes along what it names, and nothing else', async () => {
		const { from, scene } = await setup();
		const contents = unwrap(await from.transfer.contents(scene.id));
		expect(contents).toMatchObject({ scope: 'scene', main: scene.id });
		expect(contents.documents.map(({ title }) => title).sort()).toEqual([
			'Barrel',
			'Door',
			'Nail',
			'Scene 1',
			'Scene 1',
		]);
		expect(contents.assets).toHaveLength(1);
	});

	it('[F10] comes into another project under ids of its own, whole, as one gesture', async () => {
		const { from, into, scene, hash } = await setup();
		const file = await exportScene(from, scene.id);
		const id = unwrap(await into.transfer.import(file));
		const imported = into.scene(id)!;
		expect(into.findDocument(id)?.title).toBe('Scene 1');
		const entities = [...imported.snapshot.entities.values()];
		expect(entities.map(({ name }) => name).sort()).toEqual(
			[...scene.snapshot.entities.values()].map(({ name }) => name).sort(),
		);
		const barrel = entities.find(({ name }) => name === 'Barrel 1')!;
		const source = barrel.values['prefab.source'] as DocumentId;
		expect(into.findDocument(source)).toMatchObject({ title: 'Barrel', kind: 'prefab' });
		expect(from.findDocument(source)).toBeUndefined();
		expect(into.assetEntries.get(hash)?.name).toBe('stripes.png');
		expect(await into.whenDurable()).toBe(true);

		const titles = () => into.documents.map(({ title }) => title).sort();
		expect(titles()).toEqual(['Barrel', 'Door', 'Nail', 'Scene 1', 'Scene 1']);
		unwrap(into.history.undo());
		expect(titles()).toEqual(['Scene 1']);
	});

	it('[F10] does not change the original when it is edited', async () => {
		const { from, into, scene } = await setup();
		const id = unwrap(await into.transfer.import(await exportScene(from, scene.id)));
		const imported = into.scene(id)!;
		const [first] = [...imported.snapshot.entities.keys()];
		unwrap(renameEntity(imported.scene, first!, 'Changed'));
		expect([...scene.snapshot.entities.values()].map(({ name }) => name)).not.toContain('Changed');
	});

	it('[F10] on a branch it stays on the branch, and is there the next time', async () => {
		const { device, from, into, scene } = await setup();
		const file = await exportScene(from, scene.id, true);
		const branchId = unwrap(await into.branches.create('Night'));
		await into.close();
		const branch = await device.open(into.id, branchId);
		const id = unwrap(await branch.transfer.import(file));
		expect(branch.scene(id)?.snapshot.entities.size).toBe(scene.snapshot.entities.size);
		await branch.close();
		const again = await device.open(into.id, branchId);
		const found = await vi.waitUntil(() => again.scene(id));
		expect(found.snapshot.entities.size).toBe(scene.snapshot.entities.size);
		await again.close();
		const main = await device.open(into.id);
		expect(main.findDocument(id)).toBeUndefined();
	});

	it('[F11] brings its history along when it is asked to, and each version shows what it showed', async () => {
		const { device, from, into, scene } = await setup();
		unwrap(await from.versions.keeper.keepNamed('First'));
		unwrap(scene.add('box', 'Later'));
		const id = unwrap(await into.transfer.import(await exportScene(from, scene.id, true)));
		const [version] = await device.parts.storage.versions.list(id);
		expect(version).toMatchObject({ label: 'First', projectId: into.id });
		unwrap(await into.versions.restore(version!));
		expect([...into.scene(id)!.snapshot.entities.values()].map(({ name }) => name)).not.toContain('Later');
		const without = unwrap(await into.transfer.import(await exportScene(from, scene.id)));
		expect(await device.parts.storage.versions.list(without)).toEqual([]);
	});

	it('[F10] makes a project of its own on Home', async () => {
		const { device, from, scene } = await setup();
		const file = await exportScene(from, scene.id);
		const { projectId, title } = unwrap(await device.home.files.import(file));
		expect(title).toBe('Scene 1');
		const session = await device.open(projectId);
		expect(
			session.scene(session.documents.find(({ kind }) => kind === 'scene')!.id)?.snapshot.entities.size,
		).toBe(scene.snapshot.entities.size);
		expect(session.documents.map((document) => document.title).sort()).toEqual([
			'Barrel',
			'Door',
			'Nail',
			'Scene 1',
		]);
	});

	it('[F10] a whole project, a damaged file, or one stopped in the middle changes nothing', async () => {
		const { device, from, into, scene } = await setup();
		const whole = unwrap(await device.home.files.export(from.id)).blob;
		const file = await exportScene(from, scene.id);
		const bytes = new Uint8Array(await file.arrayBuffer());
		// In the middle of a document: some bytes of a zip, such as its dates, say nothing.
		bytes[new TextDecoder('latin1').decode(bytes).indexOf('.yjs2') + 20]! ^= 1;
		const stop = new AbortController();
		const stopped = into.transfer.import(file, { signal: stop.signal, onProgress: () => stop.abort() });
		expect(await stopped).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
		expect(await into.transfer.import(whole)).toMatchObject({
			ok: false,
			error: { reason: 'not-a-project' },
		});
		expect(await into.transfer.import(new File([bytes], 'x'))).toMatchObject({ ok: false });
		expect(into.documents).toHaveLength(1);
		expect(into.history.canUndo).toBe(false);
	});
});
