import type { AssetHash, DocumentId } from '../../base/ids.ts';
import type { EntityDraft } from '../../doc/commands/add-entities.ts';
import type { StarterModel } from '../../engine/starter-assets.ts';

/** `first` is what a new project opens with; the others are offered by name. */
export type StarterId =
	'first' | 'platformer' | 'collector' | 'puzzle' | 'walk' | 'campfire' | 'gallery' | 'stairway';

/** The project's script or prefab of this name: each project has documents of its own. */
export type DocumentOf = (name: string) => DocumentId;

/** A scene to begin from, made of parts that ship with the app. */
export type Starter = {
	readonly id: StarterId;
	readonly models: readonly StarterModel[];
	/** The ready behaviours that it uses, by name. */
	readonly behaviours?: readonly string[];
	/** Scripts of its own: their texts by their names. They run behind the ready ones. */
	readonly scripts?: Readonly<Record<string, string>>;
	/** What stands in its prefabs, by their names. */
	readonly prefabs?: Readonly<Record<string, (documentOf: DocumentOf) => readonly EntityDraft[]>>;
	/** The entities, given the hashes of the models asked for. */
	readonly build: (
		models: ReadonlyMap<StarterModel, AssetHash>,
		documentOf: DocumentOf,
	) => readonly EntityDraft[];
};

export function hashOf(models: ReadonlyMap<StarterModel, AssetHash>, model: StarterModel): AssetHash {
	const hash = models.get(model);
	if (!hash) throw new Error(`The starter asked for "${model}" and did not get it`);
	return hash;
}
