import { tick } from 'svelte';
import { expect, it } from 'vitest';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { memorySettings } from '../../../tests/helpers/memory-settings.ts';
import { openDevice } from '../../../tests/helpers/studio-device.ts';
import { systemClock } from '../base/clock.ts';
import { mintDocumentId, type DocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { MOST_TABS, OpenTabs } from './open-tabs.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

/** A project with a scene and two more, all of them open, the last on screen. */
async function openThree() {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const session = await device.open(unwrap(await device.home.createProject({ title: 'Tavern' })));
	const workspace = await Workspace.open(session, device.parts.storage);
	const [first] = session.documents;
	const hall = unwrap(await session.create('scene', 'Hall'));
	const cave = unwrap(await session.create('scene', 'Cave'));
	workspace.show(hall);
	workspace.show(cave);
	const titles = () => workspace.tabs.map(({ title }) => title);
	return { device, session, workspace, first: first!.id, hall, cave, titles };
}

it('[E170] what is shown is open beside what was shown before, and the device remembers it', async () => {
	const { device, session, workspace, first, titles } = await openThree();
	expect(titles()).toEqual([expect.any(String), 'Hall', 'Cave']);
	workspace.show(first);
	const well = unwrap(await session.create('scene', 'Well'));
	workspace.show(well);
	expect(titles().slice(1)).toEqual(['Well', 'Hall', 'Cave']);
	const later = await Workspace.open(session, device.parts.storage);
	expect(later.tabs.map(({ id }) => id)).toEqual(workspace.tabs.map(({ id }) => id));
	expect(later.document?.id).toBe(well);
});

it('[E170] of a project that nothing was opened in, one is', async () => {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const session = await device.open(unwrap(await device.home.createProject({ title: 'Tavern' })));
	const workspace = await Workspace.open(session, device.parts.storage);
	expect(workspace.tabs.map(({ id }) => id)).toEqual([session.documents[0]?.id]);
});

it('[E171] tabs are shown one after the other, round the ends, and moved', async () => {
	const { workspace, first, hall, cave } = await openThree();
	workspace.showNext(1);
	expect(workspace.document?.id).toBe(first);
	workspace.showNext(-1);
	expect(workspace.document?.id).toBe(cave);
	workspace.moveTab(cave, 0);
	expect(workspace.tabs.map(({ id }) => id)).toEqual([cave, first, hall]);
	workspace.moveTab(cave, 99);
	expect(workspace.tabs.map(({ id }) => id)).toEqual([first, hall, cave]);
});

it('[E172] a closed tab gives way to its neighbour, and what it held is made anew when it is opened again', async () => {
	const { session, workspace, first, hall, cave } = await openThree();
	const [scene, kept] = [session.scene(cave)!, session.scene(hall)!];
	const [box] = unwrap(kept.addTree([{ name: 'Box', values: { mesh: true }, children: [] }]));
	workspace.closeTabs([cave]);
	expect(workspace.document?.id).toBe(hall);
	await tick();
	expect(session.scene(cave)).not.toBe(scene);
	expect(session.scene(hall)).toBe(kept);
	expect(kept.selection.ids).toEqual([box]);
	workspace.closeTabs([first, hall]);
	expect(workspace.tabs).toHaveLength(1);
});

it('[E173] a tab whose scene is deleted stays, says so, and another is on screen', async () => {
	const { session, workspace, hall, cave } = await openThree();
	expect(workspace.lost).toBeUndefined();
	unwrap(session.setDocumentRemoved(cave, true));
	expect(workspace.document?.id).toBe(hall);
	expect(workspace.lost?.id).toBe(cave);
	expect(workspace.tabs.map(({ removed }) => removed)).toEqual([false, false, true]);
	unwrap(session.setDocumentRemoved(cave, false));
	expect(workspace.document?.id).toBe(cave);
	unwrap(session.setDocumentRemoved(cave, true));
	workspace.closeTabs([cave]);
	expect(workspace.lost).toBeUndefined();
	expect(workspace.document?.id).toBe(hall);
});

it('[E170] what was stored and is no list of documents is left out', async () => {
	const settings = memorySettings();
	const id = mintDocumentId();
	await settings.set('tabs', [id, 7, id, 'no id']);
	expect((await OpenTabs.open(settings, 'tabs')).ids).toEqual([id]);
	await settings.set('tabs', 'nothing');
	expect((await OpenTabs.open(settings, 'tabs')).ids).toEqual([]);
});

it('[E170] at most so many are open: the first goes', async () => {
	const tabs = await OpenTabs.open(memorySettings(), 'tabs');
	const ids: DocumentId[] = Array.from({ length: MOST_TABS + 1 }, () => mintDocumentId());
	for (const id of ids) tabs.open(id);
	expect(tabs.ids).toEqual(ids.slice(1));
});
