import { expect, it } from 'vitest';
import { memorySettings } from '../../../../tests/helpers/memory-settings.ts';
import { mintDocumentId, mintEntityId } from '#lib/base/ids.ts';
import { LESSONS } from './lessons.ts';
import { Tour, type SeenScene } from './tour.svelte.ts';

const ID = mintDocumentId();
const BOX = mintEntityId();
const scene = (things: Readonly<Record<string, readonly number[]>>, selected: string[] = []): SeenScene => ({
	id: ID,
	entities: new Map(Object.entries(things).map(([id, position]) => [id, { values: { position } }])) as never,
	selected: selected as never,
});

async function setup(stored?: { lesson: number; step: number } | string) {
	const settings = memorySettings();
	if (stored !== undefined) await settings.set('tour.place', stored);
	const tour = await Tour.open(settings);
	return { tour, again: () => Tour.open(settings), at: () => [tour.number, tour.doneSteps] };
}

it('[E178] a step is done by its command or by looking around, and by nothing else', async () => {
	const { tour, at } = await setup();
	tour.ran('view.frame-all');
	expect(at()).toEqual([1, 0]);
	tour.looked();
	expect(at()).toEqual([1, 1]);
	tour.looked();
	tour.ran('history.undo');
	expect(at()).toEqual([1, 1]);
	tour.ran('view.frame-all');
	expect(at()).toEqual([2, 0]);
});

it('[E178] what is added, selected and moved in the scene is seen', async () => {
	const { tour, at } = await setup({ lesson: 1, step: 0 });
	tour.sees(scene({}));
	expect(at()).toEqual([2, 0]);
	tour.sees(scene({ [BOX]: [0, 0, 0] }));
	expect(at()).toEqual([2, 1]);
	tour.sees(scene({ [BOX]: [0, 0, 0] }, [BOX]));
	expect(at()).toEqual([2, 2]);
	tour.sees(scene({ [BOX]: [0, 0, 0] }, [BOX]));
	expect(at()).toEqual([2, 2]);
	tour.sees(scene({ [BOX]: [1, 0, 0] }, [BOX]));
	expect(at()).toEqual([3, 0]);
});

it('[E178] another scene that comes on screen is nothing that was done', async () => {
	const { tour, at } = await setup({ lesson: 1, step: 0 });
	tour.sees(scene({}));
	tour.sees({ ...scene({ [BOX]: [0, 0, 0] }), id: mintDocumentId() });
	expect(at()).toEqual([2, 0]);
});

it('[E179] the tour goes on where it was left, and begins anew once it is done', async () => {
	const { tour, again } = await setup();
	tour.next();
	tour.next();
	expect((await again()).number).toBe(2);
	for (const { steps } of LESSONS) for (const _ of steps) tour.next();
	expect(tour.lesson).toBeUndefined();
	const anew = await again();
	expect([anew.number, anew.doneSteps]).toEqual([1, 0]);
	expect((await setup('nothing')).tour.number).toBe(1);
	expect((await setup({ lesson: 7, step: 2 })).tour.number).toBe(1);
});
