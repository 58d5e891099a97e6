import { m } from '../paraglide/messages.js';
import { DOCKS, type PanelId } from './panel-arrangement.svelte.ts';
import type { CommandItem, WorkspaceCommands } from './workspace-commands.ts';

type PlaceItem = 'separator' | { readonly heading: string } | Omit<CommandItem, 'checked'>;

/** For the menu at a panel's head: where it can go. Nothing on a phone, where panels are sheets. */
export function placeItems(commands: WorkspaceCommands, panel: PanelId): readonly PlaceItem[] {
	if (!commands.has(`panel.${panel}`)) return [];
	const { checked: _, ...hide } = commands.item(`panel.${panel}`);
	return [
		'separator',
		{ heading: m.panels_place() },
		...commands.items(DOCKS.map((dock) => `panel.${panel}-${dock}` as const)),
		{ ...hide, label: m.panels_hide_this() },
	];
}
