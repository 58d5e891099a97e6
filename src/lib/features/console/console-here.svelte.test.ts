import { describe, expect, it, vi } from 'vitest';
import { branchedProject } from '../../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../../tests/helpers/studio-device.ts';
import { unwrap } from '#lib/base/result.ts';
import { TextClipboard } from '#lib/editor/text-clipboard.ts';
import { GameConsole } from '#lib/studio/game-console.svelte.ts';
import { ConsoleHere } from './console-here.svelte.ts';
import { ErrorMarks } from './mark-errors.ts';

/** A project with a script “Door”, whose game went wrong in it. */
async function setup() {
	const { session, lamp } = await branchedProject();
	const scene = firstScene(session);
	const door = unwrap(await session.create('script', 'Door'));
	const script = session.script(door)!;
	const console = new GameConsole();
	const place = { id: door, name: 'Door', line: 3 };
	console.add({ level: 'error', text: 'Broken', entity: { id: lamp, name: 'Lamp' }, place });
	console.add({ level: 'info', text: 'Hello\nthere', entity: null, place: null });
	console.add({ level: 'info', text: 'Hello\nthere', entity: null, place: null });
	const written: string[] = [];
	const clipboard = new TextClipboard(() => ({
		readText: () => Promise.resolve(''),
		writeText: (text) => Promise.resolve(void written.push(text)),
	}));
	const said: string[] = [];
	const [show, focusSelection] = [vi.fn(), vi.fn()];
	const here = new ConsoleHere(
		{ session, scene, playing: { console }, clipboard, show, focusSelection },
		{ notify: ({ text }) => void said.push(text) },
	);
	return { session, scene, script, console, here, said, written, show, focusSelection, lamp, place };
}

describe('the console on screen', () => {
	it('[T72] shows what is wanted of it: by what it is, and by words of it', async () => {
		const { here } = await setup();
		const texts = () => here.list.map(({ text }) => text);
		expect(texts()).toEqual(['Broken', 'Hello\nthere']);
		here.show('error', false);
		expect(texts()).toEqual(['Hello\nthere']);
		here.show('error', true);
		for (const word of ['BROKEN', ' lamp', 'door ']) {
			here.search = word;
			expect(texts()).toEqual(['Broken']);
		}
		here.search = 'else';
		expect(texts()).toEqual([]);
		expect([here.count('error'), here.count('warn'), here.count('info')]).toEqual([1, 0, 1]);
	});

	it('[T72] leads to the line of the script, and says so when the script is gone', async () => {
		const { here, script, show, said } = await setup();
		here.openScript(here.all[0]!);
		expect(show).toHaveBeenCalledWith(script.id);
		expect(script.takeLine()).toBe(3);
		expect(script.takeLine()).toBeUndefined();
		here.openScript({ ...here.all[0]!, place: { id: 'gone', name: 'Gate', line: 1 } });
		expect(show).toHaveBeenCalledOnce();
		expect(said).toEqual(['The script “Gate” is not in this project any more.']);
	});

	it('[T72] leads to the entity, and says so when it only came while the game ran', async () => {
		const { here, scene, lamp, focusSelection, said } = await setup();
		here.selectEntity(here.all[0]!);
		expect(scene.selection.ids).toEqual([lamp]);
		expect(focusSelection).toHaveBeenCalledOnce();
		here.selectEntity({ ...here.all[0]!, entity: { id: 'spawned', name: 'Ball' } });
		expect(scene.selection.ids).toEqual([lamp]);
		expect(said).toEqual([expect.stringMatching(/^“Ball” is not in the project/)]);
	});

	it('[T72] is copied as text, whole, and emptied', async () => {
		const { here, written, said } = await setup();
		here.show('info', false);
		await here.copy();
		expect(written).toEqual(['Error: Broken (Door, line 3 · Lamp)\nMessage: Hello\nthere × 2']);
		expect(said).toEqual(['The console was copied.']);
		here.clear();
		expect(here.all).toEqual([]);
	});
});

describe('errors of a game in the code', () => {
	it('[T74] stand at their lines, once each, until the next game begins', async () => {
		const { session, script, console, place } = await setup();
		const marks = new ErrorMarks(session);
		console.add({ level: 'error', text: 'Broken', entity: null, place });
		console.add({ level: 'error', text: 'No line', entity: null, place: { ...place, line: 0 } });
		console.add({ level: 'warn', text: 'Careful', entity: null, place });
		marks.show(console.errors);
		expect(script.marks).toEqual([{ line: 3, message: 'Broken' }]);
		console.clear();
		marks.show(console.errors);
		expect(script.marks).toEqual([]);
	});

	it('[T74] are not told again while they are the same: by then they moved with their text', async () => {
		const { session, script, console } = await setup();
		const marks = new ErrorMarks(session);
		const heard = vi.fn();
		script.onMarks(heard);
		marks.show(console.errors);
		console.add(console.errors[0]!);
		marks.show(console.errors);
		expect(heard).toHaveBeenCalledOnce();
		session.releaseDocument(script.id);
		marks.show(console.errors);
		expect(session.script(script.id)?.marks).toHaveLength(1);
	});
});
