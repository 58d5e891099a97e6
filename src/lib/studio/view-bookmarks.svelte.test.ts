import { expect, it } from 'vitest';
import { memorySettings } from '../../../tests/helpers/memory-settings.ts';
import { mintDocumentId } from '../base/ids.ts';
import { ViewBookmarks } from './view-bookmarks.svelte.ts';

const KEY = 'views';
const view = { position: [1, 2, 3], target: [0, 0, 0] } as const;

it('[E99] views are kept by scene and number, on this device', async () => {
	const settings = memorySettings();
	const [scene, other] = [mintDocumentId(), mintDocumentId()];
	const bookmarks = await ViewBookmarks.open(settings, KEY);
	expect(bookmarks.find(scene, 3)).toBeUndefined();
	bookmarks.keep(scene, 3, view);
	bookmarks.keep(scene, 4, { ...view, target: [5, 5, 5] });
	const again = await ViewBookmarks.open(settings, KEY);
	expect(again.find(scene, 3)).toEqual(view);
	expect(again.find(scene, 4)?.target).toEqual([5, 5, 5]);
	expect(again.find(other, 3)).toBeUndefined();
});

it('[E99] what was stored and is no view is left out', async () => {
	const settings = memorySettings();
	const scene = mintDocumentId();
	const wrong = { position: [1, 2], target: [0, 0, 0] };
	await settings.set(KEY, {
		[scene]: { 1: wrong, 2: { ...view, target: [...view.target] }, 10: 7 },
		more: 5,
	});
	const bookmarks = await ViewBookmarks.open(settings, KEY);
	expect(bookmarks.find(scene, 1)).toBeUndefined();
	expect(bookmarks.find(scene, 2)).toEqual(view);
	await settings.set(KEY, 'nothing');
	expect((await ViewBookmarks.open(settings, KEY)).find(scene, 2)).toBeUndefined();
});
