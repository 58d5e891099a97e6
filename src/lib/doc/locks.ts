import type { EntityId } from '../base/ids.ts';
import { withDescendants } from './commands/remove-entities.ts';
import { readField } from './components/registry.ts';
import type { EntitySnapshot } from './entity.ts';
import type { SceneSnapshot } from './scene.ts';

/** What locks an entity: itself, or the nearest that it lies in; undefined when nothing does. */
export function lockOf({ entities, hierarchy }: SceneSnapshot, id: EntityId): EntitySnapshot | undefined {
	for (let at: EntityId | null = id; at !== null; at = hierarchy.parentOf.get(at) ?? null) {
		const entity = entities.get(at);
		if (entity && readField(entity, 'transform', 'locked')) return entity;
	}
	return undefined;
}

/** The first lock on these entities or on anything inside them. */
export function lockWithin(snapshot: SceneSnapshot, ids: readonly EntityId[]): EntitySnapshot | undefined {
	for (const id of ids) {
		const above = lockOf(snapshot, id);
		if (above) return above;
		for (const inside of withDescendants(snapshot, id)) {
			const entity = snapshot.entities.get(inside);
			if (entity && readField(entity, 'transform', 'locked')) return entity;
		}
	}
	return undefined;
}

/** Those that nothing locks. */
export const unlockedOf = (snapshot: SceneSnapshot, ids: Iterable<EntityId>): EntityId[] =>
	[...ids].filter((id) => lockOf(snapshot, id) === undefined);
