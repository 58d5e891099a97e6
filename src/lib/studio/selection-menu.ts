import EyeOff from '@lucide/svelte/icons/eye-off';
import LockOpen from '@lucide/svelte/icons/lock-open';
import { m } from '../paraglide/messages.js';
import type { CommandItem, WorkspaceCommands } from './workspace-commands.ts';

/** As menus take them. */
type Item = CommandItem | 'separator';

/** What can be done with the selection, under the pointer: in the tree and in the picture. */
export function selectionMenu(commands: WorkspaceCommands): readonly Item[] {
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
function prefabItems(commands: WorkspaceCommands): readonly Item[] {
	const isInstance = commands.reason('prefab.detach') === undefined;
	return commands.items(
		isInstance
			? ['prefab.edit', 'prefab.revert-all', 'prefab.apply-all', 'prefab.detach', 'prefab.create']
			: ['prefab.create'],
	);
}
