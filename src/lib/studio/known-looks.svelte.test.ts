import { expect, it } from 'vitest';
// Loaded before the test's own time begins: a hundred icons take their time.
import './command-looks.ts';
import { KnownLooks } from './known-looks.svelte.ts';

it('[E2] knows the commands with a button from the start, and every other once it was brought', async () => {
	const looks = new KnownLooks();
	expect(looks.of('history.undo')?.label()).toBe('Undo');
	expect(looks.of('view.front')).toBeUndefined();
	await looks.bring();
	expect(looks.of('history.undo')?.label()).toBe('Undo');
	expect(looks.of('view.front')?.label()).toBe('Front');
});
