import { describe, expect, it } from 'vitest';
import { memorySettings } from '../../../tests/helpers/memory-settings.ts';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { setFields } from '../doc/commands/set-fields.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument } from '../doc/scene.ts';
import { CommandKeys } from './command-keys.svelte.ts';
import type { OpenDocument } from './open-document.ts';
import { SceneSession } from './scene-session.svelte.ts';
import { WorkspaceCommands, type Notice } from './workspace-commands.ts';
import type { Workspace } from './workspace.svelte.ts';

function setup({ canEdit = true, hasScene = true } = {}) {
	const presence = { set: () => undefined, onChange: () => () => undefined, peers: () => [] };
	const document = new LiveDocument(mintDocumentId(), 'scene');
	const scene = new SceneSession({ document, presence } as unknown as OpenDocument, () => canEdit);
	const notices: Notice[] = [];
	const problems = ['a.xyz', 'b.xyz', 'c.xyz', 'd.xyz', 'e.xyz'].map((fileName) => ({
		fileName,
		message: `“${fileName}” cannot be imported`,
	}));
	const workspace = {
		scene: hasScene ? scene : undefined,
		viewport: null,
		placingPoint: [0, 0, 0],
		importFiles: async () => problems,
		session: {
			canEdit,
			title: 'Tavern',
			history: scene.history,
			scene: () => scene,
			findDocument: () => undefined,
		},
		undo: () => scene.history.undo(),
	} as unknown as Workspace;
	const commands = new WorkspaceCommands(workspace, {
		notify: (notice) => notices.push(notice),
		apple: false,
		keys: new CommandKeys(memorySettings()),
	});
	const things = () => {
		const { entities, hierarchy } = scene.snapshot;
		return (hierarchy.childrenOf.get(null) ?? []).flatMap((id) => entities.get(id) ?? []);
	};
	return { document, scene, commands, notices, things };
}

