import { systemClock } from '#lib/base/clock.ts';
import { unwrap } from '#lib/base/result.ts';
import { CommandKeys } from '#lib/studio/command-keys.svelte.ts';
import { WorkspaceCommands, type Notice } from '#lib/studio/workspace-commands.ts';
import { Workspace } from '#lib/studio/workspace.svelte.ts';
import { MemorySyncServer } from './memory-sync-server.ts';
import { firstScene, openDevice } from './studio-device.ts';

/** A project on screen with one scene, in which a prefab “Lamp” (a pole with a bulb below it) stands once. */
export async function lampPrefab() {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const session = await device.open(unwrap(await device.home.createProject({ title: 'Street' })));
	const { settings } = device.parts.storage;
	const workspace = await Workspace.open(session, device.parts.storage);
	const notices: Notice[] = [];
	const commands = new WorkspaceCommands(workspace, {
		notify: (notice) => notices.push(notice),
		apple: false,
		keys: new CommandKeys(settings),
	});
	await session.history.whenLoaded();
	const scene = firstScene(session);
	const bulb = { name: 'Bulb', values: { light: true }, children: [] };
	scene.select(unwrap(scene.addTree([{ name: 'Lamp', values: { mesh: true }, children: [bulb] }])));
	const instance = unwrap(await session.prefabs.create(scene, 'Lamp'));
	const listed = session.documents.find(({ kind }) => kind === 'prefab');
	if (!listed) throw new Error('expected a prefab on the list');
	return { session, settings, workspace, commands, notices, scene, instance, prefabId: listed.id };
}
