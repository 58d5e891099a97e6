import type { CommandGroup } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';

type FixedKeys = { readonly label: string; readonly keys: string };

/** Keys that belong to the tree and the picture themselves, by the group of commands they stand beside. */
export function fixedKeys(group: CommandGroup, apple: boolean): readonly FixedKeys[] {
	const alt = apple ? '⌥' : 'Alt+';
	const shift = apple ? '⇧' : 'Shift+';
	if (group === 'view') {
		return [
			{ label: m.studio_key_nudge(), keys: '← ↑ ↓ →' },
			{ label: m.studio_key_handles(), keys: '← ↑ ↓ → PgUp PgDn' },
			{ label: m.studio_key_nudge_up(), keys: 'PgUp PgDn' },
			{ label: m.studio_key_nudge_far(), keys: `${shift}←` },
			{ label: m.studio_key_orbit(), keys: m.studio_key_orbit_keys() },
			{ label: m.studio_key_fly(), keys: m.studio_key_fly_keys() },
			{ label: m.studio_key_pan(), keys: m.studio_key_pan_keys() },
		];
	}
	if (group !== 'tree') return [];
	return [
		{ label: m.studio_key_tree_extend(), keys: `${shift}↑ ↓` },
		{ label: m.studio_key_tree_move(), keys: `${alt}↑ ↓` },
		{ label: m.studio_key_tree_nest(), keys: `${alt}→ ←` },
	];
}
