import Copy from '@lucide/svelte/icons/copy';
import GitFork from '@lucide/svelte/icons/git-fork';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import SquareArrowOutUpRight from '@lucide/svelte/icons/square-arrow-out-up-right';
import Trash from '@lucide/svelte/icons/trash-2';
import { formatChord } from '#lib/editor/commands/chord.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CopyingProject } from '#lib/studio/copy-script.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { MenuItem } from '#lib/ui/menu.ts';
import type { ComponentClipboard } from './component-clipboard.ts';
import type { FieldOfKey } from './field-edits.ts';
import type { InspectedOverrides } from './inspected-overrides.ts';
import type { Inspection } from './inspection.svelte.ts';
import { overrideItems } from './override-items.ts';
import { ownScript } from './own-script.ts';
import type { ScriptGroup } from './script-groups.ts';

type ScriptMenu = {
	readonly inspection: Inspection;
	readonly clipboard: ComponentClipboard;
	readonly overrides: InspectedOverrides;
	readonly commands: WorkspaceCommands;
	readonly project: CopyingProject;
	readonly group: ScriptGroup;
	readonly label: string;
	readonly keys: readonly string[];
	/** Whether an instance has it otherwise than its prefab. */
	readonly differs: boolean;
	readonly fields: readonly FieldOfKey[];
	/** Shows its text; undefined where there is none. */
	readonly open: (() => void) | undefined;
};

/** What can be done with a script of what is selected. */
export function scriptItems(menu: ScriptMenu): MenuItem[] {
	const { inspection, clipboard, overrides, commands, group, label, keys, differs, fields } = menu;
	const reason = inspection.readOnly ? m.inspector_read_only() : undefined;
	const why = reason ?? (differs ? undefined : m.prefabs_why_same());
	const reset = {
		label: m.inspector_reset_defaults(),
		icon: RotateCcw,
		reason,
		onselect: () => inspection.resetFields(fields),
	};
	return [
		...textItems(menu, reason),
		{
			label: m.inspector_copy_component({ component: label }),
			icon: Copy,
			shortcut: formatChord('mod+c', commands.apple),
			onselect: () => void clipboard.copy(group),
		},
		{ ...commands.item('component.paste'), shortcut: formatChord('mod+v', commands.apple) },
		'separator',
		...(overrides.counts ? overrideItems(overrides, label, keys, why) : [reset]),
		{
			label: m.inspector_remove_component({ component: label }),
			icon: Trash,
			danger: true,
			reason,
			onselect: () => inspection.removeScript(group),
		},
	];
}

/** What needs its text to be there. */
function textItems(menu: ScriptMenu, reason: string | undefined): MenuItem[] {
	const { inspection, project, group, commands, open } = menu;
	if (!open) return [];
	return [
		{ label: m.inspector_script_open(), icon: SquareArrowOutUpRight, onselect: open },
		{
			label: m.behaviours_own(),
			help: m.behaviours_own_help(),
			icon: GitFork,
			reason,
			onselect: () => void ownScript(inspection, project, group, commands.notify),
		},
	];
}
