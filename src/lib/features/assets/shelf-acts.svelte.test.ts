import { describe, expect, it, vi } from 'vitest';
import { lampPrefab } from '../../../../tests/helpers/lamp-prefab.ts';
import { wavSound } from '../../../../tests/helpers/made-files.ts';
import { unwrap } from '#lib/base/result.ts';
import { AssetShelf } from './asset-shelf.svelte.ts';
import { shelfActs } from './shelf-acts.ts';
import { itemMenu } from './shelf-menu.ts';

/** The panel with the lamp selected in it, and nothing in the scene. */
async function setup() {
	const opened = await lampPrefab();
	const { session, settings, workspace, commands, prefabId, scene } = opened;
	scene.select([]);
	const shelf = new AssetShelf(session, settings);
	commands.provide(shelfActs(shelf, workspace, commands));
	shelf.select([prefabId]);
	const roots = () => scene.snapshot.hierarchy.childrenOf.get(null) ?? [];
	return { ...opened, shelf, roots };
}

describe('a prefab in the assets', () => {
	it('[E183] is added to the scene by command, beside what stands there', async () => {
		const { commands, roots, scene } = await setup();
		commands.run('asset.add');
		expect(roots()).toHaveLength(2);
		expect(scene.selected).toEqual([roots()[1]]);
	});

	it('[E150][E183] waits for a click where things are placed by click', async () => {
		const { commands, workspace, roots } = await setup();
		workspace.attachViewport({} as unknown as NonNullable<typeof workspace.viewport>);
		workspace.placing.toggle();
		commands.run('asset.add');
		expect([roots().length, workspace.placing.thing?.name]).toEqual([1, 'Lamp']);
		workspace.placing.put([3, 0, 0], false);
		expect(roots()).toHaveLength(2);
	});

	it('[E183] is opened for editing, not added inside itself, and not opened twice', async () => {
		const { commands, workspace, prefabId } = await setup();
		expect(commands.reason('asset.edit')).toBeUndefined();
		commands.run('asset.edit');
		await vi.waitFor(() => expect(workspace.document?.id).toBe(prefabId));
		expect(commands.reason('asset.edit')).toContain('open already');
		expect(commands.reason('asset.add')).toContain('inside itself');
	});

	it('[E183] leads to its uses', async () => {
		const { commands, scene, instance, notices } = await setup();
		commands.run('asset.find-uses');
		expect(scene.selected).toEqual([instance]);
		expect(notices.at(-1)?.text).toBe('1 entity here uses “Lamp” and is selected now');
	});

	it('[E183] cannot be replaced by a file or put into a folder, and its menu offers neither', async () => {
		const { commands, shelf, session } = await setup();
		expect(commands.reason('asset.replace')).toBe('Select one asset that is a file');
		expect(commands.reason('asset.move')).toContain('cannot be put into one');
		const labels = itemMenu(shelf, commands).map((item) =>
			item === 'separator' ? '' : 'label' in item && item.label,
		);
		expect(labels.filter(Boolean)).toEqual([
			'Add to the scene',
			'Edit prefab',
			'Details…',
			'Find uses',
			'Rename…',
			'Delete',
		]);
		commands.run('asset.rename');
		expect(shelf.question).toMatchObject({ kind: 'rename', item: { kind: 'prefab', label: 'Lamp' } });
		unwrap(session.renameDocument(shelf.items[0]!.id as never, 'Lantern'));
		expect(shelf.items.map(({ label }) => label)).toEqual(['Lantern']);
	});

	it('[E183] is among one kind, or what nothing uses, until all is shown again', async () => {
		const { commands, shelf, scene, instance } = await setup();
		commands.run('assets.only-image');
		expect([shelf.kind, shelf.items]).toEqual(['image', []]);
		commands.run('assets.only-prefab');
		expect(shelf.items).toHaveLength(1);
		commands.run('assets.unused');
		expect(shelf.items).toEqual([]);
		unwrap(scene.remove([instance]));
		expect(shelf.items.map(({ label }) => label)).toEqual(['Lamp']);
		shelf.showAll();
		expect([shelf.kind, shelf.unusedOnly]).toEqual([null, false]);
	});
});

it('[E184] a sound comes in without standing in the scene, until it is added', async () => {
	const { workspace, session, commands, shelf, scene, roots } = await setup();
	expect(await workspace.importFiles([new File([wavSound(1)], 'storm.wav')])).toEqual([]);
	const [sound] = session.assetEntries.values();
	expect([roots().length, sound?.type]).toEqual([1, 'audio']);
	shelf.select([sound!.hash]);
	commands.run('asset.add');
	expect(scene.snapshot.entities.get(roots()[1]!)).toMatchObject({
		name: 'storm',
		values: { audio: true, 'audio.source': sound!.hash },
	});
});
