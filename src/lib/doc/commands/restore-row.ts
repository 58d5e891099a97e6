import type { EntityId } from '../../base/ids.ts';
import { jsonEqual, type JsonValue } from '../../base/json.ts';
import { formatPlace, type EntitySnapshot } from '../entity.ts';
import type { Place } from '../hierarchy.ts';
import { entityNamedBy, namingEntity, renaming } from '../prefabs/references.ts';
import type { SceneDocument, SceneEdit } from '../scene.ts';

/** The new ids of entities that had been deleted for good, by the ids they had. */
export type Renamed = ReadonlyMap<EntityId, EntityId>;

/**
 * New ids for those of the given entities that the document knows no more. They cannot have their old ones: when two
 * people brought one back at once, each with a new map under the same key, one would lose all they edit in it.
 */
export function renameSwept(scene: SceneDocument, ids: Iterable<EntityId>, mintId: () => EntityId): Renamed {
	const renamed = new Map<EntityId, EntityId>();
	for (const id of ids) if (!scene.find(id)) renamed.set(id, mintId());
	return renamed;
}

/**
 * Makes an entity what it was, writing only what differs. `then` may hold anything a peer once wrote: what is unknown
 * or malformed comes back as it was.
 */
export function restoreRow(
	edit: SceneEdit,
	scene: SceneDocument,
	then: EntitySnapshot,
	place: Place,
	renamed: Renamed,
): void {
	const { id, name } = then;
	const newId = renamed.get(id);
	const values = Object.entries(then.values).map(([key, value]): [string, JsonValue] => [
		key,
		follow(key, value, renamed),
	]);
	const at = formatPlace(followPlace(place, renamed));
	if (newId) {
		edit.create(newId, Object.fromEntries([...values, ['name', name], ['place', at]]));
		return;
	}
	const now = scene.find(id);
	if (!now) return;
	if (now.removed) edit.set(id, 'removed', undefined);
	if (now.name !== name) edit.set(id, 'name', name);
	if (!jsonEqual(formatPlace(now.place), at)) edit.set(id, 'place', at);
	for (const [key, value] of values) {
		if (!jsonEqual(now.values[key], value)) edit.set(id, key, value);
	}
	for (const key of Object.keys(now.values)) {
		if (then.values[key] === undefined) edit.set(id, key, undefined);
	}
}

const followPlace = ({ parentId, order, previousParentId }: Place, renamed: Renamed): Place => ({
	parentId: followId(parentId, renamed),
	order,
	previousParentId: followId(previousParentId, renamed),
});

const followId = (id: EntityId | null, renamed: Renamed) => (id === null ? null : (renamed.get(id) ?? id));

/** Fields that name another entity name it by its new id. */
function follow(key: string, value: JsonValue, renamed: Renamed): JsonValue {
	if (renamed.size === 0) return value;
	const id = entityNamedBy(key, value);
	const found = id && renaming(renamed)(id);
	return found ? namingEntity(value, found) : value;
}
