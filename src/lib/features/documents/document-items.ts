import Box from '@lucide/svelte/icons/box';
import FileText from '@lucide/svelte/icons/file-text';
import type { ContentKind } from '#lib/doc/live-document.ts';
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

function listItems(workspace: Workspace, documents: ProjectDocuments, kind: ContentKind): MenuItem[] {
	const list = documents.listOf(kind);
	if (list.length === 0) return [];
	return [
		{ heading: kind === 'scene' ? m.studio_scenes() : m.studio_pages() },
		...list.map(({ id, title }) => ({
			label: title,
			icon: kind === 'scene' ? Box : FileText,
			checked: id === workspace.document?.id,
			onselect: () => workspace.show(id),
		})),
	];
}
