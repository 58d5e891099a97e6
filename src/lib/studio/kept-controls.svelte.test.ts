import { describe, expect, it } from 'vitest';
import { memorySettings } from '../../../tests/helpers/memory-settings.ts';
import { KeptControls } from './kept-controls.svelte.ts';

describe('what a player changed of the controls', () => {
	it('[T43] is remembered on this device, by project', async () => {
		const settings = memorySettings();
		const mine = new KeptControls(settings, 'one');
		await mine.load();
		expect(mine.current).toBe(undefined);
		mine.keep({ mirrored: true });
		const later = new KeptControls(settings, 'one');
		await later.load();
		expect(later.current).toEqual({ mirrored: true });
		const other = new KeptControls(settings, 'two');
		await other.load();
		expect(other.current).toBe(undefined);
	});

	it('[T43] what is changed while it is read stays', async () => {
		const settings = memorySettings();
		new KeptControls(settings, 'one').keep('old');
		const controls = new KeptControls(settings, 'one');
		const loading = controls.load();
		controls.keep('new');
		await loading;
		expect(controls.current).toBe('new');
	});
});
