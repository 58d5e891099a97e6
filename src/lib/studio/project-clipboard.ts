import type { DocumentId, EntityId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { isEntityPath } from '../doc/prefabs/entity-path.ts';
import type { ProjectDocument } from '../doc/project.ts';
import { copyEntities, formatEntitiesCopy, MAX_COPIED, MAX_COPY_LENGTH } from '../editor/entities-copy.ts';
import { m } from '../paraglide/messages.js';
import type { ProjectAssets } from './project-assets.svelte.ts';
import type { ProjectDocuments } from './project-documents.ts';
import type { ProjectPrefabs } from './project-prefabs.ts';
import { readScripts } from './project-scripts.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import type { StudioParts } from './parts.ts';
import type { TakingProject } from './take-behaviour.ts';
import type { ProjectId } from '../base/ids.ts';

export type ClipboardOptions = {
	readonly parts: Pick<StudioParts, 'random'>;
	readonly projectId: ProjectId;
	readonly documents: Pick<ProjectDocuments, 'follow' | 'get' | 'trunk'>;
	readonly project: ProjectDocument;
	readonly prefabs: ProjectPrefabs;
	readonly assets: Pick<ProjectAssets, 'bring'>;
	readonly session: TakingProject;
};

/** Entities as a text that anybody can paste. */
export type EntitiesText = {
	readonly text: string;
	readonly count: number;
	/** Something of a newer version could not come along. */
	readonly isPartial: boolean;
};

/** What came of a text, by the names people know. */
export type PastedCopy = {
	readonly ids: readonly EntityId[];
	/** Titles of prefabs that this project has got by it. */
	readonly prefabs: readonly string[];
	/** Titles of scripts that it has got. */
	readonly scripts: readonly string[];
	/** What is named and is not on this device. */
	readonly missing: readonly string[];
	/** Fields that named something that is not here, with their entities. */
	readonly lost: readonly { readonly name: string; readonly key: string }[];
};

/** Entities on their way out of a project, and into it. */
export class ProjectClipboard {
	#options: ClipboardOptions;

	constructor(options: ClipboardOptions) {
		this.#options = options;
	}

	/** The selection as text; at once, as browsers let go of their clipboard right after the key. */
	copy(scene: SceneSession): CommandResult<EntitiesText> {
		const { ids } = scene.selection;
		const inside = ids.find(isEntityPath);
		const name = (inside && scene.shown.snapshot.entities.get(inside)?.name) ?? '';
		if (inside) return err({ reason: 'invalid-value', message: m.prefabs_inside({ name }) });
		const { prefabs, project, session } = this.#options;
		const scripts = () =>
			readScripts(session).map(({ id, name, text }) => ({ id: id as DocumentId, title: name, text }));
		const sources = { prefabs: prefabs.find, assets: project.snapshot.assets, scripts };
		const { copy, count, isPartial } = copyEntities(scene.scene.snapshot, ids, sources);
		if (copy.entities.length === 0)
			return err({ reason: 'nothing-to-do', message: m.studio_why_no_selection() });
		const text = count > MAX_COPIED ? '' : formatEntitiesCopy(copy);
		if (count > MAX_COPIED || text.length > MAX_COPY_LENGTH)
			return err({ reason: 'too-large', message: m.clipboard_too_much({ count: MAX_COPIED }) });
		return ok({ text, count: copy.entities.length, isPartial });
	}

	/** Puts what a text holds into a scene; the error is for people. */
	async paste(scene: SceneSession, text: string): Promise<Result<PastedCopy, string>> {
		const { pasteCopy } = await import('./paste-copy.ts');
		return pasteCopy(text, scene, this.#options);
	}
}
