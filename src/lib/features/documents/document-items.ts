import Box from '@lucide/svelte/icons/box';
import Download from '@lucide/svelte/icons/download';
import FileInput from '@lucide/svelte/icons/file-input';
import FileOutput from '@lucide/svelte/icons/file-output';
import FilePlus from '@lucide/svelte/icons/file-plus';
import FileText from '@lucide/svelte/icons/file-text';
import Import from '@lucide/svelte/icons/import';
import Pencil from '@lucide/svelte/icons/pencil';
import Save from '@lucide/svelte/icons/save';
import Share from '@lucide/svelte/icons/share';
import SquarePlus from '@lucide/svelte/icons/square-plus';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { ContentKind } from '#lib/doc/live-document.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { MenuItem } from '#lib/ui/menu.ts';
import type { ProjectDocuments } from './project-documents.svelte.ts';

/** What can be done with the project as files. */
export type FileActions = {
	save(): void;
	startExport(what: 'project' | 'document'): void;
	/** Asks for a scene's file. */
	chooseScene(): void;
};

type Dialogs = {
	readonly renameProject: () => void;
	readonly renameDocument: () => void;
	readonly exportGltf: () => void;
	readonly importGltf: () => void;
	/** Once they are on screen. */
	readonly files: () => FileActions | undefined;
	readonly saveKeys: string;
};

/** The project's menu: its scenes and pages to go to, and what can be done with them. */
export function documentItems(
	workspace: Workspace,
	documents: ProjectDocuments,
	dialogs: Dialogs,
): readonly MenuItem[] {
	const reason = workspace.session.canEdit ? undefined : m.studio_why_read_only();
	return [
		...listItems(workspace, documents, 'scene'),
		...listItems(workspace, documents, 'page'),
		'separator',
		{
			label: m.studio_new_scene(),
			icon: SquarePlus,
			reason,
			onselect: () => void documents.create('scene'),
		},
		{ label: m.studio_new_page(), icon: FilePlus, reason, onselect: () => void documents.create('page') },
		'separator',
		...currentItems(workspace, documents, dialogs, reason),
		{ label: m.studio_rename_project(), icon: Pencil, reason, onselect: dialogs.renameProject },
		'separator',
		{
			label: m.studio_import_scene(),
			icon: FileInput,
			reason,
			onselect: () => dialogs.files()?.chooseScene(),
		},
		...sceneItems(workspace, dialogs),
		{
			label: m.studio_save_to_file(),
			icon: Save,
			shortcut: dialogs.saveKeys,
			onselect: () => dialogs.files()?.save(),
		},
		{ label: m.studio_export(), icon: Download, onselect: () => dialogs.files()?.startExport('project') },
	];
}

function sceneItems({ document }: Workspace, { files }: Dialogs): MenuItem[] {
	if (document?.kind !== 'scene') return [];
	const onselect = () => files()?.startExport('document');
	return [{ label: m.studio_export_scene(), icon: FileOutput, onselect }];
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

function currentItems(
	{ document }: Workspace,
	documents: ProjectDocuments,
	dialogs: Dialogs,
	reason: string | undefined,
): MenuItem[] {
	if (!document) return [];
	const isScene = document.kind === 'scene';
	return [
		{
			label: isScene ? m.studio_rename_scene() : m.studio_rename_page(),
			icon: Pencil,
			reason,
			onselect: dialogs.renameDocument,
		},
		{
			label: isScene ? m.studio_delete_scene() : m.studio_delete_page(),
			icon: Trash2,
			danger: true,
			reason,
			onselect: () => documents.remove(document),
		},
		'separator',
		...(isScene ? gltfItems(dialogs, reason) : []),
	];
}

function gltfItems(dialogs: Dialogs, reason: string | undefined): MenuItem[] {
	return [
		{ label: m.gltf_export(), icon: Share, onselect: dialogs.exportGltf },
		{ label: m.gltf_import(), icon: Import, reason, onselect: dialogs.importGltf },
		'separator',
	];
}
