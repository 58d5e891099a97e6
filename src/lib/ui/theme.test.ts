import { expect, it } from 'vitest';
import { isThemeChoice, resolveTheme } from './theme.svelte.ts';

it('a chosen theme holds whatever the system prefers', () => {
	expect(resolveTheme('dark', true)).toBe('dark');
	expect(resolveTheme('light', false)).toBe('light');
});
it('"system" follows the system', () => {
	expect(resolveTheme('system', true)).toBe('light');
	expect(resolveTheme('system', false)).toBe('dark');
});
it('a stored word that is no theme is not one', () => {
	expect(isThemeChoice('light')).toBe(true);
	expect(isThemeChoice('blue')).toBe(false);
	expect(isThemeChoice(null)).toBe(false);
});
