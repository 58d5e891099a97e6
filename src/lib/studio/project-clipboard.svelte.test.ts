import { describe, expect, it, vi } from 'vitest';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { createMemoryRig } from '../../../tests/helpers/storage-rig.ts';
import { systemClock } from '../base/clock.ts';
import type { AssetHash, DocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { CommandKeys } from './command-keys.svelte.ts';
import { findEnvironment } from './find-environment.ts';
import { readScripts } from './project-scripts.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import { takeBehaviour } from './take-behaviour.ts';
import { WorkspaceCommands, type Notice } from './workspace-commands.ts';
import { Workspace } from './workspace.svelte.ts';

/** Two projects side by side on a device, as in two tabs; in the first a lamp: a pole, and a bulb below it. */
async function setup() {
	const device = await openDevice(new MemorySyncServer(systemClock), systemClock, createMemoryRig());
	const open = async (title: string) => {
		const session = await device.open(unwrap(await device.home.createProject({ title })));
		const workspace = await Workspace.open(session, device.parts.storage);
		const notices: Notice[] = [];
		const commands = new WorkspaceCommands(workspace, {
			notify: (it) => notices.push(it),
			apple: false,
			keys: new CommandKeys(device.parts.storage.settings),
		});
		await session.history.whenLoaded();
		return { session, workspace, commands, notices, scene: firstScene(session) };
	};
	const [from, to] = [await open('Street'), await open('Park')];
	const bulb = { name: 'Bulb', values: { light: true, 'light.intensity': 3 }, children: [] };
	const [pole] = unwrap(
		from.scene.addTree([{ name: 'Lamp', values: { position: [4, 0, 2] }, children: [bulb] }]),
	);
	return { from, to, pole: pole!, device };
}
type Side = Awaited<ReturnType<typeof setup>>['from'];

const namesIn = ({ snapshot }: SceneSession) => [...snapshot.entities.values()].map(({ name }) => name);
const prefabsOf = ({ session }: Side) => session.documents.filter(({ kind }) => kind === 'prefab');
const copyOf = ({ session, scene }: Side) => unwrap(session.clipboard.copy(scene)).text;
const paste = async ({ session, scene }: Side, text: string) =>
	unwrap(await session.clipboard.paste(scene, text));

/** The lamp made a prefab, with an instance whose bulb is brighter. */
async function setupPrefab() {
	const both = await setup();
	const { from } = both;
	from.commands.run('prefab.create');
	await vi.waitFor(() => expect(prefabsOf(from)).toHaveLength(1));
	await vi.waitFor(() => expect(from.notices).toHaveLength(1));
	const bulb = [...from.scene.snapshot.entities.values()].find(({ name }) => name === 'Bulb')!;
	unwrap(from.scene.setFields([{ entityId: bulb.id, key: 'light.intensity', value: 9 }]));
	return both;
}
const bulbOf = ({ scene }: Side) =>
	[...scene.snapshot.entities.values()].find(({ name }) => name === 'Bulb')?.values['light.intensity'];

describe('the clipboard between projects', () => {
	it('[E191] brings what was copied to another project, selected, as one gesture', async () => {
		const { from, to } = await setup();
		const { ids } = await paste(to, copyOf(from));
		expect(namesIn(to.scene)).toEqual(['Lamp', 'Bulb']);
		expect(to.scene.selected).toEqual(ids);
		unwrap(to.workspace.undo());
		expect(namesIn(to.scene)).toEqual([]);
		unwrap(to.workspace.redo());
		expect(namesIn(to.scene)).toEqual(['Lamp', 'Bulb']);
	});

	it('[E191] puts it beside what is selected, where it stood in the world', async () => {
		const { from, to } = await setup();
		const [house] = unwrap(
			to.scene.addTree([
				{ name: 'House', values: { position: [1, 1, 1] }, children: [{ name: 'Chair', values: {} }] },
			]),
		);
		const chair = [...to.scene.snapshot.entities.values()].find(({ name }) => name === 'Chair')!;
		to.scene.select([chair.id]);
		const { ids } = await paste(to, copyOf(from));
		const { entities, hierarchy } = to.scene.snapshot;
		expect(hierarchy.parentOf.get(ids[0]!)).toBe(house);
		expect(entities.get(ids[0]!)?.values['position']).toEqual([3, -1, 1]);
		unwrap(to.workspace.undo());
		expect(namesIn(to.scene)).toEqual(['House', 'Chair']);
	});

	it('[E190] [E196] copies for whoever may look; cutting takes away, and never what is locked', async () => {
		const { from, to, pole } = await setup();
		unwrap(from.scene.setFields([{ entityId: pole, key: 'locked', value: true }]));
		from.commands.run('entity.cut');
		expect(from.notices.at(-1)?.kind).toBe('error');
		expect(namesIn(from.scene)).toEqual(['Lamp', 'Bulb']);
		unwrap(from.scene.setFields([{ entityId: pole, key: 'locked', value: false }]));
		from.commands.run('entity.cut');
		expect(namesIn(from.scene)).toEqual([]);
		await vi.waitFor(async () => expect(await from.workspace.clipboard.read()).toContain('Lamp'));
		await paste(to, (await from.workspace.clipboard.read())!);
		expect(namesIn(to.scene)).toEqual(['Lamp', 'Bulb']);
	});

	it('[E193] brings prefabs along once, with what the instance has otherwise', async () => {
		const { from, to } = await setupPrefab();
		const text = copyOf(from);
		expect((await paste(to, text)).prefabs).toEqual(['Lamp']);
		expect((await paste(to, text)).prefabs).toEqual([]);
		expect(prefabsOf(to)).toMatchObject([{ title: 'Lamp' }]);
		expect(namesIn(to.scene).filter((name) => name === 'Bulb')).toHaveLength(2);
		expect(bulbOf(to)).toBe(9);
		expect(prefabsOf(to)[0]!.id).not.toBe(prefabsOf(from)[0]!.id);
	});

	it('[E193] is undone with its prefab, and done again with the same', async () => {
		const { from, to } = await setupPrefab();
		const text = copyOf(from);
		await paste(to, text);
		const [{ id } = { id: '' as DocumentId }] = prefabsOf(to);
		unwrap(to.workspace.undo());
		expect(prefabsOf(to)).toEqual([]);
		expect(namesIn(to.scene)).toEqual([]);
		await paste(to, text);
		expect(prefabsOf(to).map((prefab) => prefab.id)).toEqual([id]);
		expect(bulbOf(to)).toBe(9);
	});

	it('[E193] uses the prefab of the project where it is one of it', async () => {
		const { from } = await setupPrefab();
		await paste(from, copyOf(from));
		expect(prefabsOf(from)).toHaveLength(1);
	});

	it('[E193] leaves prefabs out of themselves', async () => {
		const { from } = await setupPrefab();
		const text = copyOf(from);
		const prefab = from.session.scene(prefabsOf(from)[0]!.id)!;
		const pasted = await from.session.clipboard.paste(prefab, text);
		expect(pasted).toMatchObject({ ok: false, error: expect.stringContaining('Lamp') as string });
		expect(namesIn(prefab)).toEqual(['Lamp', 'Bulb']);
	});

	it('[E194] lists assets whose bytes are here, and says by name which are not', async () => {
		const { from, to, pole, device } = await setup();
		const here = await device.parts.storage.assets.put(new Uint8Array([1, 2, 3]));
		const gone = 'cd'.repeat(32) as AssetHash;
		unwrap(from.scene.setComponent([pole], 'mesh', true));
		unwrap(from.scene.setComponent([pole], 'material', true));
		const edits = { 'mesh.geometry': 'model', 'mesh.model': here, 'material.colorMap': gone };
		unwrap(
			from.scene.setFields(Object.entries(edits).map(([key, value]) => ({ entityId: pole, key, value }))),
		);
		const copied = JSON.parse(copyOf(from)) as object;
		const assets = [
			{ hash: here, name: 'lamp.glb', type: 'model' },
			{ hash: gone, name: 'rust.png', type: 'image' },
		];
		const { ids, missing } = await paste(to, JSON.stringify({ ...copied, assets }));
		expect(missing).toEqual(['rust.png']);
		expect([...to.session.assetEntries.values()]).toMatchObject([{ hash: here, name: 'lamp.glb', bytes: 3 }]);
		expect(to.scene.snapshot.entities.get(ids[0]!)?.values).toMatchObject(edits);
	});

	it('[E195] says why nothing is pasted, and changes nothing', async () => {
		const { to } = await setup();
		for (const text of ['hello', '{"kind":"rastudios.entities","version":9}']) {
			const pasted = await to.session.clipboard.paste(to.scene, text);
			expect(pasted.ok).toBe(false);
		}
		expect(to.session.history.history.canUndo).toBe(false);
	});
});

it('[E197] a sky is added once: an environment that is there becomes one', async () => {
	const { from } = await setup();
	from.commands.run('add.sky');
	const sky = findEnvironment(from.scene.scene.snapshot)!;
	unwrap(from.scene.setFields([{ entityId: sky, key: 'environment.background', value: 'color' }]));
	const before = namesIn(from.scene).length;
	from.commands.run('add.sky');
	expect(namesIn(from.scene)).toHaveLength(before);
	expect(from.scene.snapshot.entities.get(sky)?.values['environment.background']).toBe('sky');
	expect(from.scene.selected).toEqual([sky]);
});

it('[E166] brings the scripts that it runs, and what those import, once each, under their own names', async () => {
	const { from, to } = await setup();
	const [hinge, door] = [
		await scriptOf(from, 'Hinge', 'export const HINGE = 1;'),
		await scriptOf(from, 'Door', "import { HINGE } from './Hinge';"),
	];
	await scriptOf(from, 'Other', '// nobody runs this');
	await scriptOf(to, 'Door', '// another one');
	unwrap(from.scene.addTree([worn(door)]));
	const text = copyOf(from);
	const { scripts } = await paste(to, text);
	await paste(to, text);
	expect(scripts.toSorted()).toEqual(['Door 2', 'Hinge']);
	expect(textsOf(to)).toEqual({
		Door: '// another one',
		'Door 2': "import { HINGE } from './Hinge';",
		Hinge: 'export const HINGE = 1;',
	});
	const sources = [...to.scene.snapshot.entities.values()].flatMap(
		({ values }) => values['script:a.source'] ?? [],
	);
	expect(sources).toHaveLength(2);
	const title = (id: unknown) => to.session.documents.find((each) => each.id === id)?.title;
	expect(sources.map(title)).toEqual(['Door 2', 'Door 2']);
	expect([hinge, door]).not.toContain(sources[0]);
});

it('[E166] brings those of prefabs that come along, and uses what says the same or is here', async () => {
	const { from, to } = await setupPrefab();
	const door = await scriptOf(from, 'Door', '// opens');
	const same = await scriptOf(to, 'Gate', '// opens');
	const prefab = from.session.prefabs.find(prefabsOf(from)[0]!.id)!.document!;
	unwrap(addEntities(prefab, [worn(door)], null));
	const { scripts } = await paste(to, copyOf(from));
	expect(scripts).toEqual([]);
	const copied = to.session.prefabs.find(prefabsOf(to)[0]!.id)!.snapshot;
	expect([...copied.entities.values()].map(({ values }) => values['script:a.source'])).toContain(same);
	const again = await paste(from, copyOf(from));
	expect([again.scripts, Object.keys(textsOf(from))]).toEqual([[], ['Door']]);
});

const worn = (script: DocumentId) => ({
	name: 'Gate',
	values: { 'script:a': true, 'script:a.source': script },
});

async function scriptOf({ session }: Side, title: string, text: string): Promise<DocumentId> {
	return unwrap(await takeBehaviour(session, { name: title, text: () => Promise.resolve(text) }));
}

const textsOf = ({ session }: Side) =>
	Object.fromEntries(readScripts(session).map(({ name, text }) => [name, text]));
