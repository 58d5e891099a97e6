import type { GameEntity } from '../world/game-world.ts';
import type { Transforms } from '../world/transforms.ts';

/** Changes as soon as an entity or one above it is set anywhere; `until` and what is above it are left out. */
export function chainVersion(
	transforms: Transforms,
	entity: GameEntity,
	until: GameEntity | null = null,
): number {
	let version = 0;
	for (let at: GameEntity | null = entity; at && at !== until; at = at.parent)
		version += transforms.version(at.index);
	return version;
}
