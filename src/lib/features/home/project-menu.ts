import Copy from '@lucide/svelte/icons/copy';
import Download from '@lucide/svelte/icons/download';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Pencil from '@lucide/svelte/icons/pencil';
import Trash2 from '@lucide/svelte/icons/trash-2';
import { m } from '#lib/paraglide/messages.js';
import { mayInProject } from '#lib/protocol/permissions.ts';
import type { MenuItem } from '#lib/ui/menu.ts';
import type { ProjectCard } from './home-port.ts';

export interface ProjectVerbs {
	open: () => void;
	rename: () => void;
	duplicate: () => void;
	export: () => void;
	remove: () => void;
}

/** What can be done with a project from its card. */
export function projectMenu({ role }: ProjectCard, verbs: ProjectVerbs): MenuItem[] {
	const cantRename = mayInProject(role, 'game.entity.modify') ? undefined : m.home_viewer_cant_rename();
	return [
		{ label: m.home_open(), icon: FolderOpen, shortcut: '↵', onselect: verbs.open },
		{ label: m.home_rename(), icon: Pencil, shortcut: 'F2', reason: cantRename, onselect: verbs.rename },
		{ label: m.home_duplicate(), icon: Copy, onselect: verbs.duplicate },
		{ label: m.home_export(), icon: Download, onselect: verbs.export },
		'separator',
		{ label: m.home_delete(), icon: Trash2, shortcut: '⌦', danger: true, onselect: verbs.remove },
	];
}
