import { placeItems } from '#lib/studio/panel-items.ts';
import { selectionMenu } from '#lib/studio/selection-menu.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { MenuItem } from '#lib/ui/menu.ts';

/** The panel's own menu. */
export function panelMenu(commands: WorkspaceCommands): readonly MenuItem[] {
	return [
		...commands.items(['file.import']),
		'separator',
		...selectionMenu(commands),
		'separator',
		...commands.items(['selection.all', 'tree.expand-all', 'tree.collapse-all']),
		...placeItems(commands, 'hierarchy'),
	];
}
