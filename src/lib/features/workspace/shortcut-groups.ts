import type { CommandId } from '#lib/editor/shortcuts.ts';
import { m } from '#lib/paraglide/messages.js';

type Line = { readonly label: string; readonly keys: string };
type Group = { readonly title: string; readonly lines: readonly Line[] };

/** Everything the keyboard does, as the shortcuts dialog lists it. `keys` writes a command's keys. */
export function shortcutGroups(keys: (id: CommandId) => string, apple: boolean): readonly Group[] {
	const line = (id: CommandId, label: string): Line => ({ label, keys: keys(id) });
	const alt = apple ? '⌥' : 'Alt+';
	const shift = apple ? '⇧' : 'Shift+';
	return [
		{
			title: m.studio_shortcuts_tools(),
			lines: [
				line('tool-select', m.studio_tool_select()),
				line('tool-move', m.studio_tool_move()),
				line('tool-rotate', m.studio_tool_rotate()),
				line('tool-scale', m.studio_tool_scale()),
				line('toggle-snap', m.studio_snap()),
			],
		},
		{
			title: m.studio_shortcuts_edit(),
			lines: [
				line('undo', m.studio_undo()),
				line('redo', m.studio_redo()),
				line('duplicate', m.studio_duplicate()),
				line('delete', m.studio_delete()),
				line('select-all', m.studio_select_all()),
				line('deselect', m.studio_deselect()),
				line('import', m.studio_import()),
				line('save-to-file', m.studio_save_to_file()),
			],
		},
		{
			title: m.studio_shortcuts_viewport(),
			lines: [
				{ label: m.studio_key_nudge(), keys: '← ↑ ↓ →' },
				{ label: m.studio_key_nudge_up(), keys: 'PgUp PgDn' },
				{ label: m.studio_key_nudge_far(), keys: `${shift}←` },
				line('focus', m.studio_focus()),
				line('toggle-grid', m.studio_grid()),
				{ label: m.studio_key_orbit(), keys: m.studio_key_orbit_keys() },
				{ label: m.studio_key_pan(), keys: m.studio_key_pan_keys() },
			],
		},
		{
			title: m.studio_shortcuts_tree(),
			lines: [
				line('search', m.studio_search()),
				line('rename', m.studio_key_tree_rename()),
				{ label: m.studio_key_tree_extend(), keys: `${shift}↑ ↓` },
				{ label: m.studio_key_tree_move(), keys: `${alt}↑ ↓` },
				{ label: m.studio_key_tree_nest(), keys: `${alt}→ ←` },
			],
		},
	];
}
