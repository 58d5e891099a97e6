import { describe, expect, it } from 'vitest';
import { PanelArrangement } from '#lib/studio/panel-arrangement.svelte.ts';
import { memorySettings } from '../../../../tests/helpers/memory-settings.ts';
import { PanelLayout } from './panel-layout.svelte.ts';

async function setup({ sizes = { start: 20, end: 20, bottom: 20 }, room = 1000, length = 500 } = {}) {
	const settings = memorySettings();
	await settings.set('workspace.panels', sizes);
	const panels = await PanelArrangement.open(settings);
	const layout = new PanelLayout(panels, { window: () => room, length: () => length });
	const placeOf = (id: string) => layout.cells.find((cell) => cell.id === id)?.place;
	return { panels, layout, placeOf, ids: () => layout.cells.map(({ id }) => id) };
}

describe('panel sizes', () => {
	it('are shares of the window, within what is of use', async () => {
		expect((await setup()).layout.box('start').size).toBe(200);
		const { layout } = await setup({ sizes: { start: 5, end: 80, bottom: 20 } });
		expect(layout.box('start').size).toBe(200);
		expect(layout.box('end').size).toBe(360);
	});

	it('follow the pointer, and are remembered when it lets go', async () => {
		const { panels, layout } = await setup();
		layout.resize('start', 280, false);
		expect(layout.box('start').size).toBe(280);
		expect(panels.sizes.start).toBe(20);
		layout.resize('start', 300, true);
		expect(panels.sizes).toEqual({ start: 30, end: 20, bottom: 20 });
	});
});

describe('[E175] the frame around the picture', () => {
	it('is read from the left, by way of the picture and what is below it, to the right', async () => {
		const { ids, placeOf } = await setup();
		expect(ids()).toEqual([
			'hierarchy',
			'edge-start',
			'picture',
			'edge-bottom',
			'assets',
			'edge-end',
			'inspector',
		]);
		expect(placeOf('picture')).toEqual({ start: '201px', end: '233px', top: '0px', bottom: '201px' });
	});

	it('leaves a dock without panels to the picture', async () => {
		const { panels, ids, placeOf } = await setup();
		panels.togglePictureOnly();
		expect(ids()).toEqual(['picture']);
		expect(placeOf('picture')).toEqual({ start: '0px', end: '0px', top: '0px', bottom: '0px' });
	});

	it('divides a dock among its panels, by a line that is moved between them', async () => {
		const { panels, layout, ids, placeOf } = await setup();
		panels.move('inspector', 'start');
		expect(ids().slice(0, 3)).toEqual(['hierarchy', 'between-hierarchy-inspector', 'inspector']);
		expect(placeOf('inspector')).toMatchObject({ top: '50%', height: '50%' });
		const pair = ['hierarchy', 'inspector'] as const;
		expect(layout.boxBetween('start', pair)).toEqual({ size: 250, min: 96, max: 404 });
		layout.resizeBetween('start', pair, 125);
		expect(layout.boxBetween('start', pair).size).toBe(125);
		expect(panels.shareOf('hierarchy')).toBe(0.25);
		expect(layout.resetBetween('start', pair)).toBe(250);
	});
});
