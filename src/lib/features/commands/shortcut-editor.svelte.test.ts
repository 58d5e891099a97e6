import { describe, expect, it } from 'vitest';
import { memorySettings } from '../../../../tests/helpers/memory-settings.ts';
import { CommandKeys } from '#lib/studio/command-keys.svelte.ts';
import { ShortcutEditor } from './shortcut-editor.svelte.ts';

const held = { code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

function setup() {
	const settings = memorySettings();
	const keys = new CommandKeys(settings);
	const editor = new ShortcutEditor({ keys, apple: false });
	const line = (id: string) => {
		const found = editor.linesOf('edit').find((other) => other.id === id);
		if (!found) throw new Error(`no line for ${id}`);
		return found;
	};
	return { settings, keys, editor, line };
}

describe('changing shortcuts', () => {
	it('[E4] a free key becomes the command’s at once, and the device remembers it', async () => {
		const { editor, line, settings } = setup();
		editor.ask('entity.delete');
		expect(line('entity.delete').asked).toBe(true);
		editor.press({ ...held, key: 'Shift', shiftKey: true });
		expect(line('entity.delete').asked).toBe(true);
		editor.press({ ...held, key: 'j', ctrlKey: true });
		expect(line('entity.delete')).toMatchObject({ keys: ['Ctrl+J'], changed: true, asked: false });
		const later = new CommandKeys(settings);
		await later.load();
		expect(later.map.changes.three?.['entity.delete']).toEqual(['mod+j']);
	});

	it('[E4] a key that another command has is taken only when that was agreed to', () => {
		const { editor, line } = setup();
		editor.ask('entity.delete');
		editor.press({ ...held, key: 'd', ctrlKey: true });
		expect(line('entity.delete')).toMatchObject({
			keys: ['Del', 'Backspace'],
			problem: 'Ctrl+D already means “Duplicate the selection”.',
			canTake: true,
		});
		editor.take();
		expect(line('entity.delete').keys).toEqual(['Ctrl+D']);
		expect(line('entity.duplicate').keys).toEqual([]);
		editor.reset();
		expect(line('entity.duplicate').keys).toEqual(['Ctrl+D']);
		expect(editor.changed).toBe(false);
	});

	it('[E4] a key that cannot be one is not taken; Escape leaves everything as it was', () => {
		const { editor, line } = setup();
		editor.ask('entity.delete');
		editor.press({ ...held, key: 'w', ctrlKey: true });
		expect(line('entity.delete').problem).toContain('browser');
		expect(line('entity.delete').canTake).toBe(false);
		editor.take();
		editor.press({ ...held, key: 'Escape' });
		expect(line('entity.delete')).toMatchObject({ keys: ['Del', 'Backspace'], asked: false });
		expect(line('entity.delete').problem).toBeUndefined();
	});

	it('[E4] what was chosen before the stored keys were read stays', async () => {
		const { keys, settings } = setup();
		await settings.set('commands.keymap', { profile: 'unity', changes: {} });
		const reading = keys.load();
		keys.chooseProfile('blender');
		await reading;
		expect(keys.map.profile).toBe('blender');
	});
});
