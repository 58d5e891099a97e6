import type { AssetHash } from '../../base/ids.ts';
import type { EntityDraft } from '../../doc/commands/add-entities.ts';

export type StarterId = 'campfire' | 'gallery' | 'stairway';

/** A model that ships with the app. */
export type ShippedModel = 'bunny' | 'suzanne';

/** A scene to begin from, made of parts that ship with the app. */
export type Starter = {
	readonly id: StarterId;
	readonly models: readonly ShippedModel[];
	/** The entities, given the hashes of the models asked for. */
	readonly build: (models: ReadonlyMap<ShippedModel, AssetHash>) => readonly EntityDraft[];
};

export function hashOf(models: ReadonlyMap<ShippedModel, AssetHash>, model: ShippedModel): AssetHash {
	const hash = models.get(model);
	if (!hash) throw new Error(`The starter asked for "${model}" and did not get it`);
	return hash;
}
