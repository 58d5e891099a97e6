import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { tabActs } from './tab-acts.ts';
import type { ProjectDocuments } from './project-documents.svelte.ts';

type Dialogs = {
	readonly renameProject: () => void;
	readonly renameDocument: () => void;
	readonly exportGltf: () => void;
	readonly importGltf: () => void;
};

/** What can be done with the scenes and pages of a project. */
export function documentActs(
	workspace: Workspace,
	documents: ProjectDocuments,
	dialogs: Dialogs,
): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const reason = () => (workspace.session.canEdit ? undefined : m.studio_why_read_only());
	const whyNoDocument = () => reason() ?? (workspace.document ? undefined : m.studio_no_documents_title());
	const whyNoScene = () => (workspace.scene ? undefined : m.studio_why_no_scene());
	const kindOf = (words: Readonly<Record<'scene' | 'page' | 'prefab', () => string>>) => () => {
		const kind = workspace.document?.kind;
		return words[kind === 'page' || kind === 'prefab' ? kind : 'scene']();
	};
	return {
		...tabActs(workspace),
		'scene.create': { run: () => void documents.create('scene'), reason },
		'page.create': { run: () => void documents.create('page'), reason },
		'document.rename': {
			run: dialogs.renameDocument,
			reason: whyNoDocument,
			label: kindOf({
				scene: m.studio_rename_scene,
				page: m.studio_rename_page,
				prefab: m.prefabs_rename,
			}),
		},
		'document.delete': {
			run: () => workspace.document && documents.remove(workspace.document),
			reason: whyNoDocument,
			label: kindOf({
				scene: m.studio_delete_scene,
				page: m.studio_delete_page,
				prefab: m.prefabs_delete,
			}),
		},
		'project.rename': { run: dialogs.renameProject, reason },
		'gltf.export': { run: dialogs.exportGltf, reason: whyNoScene },
		'gltf.import': { run: dialogs.importGltf, reason: () => reason() ?? whyNoScene() },
	};
}
