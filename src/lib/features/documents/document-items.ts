import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import FileText from '@lucide/svelte/icons/file-text';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { MenuItem } from '#lib/ui/menu.ts';
import type { ProjectDocuments } from './project-documents.svelte.ts';

/** The project's menu: its scenes and pages to go to, and what can be done with them. */
export function documentItems(
	workspace: Workspace,
	documents: ProjectDocuments,
	commands: WorkspaceCommands,
): readonly MenuItem[] {
	const { document } = workspace;
	const isScene = document?.kind === 'scene';
	const ofCurrent: readonly CommandId[] = document ? ['document.rename', 'document.delete'] : [];
	return [
		...listItems(workspace, documents, 'scene'),
		...listItems(workspace, documents, 'page'),
		...listItems(workspace, documents, 'prefab'),
		'separator',
		...commands.items(['scene.create', 'page.create']),
		'separator',
		...commands.items(ofCurrent),
		...(document ? (['separator'] as const) : []),
		...commands.items(isScene ? ['gltf.export', 'gltf.import'] : []),
		...(isScene ? (['separator'] as const) : []),
		...commands.items(['project.rename']),
		'separator',
		...commands.items(['scene.import', ...(isScene ? (['scene.export'] as const) : [])]),
		...commands.items(['project.save-to-file', 'project.export']),
	];
}

const LISTS = {
	scene: { title: m.studio_scenes, icon: Box },
	page: { title: m.studio_pages, icon: FileText },
	prefab: { title: m.prefabs_title, icon: Boxes },
};

function listItems(workspace: Workspace, documents: ProjectDocuments, kind: keyof typeof LISTS): MenuItem[] {
	const list = documents.listOf(kind);
	if (list.length === 0) return [];
	return [
		{ heading: LISTS[kind].title() },
		...list.map(({ id, title }) => ({
			label: title,
			icon: LISTS[kind].icon,
			checked: id === workspace.document?.id,
			onselect: () => (kind === 'prefab' ? workspace.enterPrefab(id) : workspace.show(id)),
		})),
	];
}
