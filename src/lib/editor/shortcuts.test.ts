import { describe, expect, it } from 'vitest';
import { COMMAND_IDS, SHORTCUTS, commandOfKey, formatShortcut, type PressedKey } from './shortcuts.ts';

const press = (key: string, held: Partial<PressedKey> = {}) =>
	commandOfKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe('shortcuts', () => {
	it('a key means its command only with exactly its modifiers', () => {
		expect(press('w')).toBe('tool-move');
		expect(press('W')).toBe('tool-move');
		expect(press('w', { shiftKey: true })).toBeUndefined();
		expect(press('w', { ctrlKey: true })).toBeUndefined();
		expect(press('w', { altKey: true })).toBeUndefined();
		expect(press('z', { ctrlKey: true })).toBe('undo');
		expect(press('Z', { metaKey: true, shiftKey: true })).toBe('redo');
		expect(press('y', { ctrlKey: true })).toBe('redo');
	});

	it('a sign is the same with and without Shift', () => {
		expect(press('?')).toBe('shortcuts');
		expect(press('?', { shiftKey: true })).toBe('shortcuts');
	});

	it('no key means two commands', () => {
		const chords = COMMAND_IDS.flatMap((id) => SHORTCUTS[id].map((chord) => JSON.stringify(chord)));
		expect(new Set(chords).size).toBe(chords.length);
	});

	it('is written as the platform writes it', () => {
		expect(formatShortcut('redo', false)).toBe('Ctrl+Shift+Z');
		expect(formatShortcut('redo', true)).toBe('⇧⌘Z');
		expect(formatShortcut('tool-move', false)).toBe('W');
		expect(formatShortcut('delete', false)).toBe('Del');
	});
});
