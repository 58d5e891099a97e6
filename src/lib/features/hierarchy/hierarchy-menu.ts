import EyeOff from '@lucide/svelte/icons/eye-off';
import LockOpen from '@lucide/svelte/icons/lock-open';
import { m } from '#lib/paraglide/messages.js';
import { placeItems } from '#lib/studio/panel-items.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { MenuItem } from '#lib/ui/menu.ts';

/** What can be done with the selection, under the pointer. */
export function selectionMenu(commands: WorkspaceCommands): readonly MenuItem[] {
	const visible = commands.item('entity.toggle-visible');
	const hides = visible.label === m.hierarchy_hide();
	const lock = commands.item('entity.toggle-locked');
	const unlocks = lock.label === m.hierarchy_unlock();
	return [
		...commands.items([
			'entity.cut',
			'entity.copy',
			'entity.paste',
			'entity.rename',
			'entity.duplicate',
			'entity.group',
			'entity.ungroup',
			'view.focus',
			'view.isolate',
			'entity.drop',
		]),
		hides ? { ...visible, icon: EyeOff } : visible,
		unlocks ? { ...lock, icon: LockOpen } : lock,
		...commands.items(['entity.versions']),
		'separator',
		...prefabItems(commands),
		'separator',
		...commands.items(['entity.delete']),
	];
}

/** Of an instance, what can be done with it; of anything else, to make a prefab of it. */
function prefabItems(commands: WorkspaceCommands): readonly MenuItem[] {
	const isInstance = commands.reason('prefab.detach') === undefined;
	return commands.items(
		isInstance
			? ['prefab.edit', 'prefab.revert-all', 'prefab.apply-all', 'prefab.detach', 'prefab.create']
			: ['prefab.create'],
	);
}

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
