import { describe, expect, it } from 'vitest';
import { complaints } from '../../../tests/helpers/gltf-complaints.ts';
import { plainTree } from '../../../tests/helpers/gltf-rig.ts';
import { figureGlb, madeGlb, PLAIN } from '../../../tests/helpers/made-gltf.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

async function setup(starter?: 'campfire' | 'gallery') {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const make = async (starter?: 'campfire' | 'gallery') => {
		const made = await device.home.createProject({ ...(starter && { starter }) });
		const session = await device.open(unwrap(made));
		return { session, workspace: await Workspace.open(session, device.parts.storage) };
	};
	return { make, ...(await make(starter)) };
}

const exportFrom = async (session: ProjectSession, signal = new AbortController().signal) =>
	session.gltf.export(firstScene(session), { title: 'A/B: day?', signal, onProgress: () => {} });

async function exported(session: ProjectSession): Promise<File> {
	const { fileName, blob } = unwrap(await exportFrom(session));
	return new File([blob], fileName);
}

const chosen = (bytes: Uint8Array<ArrayBuffer>, name = 'house.glb') => [new File([bytes], name)];

describe('a scene as glTF', () => {
	it('[G1, G2] leaves one project and comes into another as entities, shown out of the file', async () => {
		const { session, make } = await setup('gallery');
		const file = await exported(session);
		expect(file.name).toBe('A B day.glb');
		const bytes = new Uint8Array(await file.arrayBuffer());
		expect(await complaints(bytes)).toEqual([]);

		const other = await make();
		const { placed, problems } = await other.workspace.importAsEntities([file], [5, 0, 5]);
		expect(problems).toEqual([]);
		expect(placed).toMatchObject([{ fileName: 'A B day.glb', notes: [] }]);
		const withoutModel = (key: string, value: unknown) => (key.startsWith('mesh.') ? undefined : value);
		expect(plainTree(firstScene(other.session).snapshot, withoutModel as never)).toEqual(
			plainTree(firstScene(session).snapshot, withoutModel as never),
		);
		const [asset] = other.session.assetEntries.values();
		expect(asset).toMatchObject({ name: 'A B day.glb', type: 'model' });
		const monkey = [...firstScene(other.session).snapshot.entities.values()].find(
			({ name }) => name === 'Monkey',
		);
		expect(monkey?.values).toMatchObject({ 'mesh.model': asset?.hash });
		expect(monkey?.values['mesh.part']).toMatch(/^node\/\d+$/);
	});

	it('[G6] is given up at once, and there is no file', async () => {
		const { session } = await setup('campfire');
		const controller = new AbortController();
		controller.abort();
		expect(await exportFrom(session, controller.signal)).toEqual({ ok: false, error: 'cancelled' });
	});

	it('[G1] says that an empty scene has nothing to leave', async () => {
		const { session } = await setup();
		expect(await exportFrom(session)).toEqual({ ok: false, error: 'nothing-to-export' });
	});
});

describe('a model as entities', () => {
	it('[G7, G10] comes in one step to undo, at the place asked for, selected', async () => {
		const { session, workspace } = await setup();
		const { scene } = workspace;
		const house = madeGlb([{ name: 'House', children: [1], translation: [1, 0, 0] }, { mesh: 0 }], PLAIN);
		let updates = 0;
		firstScene(session).scene.document.onUpdate(() => updates++);
		await workspace.importAsEntities(chosen(house), [4, 0, 2]);
		expect(updates).toBe(1);
		expect(plainTree(scene!.snapshot)).toMatchObject([
			{ name: 'House', values: { position: [5, 0, 2] }, children: [{ values: { 'mesh.part': 'mesh/0' } }] },
		]);
		expect(scene!.selected).toHaveLength(1);
		expect([...session.assetEntries.values()]).toMatchObject([{ name: 'house.glb' }]);
		unwrap(workspace.undo());
		expect(scene!.snapshot.entities.size).toBe(0);
		unwrap(workspace.redo());
		expect(scene!.snapshot.entities.size).toBe(2);
	});

	it('[G7] of the project is placed without being kept twice', async () => {
		const { session, workspace } = await setup();
		const { assets } = await session.assets.importFiles(chosen(figureGlb(), 'walker.glb'));
		const { placed } = await workspace.placeAsEntities(assets[0]!, [0, 0, 0]);
		expect(placed).toMatchObject([{ count: 1, notes: [{ kind: 'whole' }] }]);
		expect(session.assetEntries.size).toBe(1);
	});

	it('[G7] needs no meshes, and then nothing is kept', async () => {
		const { session, workspace } = await setup();
		const { placed, problems } = await workspace.importAsEntities(
			chosen(madeGlb([{ name: 'Marker' }], PLAIN)),
		);
		expect([placed.length, problems]).toEqual([1, []]);
		expect(session.assetEntries.size).toBe(0);
	});

	it('[G10] that is refused changes nothing, and the reason names file and node', async () => {
		const { session, workspace } = await setup();
		const far = madeGlb([{ name: 'Moon', translation: [4e8, 0, 0], mesh: 0 }], PLAIN);
		const { placed, problems } = await workspace.importAsEntities(chosen(far, 'moon.glb'));
		expect(placed).toEqual([]);
		expect(problems[0]?.message).toMatch(/“moon\.glb”.*“Moon”/);
		expect(session.assetEntries.size).toBe(0);
		expect(firstScene(session).snapshot.entities.size).toBe(0);
	});
});
