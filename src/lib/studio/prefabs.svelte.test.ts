import { describe, expect, it, vi } from 'vitest';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { systemClock } from '../base/clock.ts';
import type { EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { isEntityPath, type EntityPath, type ExpandedId } from '../doc/prefabs/entity-path.ts';
import type { SceneChanges } from '../doc/scene.ts';
import { CommandKeys } from './command-keys.svelte.ts';
import { placePrefab, whyNotPlace } from './prefab-acts.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import { WorkspaceCommands, type Notice } from './workspace-commands.ts';
import { Workspace } from './workspace.svelte.ts';

/** A project on screen, with a lamp: a pole, and a bulb below it. */
async function openLamp() {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const session = await device.open(unwrap(await device.home.createProject({ title: 'Street' })));
	const workspace = await Workspace.open(session, device.parts.storage);
	const notices: Notice[] = [];
	const commands = new WorkspaceCommands(workspace, {
		notify: (it) => notices.push(it),
		apple: false,
		keys: new CommandKeys(device.parts.storage.settings),
	});
	await session.history.whenLoaded();
	const scene = firstScene(session);
	const bulb = { name: 'Bulb', values: { light: true, 'light.intensity': 3 }, children: [] };
	const [pole] = unwrap(
		scene.addTree([{ name: 'Lamp', values: { mesh: true, position: [4, 0, 2] }, children: [bulb] }]),
	);
	return { session, workspace, commands, notices, scene, pole: pole! };
}

/** The same, with the lamp made a prefab; `instance` is in its place. */
async function openPrefab() {
	const opened = await openLamp();
	opened.commands.run('prefab.create');
	await vi.waitFor(() => expect(prefabsOf(opened)).toHaveLength(1));
	await vi.waitFor(() => expect(opened.notices).toHaveLength(1));
	const [instance] = opened.scene.selection.ids;
	const [prefab] = prefabsOf(opened);
	return { ...opened, instance: instance!, prefabId: prefab!.id };
}

const prefabsOf = ({
	session,
}: {
	readonly session: { readonly documents: Workspace['session']['documents'] };
}) => session.documents.filter(({ kind }) => kind === 'prefab');

const namesIn = ({ snapshot }: SceneSession) => [...snapshot.entities.values()].map(({ name }) => name);

/** What an instance shows under this name. */
function inside(scene: SceneSession, instance: EntityId, name: string): EntityId {
	const found = [...scene.snapshot.entities.values()].find(
		(entity) => entity.name === name && isEntityPath(entity.id) && entity.id.startsWith(instance),
	);
	if (!found) throw new Error(`the instance shows no ${name}`);
	return found.id;
}

const intensityAt = (scene: SceneSession, id: EntityId) =>
	scene.snapshot.entities.get(id)?.values['light.intensity'];

describe('prefabs on screen', () => {
	it('[E80] are made of what is selected, with an instance in its place, as one gesture', async () => {
		const { scene, workspace, session, pole, instance, notices } = await openPrefab();
		expect(prefabsOf({ session })).toMatchObject([{ title: 'Lamp' }]);
		expect(notices[0]?.text).toContain('Lamp');
		expect(scene.scene.snapshot.entities.size).toBe(1);
		expect(scene.snapshot.entities.get(instance)?.values['position']).toEqual([4, 0, 2]);
		expect(namesIn(scene)).toEqual(['Lamp', 'Lamp', 'Bulb']);
		unwrap(workspace.undo());
		expect(namesIn(scene)).toEqual(['Lamp', 'Bulb']);
		expect(scene.selected).toEqual([pole]);
		expect(prefabsOf({ session })).toEqual([]);
		unwrap(workspace.redo());
		expect(namesIn(scene)).toEqual(['Lamp', 'Lamp', 'Bulb']);
		expect(prefabsOf({ session })).toHaveLength(1);
	});

	it('[E91] are not made of what is locked, or holds something that is: that would delete it', async () => {
		const { scene, session, pole } = await openLamp();
		const [bulb] = scene.snapshot.hierarchy.childrenOf.get(pole) ?? [];
		unwrap(scene.setFields([{ entityId: bulb!, key: 'locked', value: true }]));
		scene.select([pole]);
		const made = await session.prefabs.create(scene, 'Lamp');
		expect(made).toMatchObject({ ok: false, error: { reason: 'locked' } });
		expect(namesIn(scene)).toEqual(['Lamp', 'Bulb']);
	});

	it('[E80] have a title of their own', async () => {
		const { scene, commands, instance, session } = await openPrefab();
		scene.select([instance]);
		commands.run('prefab.create');
		await vi.waitFor(() => expect(prefabsOf({ session })).toHaveLength(2));
		expect(prefabsOf({ session }).map(({ title }) => title)).toEqual(['Lamp', 'Lamp 2']);
		// Nested: an instance of an instance shows the same.
		await vi.waitFor(() => expect(namesIn(scene)).toEqual(['Lamp', 'Lamp', 'Lamp', 'Bulb']));
	});

	it('[E81] are placed where the view looks, beside what stands there, and selected', async () => {
		const { scene, workspace, commands, prefabId } = await openPrefab();
		expect(placePrefab(workspace, commands, prefabId)).toBe(true);
		expect(placePrefab(workspace, commands, prefabId)).toBe(true);
		const roots = scene.snapshot.hierarchy.childrenOf.get(null) ?? [];
		const places = roots.map((id) => scene.snapshot.entities.get(id)?.values['position'] ?? [0, 0, 0]);
		expect(places).toEqual([
			[4, 0, 2],
			[0, 0, 0],
			[1.25, 0, 0],
		]);
		expect(scene.selected).toEqual([roots[2]]);
		expect(whyNotPlace(workspace, prefabId)).toBeUndefined();
	});

	it('[E82] tell pictures and trees what changed, also in the prefab', async () => {
		const { scene, session, instance, prefabId } = await openPrefab();
		const bulb = inside(scene, instance, 'Bulb');
		const told: SceneChanges[] = [];
		scene.shown.onChange((changes) => told.push(changes));
		const prefab = session.scene(prefabId)!;
		const source = [...prefab.snapshot.entities.values()].find(({ name }) => name === 'Bulb')!;
		unwrap(prefab.setFields([{ entityId: source.id, key: 'light.intensity', value: 7 }]));
		expect(told.map(({ changed, hierarchy }) => [[...changed], hierarchy])).toEqual([
			[[[bulb, new Set(['light.intensity'])]], false],
		]);
		expect(intensityAt(scene, bulb)).toBe(7);
	});

	it('[E83] edits of what an instance shows are its own, and leave the prefab alone', async () => {
		const { scene, workspace, commands, instance, prefabId, session } = await openPrefab();
		placePrefab(workspace, commands, prefabId);
		const [other] = scene.selection.ids;
		const [bulb, otherBulb] = [inside(scene, instance, 'Bulb'), inside(scene, other!, 'Bulb')];
		unwrap(
			scene.setFields([
				{ entityId: bulb, key: 'light.intensity', value: 9 },
				{ entityId: other!, key: 'position', value: [0, 1, 0] },
			]),
		);
		unwrap(scene.rename(bulb, 'Bright'));
		expect([intensityAt(scene, bulb), intensityAt(scene, otherBulb)]).toEqual([9, 3]);
		expect(scene.instances.countOverrides(instance)).toBe(2);
		expect(namesIn(session.scene(prefabId)!)).toEqual(['Lamp', 'Bulb']);
		unwrap(scene.remove([otherBulb]));
		expect(scene.snapshot.entities.has(otherBulb)).toBe(false);
		unwrap(workspace.undo());
		expect(scene.snapshot.entities.has(otherBulb)).toBe(true);
	});

	it('[E83] what comes out of a prefab is not moved, copied or grouped here, and that is said', async () => {
		const { scene, instance } = await openPrefab();
		const bulb = inside(scene, instance, 'Bulb');
		scene.select([bulb]);
		for (const refused of [
			scene.duplicate(),
			scene.group('Group'),
			scene.move([bulb], { parentId: null, beforeId: null }),
			scene.move([instance], { parentId: bulb, beforeId: null }),
		]) {
			expect(refused).toMatchObject({
				ok: false,
				error: { message: expect.stringContaining('“Bulb”') as string },
			});
		}
		expect(scene.instances.whyNoPrefab).toContain('prefab');
	});

	it('[E83] selects what an instance shows, and forgets it with its prefab’s', async () => {
		const { scene, session, instance, prefabId } = await openPrefab();
		const bulb = inside(scene, instance, 'Bulb');
		scene.select([bulb]);
		expect(scene.selected).toEqual([bulb]);
		expect(scene.instances.selected).toBe(instance);
		const prefab = session.scene(prefabId)!;
		const source = [...prefab.snapshot.entities.values()].find(({ name }) => name === 'Bulb')!;
		unwrap(prefab.remove([source.id]));
		expect(scene.selected).toEqual([]);
	});

	it('[E84] goes back to the prefab, or into it, with all that differs', async () => {
		const { scene, workspace, commands, instance, prefabId, notices } = await openPrefab();
		placePrefab(workspace, commands, prefabId);
		const [other] = scene.selection.ids;
		const [bulb, otherBulb] = [inside(scene, instance, 'Bulb'), inside(scene, other!, 'Bulb')];
		scene.select([bulb]);
		expect(commands.reason('prefab.revert-all')).toContain('differs');
		unwrap(scene.setFields([{ entityId: bulb, key: 'light.intensity', value: 9 }]));
		commands.run('prefab.revert-all');
		expect(intensityAt(scene, bulb)).toBe(3);
		unwrap(scene.setFields([{ entityId: bulb, key: 'light.intensity', value: 8 }]));
		commands.run('prefab.apply-all');
		expect([intensityAt(scene, bulb), intensityAt(scene, otherBulb)]).toEqual([8, 8]);
		expect(scene.instances.countOverrides(instance)).toBe(0);
		expect(notices.at(-1)?.text).toContain('“Lamp”');
		unwrap(workspace.undo());
		expect([intensityAt(scene, bulb), intensityAt(scene, otherBulb)]).toEqual([8, 3]);
	});

	it('[E84] tells what differs by entity and register, also what is left out', async () => {
		const { scene, instance } = await openPrefab();
		const bulb = inside(scene, instance, 'Bulb') as ExpandedId as EntityPath;
		unwrap(scene.setFields([{ entityId: bulb as ExpandedId as EntityId, key: 'light.intensity', value: 9 }]));
		expect([...scene.instances.overriddenKeys(bulb)]).toEqual(['light.intensity']);
		expect(scene.instances.changes(instance)).toEqual([{ id: bulb, name: 'Bulb', removed: false, count: 1 }]);
		unwrap(scene.remove([bulb as ExpandedId as EntityId]));
		expect(scene.instances.changes(instance)).toEqual([{ id: bulb, name: 'Bulb', removed: true, count: 2 }]);
		unwrap(scene.instances.revert(instance, [{ id: bulb }]));
		expect(scene.instances.changes(instance)).toEqual([]);
		expect(namesIn(scene)).toEqual(['Lamp', 'Lamp', 'Bulb']);
	});

	it('[E86] are opened from what an instance shows, and left again', async () => {
		const { scene, workspace, commands, instance, prefabId } = await openPrefab();
		const bulb = inside(scene, instance, 'Bulb');
		scene.select([bulb]);
		commands.run('prefab.edit');
		expect(workspace.document).toMatchObject({ id: prefabId, kind: 'prefab' });
		const prefab = workspace.scene!;
		expect(prefab.snapshot.entities.get(prefab.selected[0]!)?.name).toBe('Bulb');
		expect(whyNotPlace(workspace, prefabId)).toContain('inside itself');
		unwrap(prefab.setFields([{ entityId: prefab.selected[0]!, key: 'light.intensity', value: 5 }]));
		expect(commands.item('prefab.leave').label).toContain('Scene');
		commands.run('prefab.leave');
		expect(workspace.scene).toBe(scene);
		expect(scene.selected).toEqual([bulb]);
		expect(intensityAt(scene, bulb)).toBe(5);
		expect(commands.reason('prefab.leave')).toBeDefined();
		unwrap(workspace.undo());
		expect(workspace.document?.id).toBe(prefabId);
		expect(intensityAt(scene, bulb)).toBe(3);
	});

	it('[E88] that were deleted leave their instances as they are, and can be put back', async () => {
		const { scene, session, commands, instance, prefabId } = await openPrefab();
		unwrap(session.setDocumentRemoved(prefabId, true));
		expect(namesIn(scene)).toEqual(['Lamp', 'Lamp', 'Bulb']);
		expect(scene.prefabProblems).toMatchObject([{ rule: 'removed', instanceId: instance }]);
		expect(commands.reason('prefab.edit')).toContain('deleted');
		unwrap(session.setDocumentRemoved(prefabId, false));
		expect(scene.prefabProblems).toEqual([]);
		expect(commands.reason('prefab.edit')).toBeUndefined();
	});

	it('[E89] is taken apart into entities of the scene, which look the same', async () => {
		const { scene, commands, instance } = await openPrefab();
		unwrap(scene.rename(inside(scene, instance, 'Bulb'), 'Bright'));
		commands.run('prefab.detach');
		expect(namesIn(scene)).toEqual(['Lamp', 'Lamp', 'Bright']);
		expect(scene.scene.snapshot.entities.size).toBe(3);
	});
});
