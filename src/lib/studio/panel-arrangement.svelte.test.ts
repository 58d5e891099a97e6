import { describe, expect, it } from 'vitest';
import { memorySettings } from '../../../tests/helpers/memory-settings.ts';
import { DEFAULT_SIZES, PanelArrangement } from './panel-arrangement.svelte.ts';

async function setup(stored?: Parameters<ReturnType<typeof memorySettings>['set']>[1]) {
	const settings = memorySettings();
	if (stored !== undefined) await settings.set('workspace.panels', stored);
	const panels = await PanelArrangement.open(settings);
	const docks = (of = panels) => [of.shownIn('start'), of.shownIn('end'), of.shownIn('bottom')];
	return { panels, docks, again: () => PanelArrangement.open(settings) };
}

describe('[E174] panels', () => {
	it('stand where they were moved to, last among what is there, also the next time', async () => {
		const { panels, docks, again } = await setup();
		expect(docks()).toEqual([['hierarchy'], ['inspector'], ['assets']]);
		panels.move('inspector', 'start');
		panels.move('assets', 'end');
		expect(docks()).toEqual([['hierarchy', 'inspector'], ['assets'], []]);
		expect(docks(await again())).toEqual(docks());
		panels.move('hierarchy', 'start');
		expect(panels.shownIn('start')).toEqual(['inspector', 'hierarchy']);
	});

	it('[E164] come before another where that is asked for', async () => {
		const { panels, docks, again } = await setup();
		panels.move('inspector', 'start', 'hierarchy');
		panels.move('assets', 'start', 'hierarchy');
		expect(docks()).toEqual([['inspector', 'assets', 'hierarchy'], [], []]);
		expect(docks(await again())).toEqual(docks());
		panels.move('inspector', 'end', 'hierarchy');
		expect(docks()).toEqual([['assets', 'hierarchy'], ['inspector'], []]);
	});

	it('share their dock, evenly until somebody divides it otherwise', async () => {
		const { panels, again } = await setup();
		panels.move('inspector', 'start');
		expect(panels.shareOf('hierarchy')).toBe(0.5);
		panels.divide('hierarchy', 'inspector', 0.75);
		expect((await again()).shareOf('hierarchy')).toBe(0.75);
		panels.setShown('hierarchy', false);
		expect(panels.shareOf('inspector')).toBe(1);
	});

	it('are hidden and shown; moved, a hidden one is seen', async () => {
		const { panels, docks, again } = await setup();
		panels.setShown('assets', false);
		expect(docks(await again())).toEqual([['hierarchy'], ['inspector'], []]);
		panels.move('assets', 'start');
		expect(panels.shownIn('start')).toEqual(['hierarchy', 'assets']);
	});

	it('give way to the picture and come back as they were; of them, one that is asked for', async () => {
		const { panels, docks, again } = await setup();
		panels.setShown('assets', false);
		panels.togglePictureOnly();
		expect(docks()).toEqual([[], [], []]);
		panels.togglePictureOnly();
		expect(docks()).toEqual([['hierarchy'], ['inspector'], []]);
		panels.togglePictureOnly();
		expect(docks(await again())).toEqual([['hierarchy'], ['inspector'], []]);
		panels.setShown('inspector', true);
		expect(docks()).toEqual([[], ['inspector'], []]);
	});

	it('are as at first after a reset', async () => {
		const { panels, docks, again } = await setup();
		expect(panels.isDefault).toBe(true);
		panels.move('inspector', 'bottom');
		panels.setSize('start', 30);
		panels.setShown('hierarchy', false);
		expect(panels.isDefault).toBe(false);
		panels.reset();
		expect(panels.isDefault).toBe(true);
		expect(docks(await again())).toEqual([['hierarchy'], ['inspector'], ['assets']]);
	});
});

describe('[E174] what was stored of the panels', () => {
	it('by a version that knew only sizes, keeps them', async () => {
		const { panels, docks } = await setup({ start: 30, end: 20, bottom: 10 });
		expect(panels.sizes).toEqual({ start: 30, end: 20, bottom: 10 });
		expect(docks()).toEqual([['hierarchy'], ['inspector'], ['assets']]);
	});

	it('and is none is left out: every panel stands once', async () => {
		const { panels, docks } = await setup({
			start: 300,
			end: 'wide',
			docks: { start: ['inspector', 'hierarchy', 'nothing'], end: ['inspector', 7], bottom: 'all' },
			shares: { hierarchy: -1, inspector: 'all' },
			hidden: 'all',
		});
		expect(panels.sizes).toEqual(DEFAULT_SIZES);
		expect(docks()).toEqual([['inspector', 'hierarchy'], [], ['assets']]);
		expect(panels.shareOf('hierarchy')).toBe(0.5);
		expect((await setup('nothing')).panels.isDefault).toBe(true);
	});
});
