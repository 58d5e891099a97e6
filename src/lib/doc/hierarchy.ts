import type { EntityId } from '../base/ids.ts';
import { compareOrder, type OrderKey } from '../base/order-key.ts';

/** Where an entity says it belongs: one register, so that parent and order change together. */
export type Place = {
	readonly parentId: EntityId | null;
	readonly order: OrderKey;
	/** Where it was before: the way out when concurrent moves make a cycle or the parent was deleted. */
	readonly previousParentId: EntityId | null;
};

export type Hierarchy = {
	/** Resolved parent of every entity; null for those at the root. */
	readonly parentOf: ReadonlyMap<EntityId, EntityId | null>;
	/** Children in order; key null holds the roots. */
	readonly childrenOf: ReadonlyMap<EntityId | null, readonly EntityId[]>;
	/** Entities shown elsewhere than their place says. */
	readonly healed: ReadonlySet<EntityId>;
};

/** Parents above an entity, at most: whoever walks a tree by recursion must not run out of stack. */
export const MAX_DEPTH = 500;

/**
 * Makes a tree of what peers wrote, which concurrent moves and deletes can turn into cycles and orphans.
 * Pure and the same on every replica; nothing is written back. In each cycle the entity with the smallest id
 * lets go; it and every orphan falls back to its previous parent when that hangs on the root, else to the root.
 * What lies deeper than `MAX_DEPTH` hangs on the root, with everything below it.
 */
export function resolveHierarchy(places: ReadonlyMap<EntityId, Place>): Hierarchy {
	const parentOf = new Map<EntityId, EntityId | null>();
	const healed = new Set<EntityId>();
	for (const [id, place] of places) {
		const orphan = place.parentId !== null && !places.has(place.parentId);
		parentOf.set(id, orphan ? null : place.parentId);
		if (orphan) healed.add(id);
	}
	for (const id of findCycleBreakers(parentOf)) {
		parentOf.set(id, null);
		healed.add(id);
	}
	for (const id of [...healed].sort()) {
		const fallback = places.get(id)?.previousParentId ?? null;
		if (fallback !== null && places.has(fallback) && !isWithin(parentOf, fallback, id))
			parentOf.set(id, fallback);
	}
	for (const id of findTooDeep(parentOf)) {
		parentOf.set(id, null);
		healed.add(id);
	}
	return { parentOf, childrenOf: sortChildren(places, parentOf), healed };
}

/** Whether `id` is `ancestor` or lies below it. */
export function isWithin(
	parentOf: ReadonlyMap<EntityId, EntityId | null>,
	id: EntityId,
	ancestor: EntityId,
): boolean {
	for (let at: EntityId | null = id; at !== null; at = parentOf.get(at) ?? null)
		if (at === ancestor) return true;
	return false;
}

function findCycleBreakers(parentOf: ReadonlyMap<EntityId, EntityId | null>): EntityId[] {
	const settled = new Set<EntityId>();
	const breakers: EntityId[] = [];
	for (const start of parentOf.keys()) {
		const path: EntityId[] = [];
		const onPath = new Set<EntityId>();
		let at: EntityId | null = start;
		while (at !== null && !settled.has(at) && !onPath.has(at)) {
			path.push(at);
			onPath.add(at);
			at = parentOf.get(at) ?? null;
		}
		if (at !== null && onPath.has(at)) breakers.push(smallest(path.slice(path.indexOf(at))));
		for (const id of path) settled.add(id);
	}
	return breakers;
}

// Depths count anew below each that is lifted, so the answer does not depend on where the walk begins.
function findTooDeep(parentOf: ReadonlyMap<EntityId, EntityId | null>): EntityId[] {
	const depthOf = new Map<EntityId, number>();
	const tooDeep: EntityId[] = [];
	for (const start of parentOf.keys()) {
		const path: EntityId[] = [];
		let at: EntityId | null = start;
		while (at !== null && !depthOf.has(at)) {
			path.push(at);
			at = parentOf.get(at) ?? null;
		}
		let depth = at === null ? -1 : (depthOf.get(at) ?? 0);
		for (const id of path.reverse()) {
			depth = depth === MAX_DEPTH ? 0 : depth + 1;
			if (depth === 0 && parentOf.get(id) !== null) tooDeep.push(id);
			depthOf.set(id, depth);
		}
	}
	return tooDeep;
}

const smallest = (ids: readonly EntityId[]): EntityId => ids.reduce((least, id) => (id < least ? id : least));

function sortChildren(
	places: ReadonlyMap<EntityId, Place>,
	parentOf: ReadonlyMap<EntityId, EntityId | null>,
): Map<EntityId | null, EntityId[]> {
	const childrenOf = new Map<EntityId | null, EntityId[]>([[null, []]]);
	for (const [id, parent] of parentOf) {
		const siblings = childrenOf.get(parent);
		if (siblings) siblings.push(id);
		else childrenOf.set(parent, [id]);
	}
	for (const siblings of childrenOf.values()) {
		siblings.sort((a, b) => compareOrder(places.get(a)?.order ?? '', a, places.get(b)?.order ?? '', b));
	}
	return childrenOf;
}
