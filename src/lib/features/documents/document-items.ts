import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import Code from '@lucide/svelte/icons/code';
import FileText from '@lucide/svelte/icons/file-text';
import type { DocumentId } from '#lib/base/ids.ts';
import type { DocumentEntry } from '#lib/doc/project.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { MenuItem } from '#lib/ui/menu.ts';
import type { ProjectDocuments } from './project-documents.svelte.ts';

type Options = {
	readonly workspace: Workspace;
	readonly documents: ProjectDocuments;
	readonly commands: WorkspaceCommands;
	/** Where there is no room for tabs, what is open stands first. */
	readonly listsTabs: boolean;
};

/** The project's menu: its scenes, pages and scripts to go to, and what can be done with them. */
export function documentItems({ workspace, documents, commands, listsTabs }: Options): readonly MenuItem[] {
	const { document } = workspace;
	const isScene = document?.kind === 'scene';
	const ofCurrent: readonly CommandId[] = document ? ['document.rename', 'document.delete'] : [];
	const tabs = listsTabs && workspace.tabs.length > 1 ? workspace.tabs : [];
	const open = new Set(tabs.map(({ id }) => id));
	return [
		...openItems(workspace, documents, tabs),
		...listItems(workspace, documents, { kind: 'scene', open }),
		...listItems(workspace, documents, { kind: 'page', open }),
		...listItems(workspace, documents, { kind: 'script', open }),
		...listItems(workspace, documents, { kind: 'prefab', open }),
		'separator',
		...commands.items(tabs.length > 0 ? ['tab.close', 'tab.close-others'] : []),
		...(tabs.length > 0 ? (['separator'] as const) : []),
		...commands.items(['scene.create', 'page.create', 'script.create']),
		'separator',
		...commands.items(ofCurrent),
		...(document ? (['separator'] as const) : []),
		...commands.items(isScene ? ['gltf.export', 'gltf.import'] : []),
		...(isScene ? (['separator'] as const) : []),
		...commands.items(['project.rename', 'project.settings']),
		'separator',
		...commands.items(['scene.import', ...(isScene ? (['scene.export'] as const) : [])]),
		...commands.items(['project.save-to-file', 'project.export']),
	];
}

const LISTS = {
	scene: { title: m.studio_scenes, icon: Box },
	page: { title: m.studio_pages, icon: FileText },
	script: { title: m.studio_scripts, icon: Code },
	prefab: { title: m.prefabs_title, icon: Boxes },
};

function openItems(
	workspace: Workspace,
	documents: ProjectDocuments,
	tabs: readonly DocumentEntry[],
): MenuItem[] {
	if (tabs.length === 0) return [];
	return [
		{ heading: m.tabs_open() },
		...tabs.map((tab) => ({
			label: tab.removed ? m.tabs_gone_name({ title: tab.title }) : tab.title,
			icon: LISTS[tab.kind].icon,
			checked: tab.id === workspace.document?.id,
			onselect: () => (tab.removed ? documents.tellGone(tab) : workspace.show(tab.id)),
		})),
	];
}

type Listed = { readonly kind: keyof typeof LISTS; readonly open: ReadonlySet<DocumentId> };

function listItems(workspace: Workspace, documents: ProjectDocuments, { kind, open }: Listed): MenuItem[] {
	const list = documents.listOf(kind).filter(({ id }) => !open.has(id));
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
