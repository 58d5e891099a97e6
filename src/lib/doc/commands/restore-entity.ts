import { mintEntityId, type EntityId } from '../../base/ids.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import type { EntitySnapshot } from '../entity.ts';
import type { Place } from '../hierarchy.ts';
import type { SceneDocument, SceneEdit, SceneSnapshot } from '../scene.ts';
import { quote } from './check.ts';
import type { CommandResult } from './command.ts';
import { placeAmong } from './place-among.ts';
import { withDescendants } from './remove-entities.ts';
import type { Restored } from './restore-scene.ts';
import { renameSwept, restoreRow } from './restore-row.ts';

export type RestoreEntityOptions = {
	/** Also everything that lay below it then; what was put there since stays. */
	readonly withChildren?: boolean;
	readonly random?: Random;
	readonly mintId?: () => EntityId;
};

/**
 * Makes one entity what it was in a version: its name and fields, that it is there, and where. When its parent of
 * then is gone, or lies below it now, it goes to the nearest one above that which will do.
 */
export function restoreEntity(
	scene: SceneDocument,
	version: SceneSnapshot,
	entityId: EntityId,
	{ withChildren = false, random = systemRandom, mintId = mintEntityId }: RestoreEntityOptions = {},
): CommandResult<Restored> {
	const top = version.entities.get(entityId);
	if (!top) {
		const message = `There is no entity ${quote(entityId)} in this version. Choose one in which it is.`;
		return err({ reason: 'not-found', message, entityId });
	}
	const ids = withChildren ? withDescendants(version, entityId) : [entityId];
	const renamed = renameSwept(scene, ids, mintId);
	const parentId = findParent(scene.snapshot, version, new Set(ids), entityId);
	const edited = scene.edit('restore', 'restore', (edit) => {
		restoreRow(edit, scene, top, placeUnder(edit, scene, version, top, parentId, random), renamed);
		for (const id of ids.slice(1)) {
			const then = version.entities.get(id) as EntitySnapshot;
			restoreRow(edit, scene, then, shownPlace(version, then), renamed);
		}
	});
	return edited.ok ? ok({ renamed }) : edited;
}

/** The nearest of those above it then that is there now, and not below anything that is to be restored. */
function findParent(
	{ entities, hierarchy }: SceneSnapshot,
	version: SceneSnapshot,
	restored: ReadonlySet<EntityId>,
	id: EntityId,
): EntityId | null {
	const hangsOnThem = (start: EntityId): boolean => {
		for (let at: EntityId | null = start; at !== null; at = hierarchy.parentOf.get(at) ?? null)
			if (restored.has(at)) return true;
		return false;
	};
	let at = version.hierarchy.parentOf.get(id) ?? null;
	while (at !== null && (!entities.has(at) || hangsOnThem(at)))
		at = version.hierarchy.parentOf.get(at) ?? null;
	return at;
}

/** Its place of then, if it is below the same parent again; otherwise behind all that are below this one. */
function placeUnder(
	edit: SceneEdit,
	{ snapshot }: SceneDocument,
	version: SceneSnapshot,
	then: EntitySnapshot,
	parentId: EntityId | null,
	random: Random,
): Place {
	const place = shownPlace(version, then);
	if (place.parentId === parentId) return place;
	const now = snapshot.hierarchy.parentOf.get(then.id) ?? null;
	const [order = place.order] = placeAmong(
		edit,
		snapshot,
		{ parentId, beforeId: null },
		1,
		random,
		new Set([then.id]),
	);
	return { parentId, order, previousParentId: now };
}

/** Where it was shown: what its place says, unless that had to be healed. */
function shownPlace({ hierarchy }: SceneSnapshot, { id, place }: EntitySnapshot): Place {
	const parentId = hierarchy.parentOf.get(id) ?? null;
	return place.parentId === parentId ? place : { ...place, parentId };
}
