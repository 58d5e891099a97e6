import { tick } from 'svelte';
import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import { DOCKS, PANELS, type Dock, type PanelId } from '#lib/studio/panel-arrangement.svelte.ts';
import type { PanelArrangement } from '#lib/studio/panel-arrangement.svelte.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;

const NAMES: Readonly<Record<PanelId, () => string>> = {
	hierarchy: m.studio_panel_hierarchy,
	inspector: m.studio_panel_inspector,
	assets: m.studio_panel_assets,
};
const AT: Readonly<Record<Dock, () => string>> = {
	start: m.panels_at_left,
	end: m.panels_at_right,
	bottom: m.panels_at_bottom,
};

export const panelName = (panel: PanelId): string => NAMES[panel]();

/** What can be done with the panels around the picture. `reason`: why nothing can, as there is no picture. */
export function panelActs(panels: PanelArrangement, reason: () => string | undefined): Acts {
	const whyNotThere = (panel: PanelId, dock: Dock) =>
		panels.isShown(panel) && panels.dockOf(panel) === dock
			? m.panels_why_there({ panel: panelName(panel), place: AT[dock]() })
			: undefined;
	const moves = PANELS.flatMap((panel) =>
		DOCKS.map((dock): [CommandId, CommandAct] => [
			`panel.${panel}-${dock}`,
			{
				run: () => {
					panels.move(panel, dock);
					void focusPanel(panel);
				},
				reason: () => reason() ?? whyNotThere(panel, dock),
			},
		]),
	);
	const toggles = PANELS.map((panel): [CommandId, CommandAct] => [
		`panel.${panel}`,
		{
			run: () => panels.setShown(panel, !panels.isShown(panel)),
			reason,
			checked: () => panels.isShown(panel),
		},
	]);
	return {
		...Object.fromEntries([...toggles, ...moves]),
		'panel.picture-only': {
			run: () => panels.togglePictureOnly(),
			reason,
			checked: () => panels.pictureOnly,
		},
		'panel.reset': {
			run: () => panels.reset(),
			reason: () => reason() ?? (panels.isDefault ? m.panels_why_default() : undefined),
		},
	};
}

/** Who moved a panel by key goes on in it. */
async function focusPanel(panel: PanelId): Promise<void> {
	await tick();
	document.querySelector<HTMLElement>(`[data-panel="${panel}"]`)?.focus();
}
