import Boxes from '@lucide/svelte/icons/boxes';
import { placePrefab, whyNotPlace } from './prefab-acts.ts';
import type { CommandItem, WorkspaceCommands } from './workspace-commands.ts';
import type { Workspace } from './workspace.svelte.ts';

/** A prefab to place, as menus and lists show it. */
export type PrefabItem = Pick<CommandItem, 'label' | 'icon' | 'reason' | 'onselect'> & {
	readonly id: string;
};

/** The prefabs of the project, by name; at most so many. */
export function prefabItems(
	workspace: Workspace,
	commands: WorkspaceCommands,
	limit = Infinity,
): readonly PrefabItem[] {
	const prefabs = workspace.session.documents.filter(({ kind }) => kind === 'prefab');
	return prefabs
		.toSorted(
			(a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }) || (a.id < b.id ? -1 : 1),
		)
		.slice(0, limit)
		.map(({ id, title }) => ({
			id,
			label: title,
			icon: Boxes,
			reason: commands.whyNoEdit() ?? whyNotPlace(workspace, id),
			onselect: () => void placePrefab(workspace, commands, id),
		}));
}
