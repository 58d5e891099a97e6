import Copy from '@lucide/svelte/icons/copy';
import Eye from '@lucide/svelte/icons/eye';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Pencil from '@lucide/svelte/icons/pencil';
import Scan from '@lucide/svelte/icons/scan';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Upload from '@lucide/svelte/icons/upload';
import type { CommandId } from '#lib/editor/shortcuts.ts';
import { m } from '#lib/paraglide/messages.js';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Icon } from '#lib/ui/icon.ts';
import type { MenuAction, MenuItem } from '#lib/ui/menu.ts';
import type { HierarchyState } from './hierarchy.svelte.ts';

const entry = (commands: WorkspaceCommands, id: CommandId, label: string, icon?: Icon): MenuAction => ({
	label,
	icon,
	shortcut: commands.shortcut(id),
	reason: commands.reason(id),
	onselect: () => commands.run(id),
});

/** What can be done with the selection, under the pointer. */
export function selectionMenu(state: HierarchyState, commands: WorkspaceCommands): readonly MenuItem[] {
	const ids = [...state.selection];
	const shown = ids.some((id) => state.isVisible(id));
	return [
		entry(commands, 'rename', m.hierarchy_rename(), Pencil),
		entry(commands, 'duplicate', m.hierarchy_duplicate(), Copy),
		entry(commands, 'focus', m.hierarchy_focus(), Scan),
		{
			label: shown ? m.hierarchy_hide() : m.hierarchy_show(),
			icon: shown ? EyeOff : Eye,
			reason: commands.reason('delete'),
			onselect: () => state.setVisible(ids, !shown),
		},
		'separator',
		{ ...entry(commands, 'delete', m.hierarchy_delete(), Trash2), danger: true },
	];
}

/** The panel's own menu. */
export function panelMenu(state: HierarchyState, commands: WorkspaceCommands): readonly MenuItem[] {
	return [
		entry(commands, 'import', m.hierarchy_import(), Upload),
		'separator',
		...selectionMenu(state, commands),
		'separator',
		entry(commands, 'select-all', m.hierarchy_select_all()),
		{ label: m.hierarchy_expand_all(), onselect: () => state.expandAll() },
		{ label: m.hierarchy_collapse_all(), onselect: () => state.collapseAll() },
	];
}