describe('the commands of a workspace', () => {
	it('[E163] says that a part is on its way until it is shown, or cannot be had, and keeps what is typed', async () => {
		const { commands, notices } = setup();
		const { promise, resolve } = Promise.withResolvers<string>();
		const bringing = commands.bring(() => promise);
		expect(commands.isBringing).toBe(true);
		commands.typeAhead('a');
		commands.typeAhead('b');
		resolve('dialog');
		expect(await bringing).toBe('dialog');
		expect(commands.isBringing).toBe(true);
		await expect.poll(() => commands.isBringing).toBe(false);
		expect([commands.takeTyped(), commands.takeTyped()]).toEqual(['ab', '']);
		expect(await commands.bring(() => Promise.reject(new TypeError('offline')))).toBeNull();
		expect(notices).toHaveLength(1);
		await expect.poll(() => commands.isBringing).toBe(false);
	});

	it('add things by name, selected, each where it can be seen', () => {
		const { commands, scene, things } = setup();
		commands.run('add.box');
		commands.run('add.box');
		commands.run('add.directional-light');
		expect(things().map(({ name }) => name)).toEqual(['Box', 'Box 2', 'Directional light']);
		const [first, second] = things();
		expect(first?.values['position']).toEqual([0, 0.5, 0]);
		expect(second?.values['position']).toEqual([1.25, 0.5, 0]);
		expect(scene.selected).toHaveLength(1);
	});

	it('[E90][E91] lock what is selected: it is not deleted, nor selected with all the rest', () => {
		const { commands, scene, notices, things } = setup();
		for (const id of ['add.box', 'add.sphere'] as const) commands.run(id);
		const [box, sphere] = things();
		scene.select([box!.id]);
		expect(commands.item('entity.toggle-locked').label).toBe('Lock');
		commands.run('entity.toggle-locked');
		expect(commands.item('entity.toggle-locked').label).toBe('Unlock');
		scene.select([box!.id, sphere!.id]);
		commands.run('entity.delete');
		expect(things()).toHaveLength(2);
		expect(notices).toEqual([{ kind: 'error', text: '“Box” is locked. Unlock it first, or leave it out.' }]);
		commands.run('selection.all');
		expect(scene.selected).toEqual([sphere!.id]);
		commands.run('entity.delete');
		for (let step = 0; step < 2; step++) commands.run('history.undo');
		commands.run('selection.all');
		expect(scene.selected).toHaveLength(2);
	});

	it('[E41][E42] offer to ungroup groups only, and say why not', () => {
		const { commands, scene, notices, things } = setup();
		for (const id of ['add.box', 'add.box'] as const) commands.run(id);
		expect(commands.reason('entity.ungroup')).toContain('“Box 2” is no group');
		commands.run('entity.group');
		expect(commands.reason('entity.ungroup')).toBeUndefined();
		scene.select(things().map(({ id }) => id));
		expect(commands.reason('entity.ungroup')).toContain('“Box” is no group');
		scene.select([things()[1]!.id]);
		commands.run('entity.toggle-locked');
		commands.run('entity.ungroup');
		expect(notices).toEqual([
			{ kind: 'error', text: '“Group” is locked. Unlock it first, or leave it out.' },
		]);
		expect(things()).toHaveLength(2);
	});

	it('[E94] show the selection alone, until the same command or Escape', () => {
		const { commands, scene, things } = setup();
		expect(commands.reason('view.isolate')).toBe('Select something first');
		for (const id of ['add.box', 'add.sphere'] as const) commands.run(id);
		const sphere = things()[1]!.id;
		commands.run('view.isolate');
		expect(scene.isolated).toEqual([sphere]);
		commands.run('selection.all');
		expect(scene.selected).toEqual([sphere]);
		commands.run('selection.clear');
		expect(scene.isolated).toBeNull();
		expect(scene.selected).toEqual([sphere]);
		commands.run('view.isolate');
		scene.selection.clear();
		commands.run('view.isolate');
		expect(scene.isolated).toBeNull();
		expect(commands.reason('history.undo')).toBeUndefined();
		expect(things()).toHaveLength(2);
	});

	it('[E40][E41] group what is selected and dissolve it again, each undone as one', () => {
		const { commands, scene, notices, things } = setup();
		for (const id of ['add.box', 'add.box', 'add.sphere'] as const) commands.run(id);
		const names = () => things().map(({ name }) => name);
		const [one, two] = things();
		scene.select([two!.id, one!.id]);
		commands.run('entity.group');
		expect(names()).toEqual(['Group', 'Sphere']);
		expect(scene.selected).toEqual([things()[0]!.id]);
		commands.run('entity.group');
		expect(names()).toEqual(['Group 2', 'Sphere']);
		commands.run('entity.ungroup');
		commands.run('entity.ungroup');
		expect(names()).toEqual(['Box', 'Box 2', 'Sphere']);
		expect(scene.selected).toEqual([one!.id, two!.id]);
		for (let step = 0; step < 3; step++) commands.run('history.undo');
		expect(names()).toEqual(['Group', 'Sphere']);
		commands.run('history.undo');
		expect(names()).toEqual(['Box', 'Box 2', 'Sphere']);
		expect(notices).toEqual([]);
	});

	it('[E42] say why something cannot be ungrouped, and leave it', () => {
		const { commands, scene, notices } = setup();
		commands.run('add.box');
		const message = '“Box” is no group: nothing lies in it. Select one that holds something.';
		expect(commands.run('entity.ungroup')).toEqual({ ok: false, error: { kind: 'cannot', message } });
		expect(notices).toEqual([]);
		expect(scene.snapshot.entities.size).toBe(1);
		commands.run('selection.clear');
		expect(commands.reason('entity.group')).toBe('Select something first');
	});

	it('say why they cannot run, and do not', () => {
		const { commands, scene } = setup();
		expect(commands.reason('history.undo')).toBe('There is nothing to undo');
		expect(commands.reason('entity.delete')).toBe('Select something first');
		commands.run('add.box');
		expect(commands.reason('history.undo')).toBeUndefined();
		commands.run('entity.delete');
		expect(scene.snapshot.entities.size).toBe(0);
		const empty = setup({ hasScene: false });
		expect(empty.commands.reason('tool.move')).toBe('Open a scene first');
	});

	it('let a viewer look and select, but change nothing', () => {
		const { commands, scene } = setup({ canEdit: false });
		const message = 'You can look at this project, but not change it';
		expect(commands.run('add.box')).toEqual({ ok: false, error: { kind: 'cannot', message } });
		expect(scene.snapshot.entities.size).toBe(0);
		expect(commands.reason('tool.move')).toBe('You can look at this project, but not change it');
		expect(commands.reason('tool.select')).toBeUndefined();
		expect(commands.reason('view.focus')).toBeUndefined();
	});

	it('[D12] tell what an undo left to someone else', () => {
		const { commands, scene, document, notices } = setup();
		commands.run('add.box');
		const [id] = scene.selected;
		if (!id) throw new Error('expected a selection');
		unwrap(scene.setFields([{ entityId: id, key: 'material.color', value: '#ff0000' }]));
		const friend = new SceneDocument(new LiveDocument(document.id, 'scene'));
		friend.document.apply(document.encodeDiff(friend.document.stateVector()), 'network');
		unwrap(setFields(friend, [{ entityId: id, key: 'material.color', value: '#00ff00' }]));
		document.apply(friend.document.encodeDiff(document.stateVector()), 'network');
		commands.run('history.undo');
		expect(notices).toEqual([
			{ kind: 'info', text: 'Color of “Box” was changed by someone since, so it was left.' },
		]);
	});

	it('[E185] name each file that could not be imported, without burying the screen', async () => {
		const { commands, notices } = setup();
		await commands.importFiles([new File([], 'a.xyz')]);
		expect(notices.map(({ text }) => text)).toEqual([
			'“a.xyz” cannot be imported',
			'“b.xyz” cannot be imported',
			'“c.xyz” cannot be imported',
			'2 more files could not be imported.',
		]);
		notices.splice(0).at(-1)?.action?.run();
		expect(notices).toEqual([
			{ kind: 'error', text: '“d.xyz” cannot be imported' },
			{ kind: 'error', text: '“e.xyz” cannot be imported' },
		]);
	});

	it('are taken back by the screen that offered them', () => {
		const { commands } = setup();
		const take = commands.provide({ 'tree.search': { run: () => undefined } });
		expect(commands.has('tree.search')).toBe(true);
		take();
		expect(commands.has('tree.search')).toBe(false);
	});
});
