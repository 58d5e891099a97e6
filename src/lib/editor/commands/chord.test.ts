import { describe, expect, it } from 'vitest';
import { chordOf, formatChord, type PressedKey } from './chord.ts';

const press = (key: string, held: Partial<PressedKey> = {}) =>
	chordOf({ key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe('chords', () => {
	it('a pressed key is written in one way', () => {
		expect(press('w')).toBe('w');
		expect(press('W', { shiftKey: true })).toBe('shift+w');
		expect(press('z', { ctrlKey: true })).toBe('mod+z');
		expect(press('Z', { metaKey: true, shiftKey: true })).toBe('mod+shift+z');
		expect(press('F2')).toBe('F2');
		expect(press('Shift', { shiftKey: true })).toBeUndefined();
	});

	it('a sign is the same with and without Shift', () => {
		expect(press('?')).toBe('?');
		expect(press('?', { shiftKey: true })).toBe('?');
		expect(press('+', { shiftKey: true, ctrlKey: true })).toBe('mod+Plus');
	});

	it('a letter is found by its place where it writes another one', () => {
		expect(press('ц', { code: 'KeyW' })).toBe('w');
		expect(press('å', { code: 'KeyA', altKey: true })).toBe('alt+a');
		// A French keyboard has its A where others have Q.
		expect(press('a', { code: 'KeyQ' })).toBe('a');
		expect(press('ö', { code: 'Semicolon' })).toBe('ö');
	});

	it('is shown as the platform writes it', () => {
		expect(formatChord('mod+shift+z', false)).toBe('Ctrl+Shift+Z');
		expect(formatChord('mod+shift+z', true)).toBe('⇧⌘Z');
		expect(formatChord('alt+a', true)).toBe('⌥A');
		expect(formatChord('Delete', false)).toBe('Del');
		expect(formatChord('mod+Plus', false)).toBe('Ctrl++');
	});
});
