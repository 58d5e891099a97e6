import type { ContentKind } from '#lib/doc/live-document.ts';
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

/** What can be done with the documents of a project. */
export function documentActs(
	workspace: Workspace,
	documents: ProjectDocuments,
	dialogs: Dialogs,
): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const reason = () => (workspace.session.canEdit ? undefined : m.studio_why_read_only());
	const whyNoDocument = () => reason() ?? (workspace.document ? undefined : m.studio_no_documents_title());
	const whyNoScene = () => (workspace.scene ? undefined : m.studio_why_no_scene());
	const kindOf = (words: Readonly<Record<ContentKind, () => string>>) => () =>
		words[workspace.document?.kind ?? 'scene']();
	return {
		...tabActs(workspace),
		'scene.create': { run: () => void documents.create('scene'), reason },
		'page.create': { run: () => void documents.create('page'), reason },
		'script.create': { run: () => void documents.create('script'), reason },
		'document.rename': {
			run: dialogs.renameDocument,
			reason: whyNoDocument,
			label: kindOf({
				scene: m.studio_rename_scene,
				page: m.studio_rename_page,
				script: m.studio_rename_script,
				prefab: m.prefabs_rename,
			}),
		},
		'document.delete': {
			run: () => workspace.document && documents.remove(workspace.document),
			reason: whyNoDocument,
			label: kindOf({
				scene: m.studio_delete_scene,
				page: m.studio_delete_page,
				script: m.studio_delete_script,
				prefab: m.prefabs_delete,
			}),
		},
		'project.rename': { run: dialogs.renameProject, reason },
		'gltf.export': { run: dialogs.exportGltf, reason: whyNoScene },
		'gltf.import': { run: dialogs.importGltf, reason: () => reason() ?? whyNoScene() },
	};
}
