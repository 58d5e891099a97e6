import { describe, expect, it } from 'vitest';
import { memorySettings } from '../../../../tests/helpers/memory-settings.ts';
import { BUILT_IN_ACTIONS } from '#lib/runtime/input/actions.ts';
import type { PadState } from '#lib/runtime/input/read-pad.ts';
import { KeptControls } from '#lib/studio/kept-controls.svelte.ts';
import { ControlsEditor } from './controls-editor.svelte.ts';

function setup() {
	const settings = memorySettings();
	const pads: (PadState | null)[] = [];
	const waiting = new Set<(time: number) => void>();
	const editor = new ControlsEditor({
		actions: BUILT_IN_ACTIONS,
		kept: new KeptControls(settings, 'one'),
		nextFrame: (draw) => {
			waiting.add(draw);
			return () => waiting.delete(draw);
		},
		pads: () => pads,
	});
	const line = (id: string) => editor.lines.find((other) => other.id === id)!;
	const frame = () => [...waiting].forEach((draw) => (waiting.delete(draw), draw(0)));
	return { settings, pads, editor, line, frame, waiting };
}

const pad = (...pressed: number[]): PadState => ({
	axes: [0, 0, 0, 0],
	buttons: Array.from({ length: 17 }, (_, at) => ({ value: Number(pressed.includes(at)), pressed: false })),
});

describe('binding the controls of a game', () => {
	it('[T43] a free key becomes the action’s at once, and the device remembers it', async () => {
		const { editor, line, settings } = setup();
		expect(line('jump')).toMatchObject({ name: 'Jump', bindings: ['Space', 'Pad A'], changed: false });
		editor.ask('jump');
		editor.press('key:KeyQ');
		expect(line('jump')).toMatchObject({ bindings: ['Q', 'Pad A'], changed: true, asked: false });
		const later = new KeptControls(settings, 'one');
		await later.load();
		expect(later.current).toEqual({ bindings: { jump: ['key:KeyQ', 'pad:0'] }, mirrored: false });
	});

	it('[T43] what another action has is taken only when that was agreed to', () => {
		const { editor, line } = setup();
		editor.ask('jump');
		editor.press('mouse:0');
		expect(line('jump')).toMatchObject({
			bindings: ['Space', 'Pad A'],
			problem: 'Left mouse button already means “Fire”.',
			canTake: true,
		});
		editor.take();
		expect(line('jump').bindings).toEqual(['Left mouse button', 'Pad A']);
		expect(line('fire').bindings).toEqual(['F', 'Pad RT']);
		editor.reset('jump');
		expect(line('jump').changed).toBe(false);
		editor.reset();
		expect(line('fire').bindings).toEqual(['Left mouse button', 'F', 'Pad RT']);
	});

	it('[T43] what must stay free says so; Escape leaves everything as it was', () => {
		const { editor, line } = setup();
		editor.ask('jump');
		editor.press('key:Tab');
		expect(line('jump')).toMatchObject({
			asked: true,
			problem: 'The browser or the studio needs Tab. Choose another one.',
			canTake: false,
		});
		editor.take();
		expect(line('jump').asked).toBe(true);
		editor.press('key:Escape');
		expect(line('jump')).toMatchObject({ asked: false, changed: false });
		expect(line('pause').bindings).toEqual(['Escape', 'P', 'Pad Menu']);
	});

	it('[T43] a button of a pad is heard while it is asked for; one that was held before was not meant', () => {
		const { editor, line, pads, frame, waiting } = setup();
		pads.push(null, pad(3));
		editor.ask('jump');
		frame();
		expect(line('jump').asked).toBe(true);
		pads[1] = pad(3, 5);
		frame();
		expect(line('jump').bindings).toEqual(['Space', 'Pad RB']);
		expect(waiting.size).toBe(0);
		editor.ask('jump');
		expect(waiting.size).toBe(1);
		editor.cancel();
		expect(waiting.size).toBe(0);
	});

	it('[T45] the stick of touch screens can be on the other side; all is reset at once', () => {
		const { editor } = setup();
		expect(editor.changed).toBe(false);
		editor.setMirrored(true);
		expect([editor.mirrored, editor.changed]).toEqual([true, true]);
		editor.reset();
		expect([editor.mirrored, editor.changed]).toEqual([false, false]);
	});

	it('[T43] every action has a name, and everything that presses one', () => {
		const { editor } = setup();
		const names = editor.lines.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((name) => /^[a-z]|\d/.test(name))).toEqual([]);
		const bindings = editor.lines.flatMap((line) => line.bindings);
		expect(bindings.filter((name) => name === '' || /undefined|:/.test(name))).toEqual([]);
	});
});
