import type { EntityId } from '../../base/ids.ts';
import { orderKeysBetween, type OrderKey } from '../../base/order-key.ts';
import type { Random } from '../../base/random.ts';
import { formatPlace, parsePlace } from '../entity.ts';
import type { SceneEdit, SceneSnapshot } from '../scene.ts';

/** Longer keys come of putting things into one gap again and again: then the siblings get short ones anew. */
const LONG_KEY = 100;

export type Slot = {
	readonly parentId: EntityId | null;
	/** Stands before this sibling; null: at the end. */
	readonly beforeId: EntityId | null;
};

/**
 * Order keys for `count` entities in a slot among the siblings that stay. When neighbours have equal keys (two people
 * put something in one place) or the keys have grown long, the siblings are re-keyed in the same edit.
 */
export function placeAmong(
	edit: SceneEdit,
	{ hierarchy }: SceneSnapshot,
	{ parentId, beforeId }: Slot,
	count: number,
	random: Random,
	moving: ReadonlySet<EntityId> = new Set(),
): OrderKey[] {
	const staying = (hierarchy.childrenOf.get(parentId) ?? []).filter((id) => !moving.has(id));
	const at = beforeId === null ? -1 : staying.indexOf(beforeId);
	const index = at < 0 ? staying.length : at;
	// Read in the edit: an earlier slot of the same one may have re-keyed these siblings.
	const placeOf = (id: EntityId | undefined) => id && parsePlace(edit.get(id, 'place'));
	const orderOf = (i: number) => placeOf(staying[i])?.order ?? null;
	const [before, after] = [orderOf(index - 1), orderOf(index)];
	if (before === null || after === null || before < after) {
		const keys = orderKeysBetween(before, after, count, random);
		if (keys.every(({ length }) => length <= LONG_KEY)) return keys;
	}
	const orders = orderKeysBetween(null, null, staying.length + count, random);
	const keys = orders.splice(index, count);
	staying.forEach((id, i) => {
		const place = placeOf(id);
		const order = orders[i];
		if (place && order !== undefined) edit.set(id, 'place', formatPlace({ ...place, parentId, order }));
	});
	return keys;
}
