import { describe, expect, it } from 'vitest';
import type { PanelSizes } from '#lib/studio/workspace.svelte.ts';
import { PanelLayout } from './panel-layout.svelte.ts';

function setup(panels: PanelSizes = { start: 20, end: 20, bottom: 20 }, room = 1000) {
	const workspace = {
		panels,
		setPanels: (next: Partial<PanelSizes>) => void (workspace.panels = { ...workspace.panels, ...next }),
	};
	return { workspace, layout: new PanelLayout(workspace, () => room) };
}

describe('panel sizes', () => {
	it('are shares of the window, within what is of use', () => {
		expect(setup().layout.box('start').size).toBe(200);
		expect(setup({ start: 5, end: 80, bottom: 20 }).layout.box('start').size).toBe(200);
		expect(setup({ start: 5, end: 80, bottom: 20 }).layout.box('end').size).toBe(360);
	});

	it('follow the pointer, and are remembered when it lets go', () => {
		const { workspace, layout } = setup();
		layout.resize('start', 280, false);
		expect(layout.box('start').size).toBe(280);
		expect(workspace.panels.start).toBe(20);
		layout.resize('start', 300, true);
		expect(workspace.panels).toEqual({ start: 30, end: 20, bottom: 20 });
	});
});
