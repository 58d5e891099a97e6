import { describe, expect, it, vi } from 'vitest';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';
import { systemClock } from '../base/clock.ts';
import type { DocumentId, ProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { CommandKeys } from './command-keys.svelte.ts';
import { newEntry } from './new-project.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import { WorkspaceCommands, type Notice } from './workspace-commands.ts';
import { Workspace } from './workspace.svelte.ts';

type Device = Awaited<ReturnType<typeof openDevice>>;

/** A device with a project open on its screen. */
async function openScreen(device: Device, id: ProjectId) {
	const session = await device.open(id);
	const workspace = await Workspace.open(session, device.parts.storage);
	const notices: Notice[] = [];
	const commands = new WorkspaceCommands(workspace, {
		notify: (it) => notices.push(it),
		apple: false,
		keys: new CommandKeys(device.parts.storage.settings),
	});
	await session.history.whenLoaded();
	return { device, session, workspace, notices, commands };
}

async function openAlone() {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const id = unwrap(await device.home.createProject({ title: 'Tavern' }));
	return { id, ...(await openScreen(device, id)) };
}

/** Leaves the page and comes back. */
async function reload({ device, session }: Awaited<ReturnType<typeof openScreen>>) {
	await session.close();
	return openScreen(device, session.id);
}

/** Two people in one project; `setFields` of one reaches the other. */
async function openTwo({ role = 'editor' as const, names = ['Ana', 'Ben'] } = {}) {
	const server = new MemorySyncServer(systemClock);
	const [first, second] = [await openDevice(server), await openDevice(server)];
	first.parts.identity.rename(names[0] ?? '');
	second.parts.identity.rename(names[1] ?? '');
	const id = unwrap(await first.home.createProject({ title: 'Tavern' }));
	const ana = await openScreen(first, id);
	unwrap(await ana.session.sharing.open());
	server.issue(role, { projectId: id, role });
	const entry = newEntry(id, 'Shared project', 0);
	const joined = { ...entry, origin: 'joined', role: 'viewer', shared: true, token: role } as const;
	await second.parts.storage.projects.put(joined);
	const ben = await openScreen(second, id);
	await vi.waitFor(() => expect(ben.session.readiness).toBe('ready'));
	await vi.waitFor(() => expect(ben.session.role).toBe(role));
	return { ana, ben };
}

const names = (session: ProjectSession) =>
	[...firstScene(session).snapshot.entities.values()].map(({ name }) => name).sort();

const titles = (session: ProjectSession) => session.documents.map(({ title }) => title);

const color = (session: ProjectSession) =>
	[...firstScene(session).snapshot.entities.values()][0]?.values['material.color'];

describe('undo in a project', () => {
	it('[D13] goes through its documents, and shows each where something happens', async () => {
		const { workspace, session, commands } = await openAlone();
		const [main] = session.documents;
		commands.run('add.box');
		const hall = unwrap(await session.create('scene', 'Hall'));
		workspace.show(hall);
		commands.run('add.sphere');
		unwrap(session.rename('Castle'));
		workspace.show(main?.id as DocumentId);

		commands.run('history.undo');
		expect(session.title).toBe('Tavern');
		expect(workspace.document?.id).toBe(main?.id);
		commands.run('history.undo');
		expect(workspace.document?.id).toBe(hall);
		expect(workspace.scene?.snapshot.entities.size).toBe(0);
		commands.run('history.undo');
		expect(titles(session)).toEqual([main?.title]);
		expect(workspace.document?.id).toBe(main?.id);
		commands.run('history.undo');
		expect(names(session)).toEqual([]);
		expect(commands.reason('history.undo')).toBe('There is nothing to undo');

		for (let i = 0; i < 4; i++) commands.run('history.redo');
		expect(titles(session)).toEqual([main?.title, 'Hall']);
		expect(names(session)).toEqual(['Box']);
		expect(workspace.document?.id).toBe(hall);
		expect(session.title).toBe('Castle');
	});

	it('[D13] goes on after a reload, and selects what was selected', async () => {
		const before = await openAlone();
		before.commands.run('add.box');
		before.commands.run('add.sphere');
		before.commands.run('entity.delete');
		before.commands.run('history.undo');
		expect(firstScene(before.session).selected).toHaveLength(1);

		const after = await reload(before);
		const [, sphere] = [...firstScene(after.session).snapshot.entities.values()];
		after.commands.run('history.redo');
		expect(names(after.session)).toEqual(['Box']);
		after.commands.run('history.undo');
		expect(firstScene(after.session).selected).toHaveLength(1);
		expect(names(after.session)).toEqual(['Box', 'Sphere']);
		after.commands.run('history.undo');
		const again = await reload(after);
		again.commands.run('history.undo');
		expect(names(again.session)).toEqual([]);
		expect(sphere).toBeDefined();
		expect(again.commands.reason('history.undo')).toBe('There is nothing to undo');
	});

	it('brings a deleted scene back on screen, after a reload too', async () => {
		const before = await openAlone();
		const hall = unwrap(await before.session.create('scene', 'Hall'));
		before.workspace.show(hall);
		before.commands.run('add.box');
		unwrap(before.session.setDocumentRemoved(hall, true));

		const after = await reload(before);
		after.commands.run('history.undo');
		await vi.waitFor(() => expect(after.workspace.scene?.id).toBe(hall));
		after.commands.run('history.undo');
		expect(after.workspace.scene?.snapshot.entities.size).toBe(0);
	});

	it('does not count what came with the project', async () => {
		const { session, commands } = await openAlone();
		expect(session.history.canUndo).toBe(false);
		expect(commands.reason('history.undo')).toBe('There is nothing to undo');
	});

	it('gives up a kept list from where it cannot be read, and goes on', async () => {
		const before = await openAlone();
		before.commands.run('add.box');
		before.commands.run('add.sphere');
		await before.session.close();
		const { storage } = before.device.parts;
		const slot = await storage.gestures.open(before.id);
		await slot.load();
		await slot.write({ put: [{ stack: 'undo', index: 0, payload: { label: 'add', parts: 'none' } }] });
		slot.close();

		const after = await openScreen(before.device, before.id);
		after.commands.run('history.undo');
		expect(names(after.session)).toEqual(['Box']);
		expect(after.commands.reason('history.undo')).toBe('There is nothing to undo');
		after.commands.run('add.cylinder');
		const again = await reload(after);
		again.commands.run('history.undo');
		expect(names(again.session)).toEqual(['Box']);
	});
});

describe('undo beside others', () => {
	it('[D12] leaves what they changed since, names them, and still does after they are gone', async () => {
		const { ana, ben } = await openTwo();
		ana.commands.run('add.box');
		const [box] = firstScene(ana.session).selected;
		if (!box) throw new Error('expected a selection');
		const paint = ({ session }: typeof ana, value: string) =>
			unwrap(firstScene(session).setFields([{ entityId: box, key: 'material.color', value }]));
		paint(ana, '#ff0000');
		await vi.waitFor(() => expect(color(ben.session)).toBe('#ff0000'));
		paint(ben, '#00ff00');
		await vi.waitFor(() => expect(color(ana.session)).toBe('#00ff00'));
		await ben.session.close();

		const later = await reload(ana);
		later.commands.run('history.undo');
		expect(color(later.session)).toBe('#00ff00');
		expect(later.notices.map(({ text }) => text)).toEqual([
			'Color of “Box” was changed by Ben since, so it was left.',
		]);
		later.commands.run('history.undo');
		expect(names(later.session)).toEqual(['Box']);
		expect(later.notices.at(-1)?.text).toBe('“Box” was changed by Ben since, so it was left.');
	});

	it('[D12] names who never signed by what they call themselves now, or nobody', async () => {
		const { ana, ben } = await openTwo({ names: ['Ana', ''] });
		ana.commands.run('add.box');
		unwrap(ana.session.rename('Castle'));
		await vi.waitFor(() => expect(names(ben.session)).toEqual(['Box']));
		await vi.waitFor(() => expect(ben.session.title).toBe('Castle'));
		unwrap(ben.session.rename('Inn'));
		await vi.waitFor(() => expect(ana.session.title).toBe('Inn'));
		ana.commands.run('history.undo');
		expect(ana.notices.at(-1)?.text).toBe('Title of “Inn” was changed by someone since, so it was left.');
		expect(ana.session.title).toBe('Inn');
	});

	it('[D11] keeps a scene that someone built in, though this person had added it', async () => {
		const { ana, ben } = await openTwo();
		const hall = unwrap(await ana.session.create('scene', 'Hall'));
		await vi.waitFor(() => expect(ben.session.scene(hall)).toBeDefined());
		unwrap(ben.session.scene(hall)!.add('box', 'Box'));
		await vi.waitFor(() => expect(ana.session.scene(hall)?.snapshot.entities.size).toBe(1));
		ana.commands.run('history.undo');
		expect(titles(ana.session)).toContain('Hall');
		expect(ana.notices.at(-1)?.text).toBe('“Hall” was changed by Ben since, so it was left.');
	});

	it('leaves what was done in a scene that someone deleted since, and goes on behind it', async () => {
		const { ana, ben } = await openTwo();
		const hall = unwrap(await ana.session.create('scene', 'Hall'));
		await vi.waitFor(() => expect(titles(ben.session)).toContain('Hall'));
		ana.commands.run('add.box');
		unwrap(ana.session.scene(hall)!.add('box', 'Box'));
		unwrap(ben.session.setDocumentRemoved(hall, true));
		await vi.waitFor(() => expect(titles(ana.session)).not.toContain('Hall'));
		ana.commands.run('history.undo');
		expect(ana.notices.at(-1)?.text).toBe(
			'1 change was left: what it was made in was taken out of the project since.',
		);
		ana.commands.run('history.undo');
		expect(names(ana.session)).toEqual([]);
	});

	it('is refused to who may only look, with the reason', async () => {
		const before = await openAlone();
		before.commands.run('add.box');
		await before.session.close();
		await before.device.parts.storage.projects.patch(before.id, { role: 'viewer' });
		const viewing = await openScreen(before.device, before.id);
		expect(viewing.session.history.canUndo).toBe(true);
		expect(viewing.commands.reason('history.undo')).toBe('You can look at this project, but not change it');
		const refused = viewing.workspace.undo();
		expect(!refused.ok && refused.error.reason).toBe('read-only');
		expect(names(viewing.session)).toEqual(['Box']);
	});
});
