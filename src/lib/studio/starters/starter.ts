import type { AssetHash } from '../../base/ids.ts';
import type { EntityDraft } from '../../doc/commands/add-entities.ts';
import type { StarterModel } from '../../engine/starter-assets.ts';

/** `first` is what a new project opens with; the others are offered by name. */
export type StarterId = 'first' | 'campfire' | 'gallery' | 'stairway';

/** A scene to begin from, made of parts that ship with the app. */
export type Starter = {
	readonly id: StarterId;
	readonly models: readonly StarterModel[];
	/** The entities, given the hashes of the models asked for. */
	readonly build: (models: ReadonlyMap<StarterModel, AssetHash>) => readonly EntityDraft[];
};

export function hashOf(models: ReadonlyMap<StarterModel, AssetHash>, model: StarterModel): AssetHash {
	const hash = models.get(model);
	if (!hash) throw new Error(`The starter asked for "${model}" and did not get it`);
	return hash;
}
