import type { DocumentId } from '#lib/base/ids.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { PrefabSources } from '#lib/doc/prefabs/prefab-source.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { readText, scriptText } from '#lib/doc/script-text.ts';
import { linkScripts, type ScriptSource } from '#lib/runtime/link/link-scripts.ts';
import { gameDataOf, type GameData } from '#lib/runtime/world/game-data.ts';
import { makeProject } from '#lib/studio/make-project.ts';
import { showScene } from '#lib/studio/shown-scene.ts';
import { plainPrefabs, spawnable } from '#lib/studio/spawnable.ts';
import type { StarterId } from '#lib/studio/starters/starter.ts';
import { loadStarter } from '#lib/studio/starters/starters.ts';
import { createMemoryRig } from './storage-rig.ts';

/** A project made of a starter as the studio makes it, read as the studio reads it. */
export type StarterProject = {
	readonly index: ProjectDocument;
	readonly scene: SceneDocument;
	readonly prefabs: ReadonlyMap<DocumentId, SceneDocument>;
	readonly scripts: readonly ScriptSource[];
};

export async function openStarter(id: StarterId): Promise<StarterProject> {
	const storage = await createMemoryRig().open();
	const { documents } = await makeProject(storage, { title: id, scene: 'Scene' }, 0, await loadStarter(id));
	const live = documents.map(({ id: documentId, kind, state }) => {
		const document = new LiveDocument(documentId, kind);
		document.applyV2(state, 'network');
		return document;
	});
	const ofKind = (kind: string) => live.filter((document) => document.kind === kind);
	const index = new ProjectDocument(ofKind('project')[0]!);
	const titleOf = (document: LiveDocument) => index.snapshot.allDocuments.get(document.id)?.title ?? '';
	return {
		index,
		scene: new SceneDocument(ofKind('scene')[0]!),
		prefabs: new Map(ofKind('prefab').map((document) => [document.id, new SceneDocument(document)])),
		scripts: ofKind('script').map((document) => ({
			...{ id: document.id, name: titleOf(document), text: readText(scriptText(document)) },
		})),
	};
}

/** All that plays it, as plain values: what it begins with, and its linked scripts. */
export type StarterGame = { readonly data: GameData; readonly code: string };

export function gameOf({ scene, prefabs, scripts }: StarterProject, seed = 1): StarterGame {
	const find: PrefabSources = (id) => {
		const document = prefabs.get(id);
		return document && { snapshot: document.snapshot };
	};
	const shown = showScene(scene.snapshot, { find });
	const linked = linkScripts(scripts);
	if (linked.problems.length > 0) throw new Error(JSON.stringify(linked.problems));
	return {
		data: { ...gameDataOf(shown, seed), scene: 'Scene', prefabs: plainPrefabs(spawnable(shown, { find })) },
		code: linked.text,
	};
}
