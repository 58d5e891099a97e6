import type { EntityId } from '../base/ids.ts';
import { compareOrder, type OrderKey } from '../base/order-key.ts';
import { PersistentMap } from '../base/persistent-map.ts';

/** Where an entity says it belongs: one register, so that parent and order change together. */
export type Place<Id extends string = EntityId> = {
	readonly parentId: Id | null;
	readonly order: OrderKey;
	/** Where it was before: the way out when concurrent moves make a cycle or the parent was deleted. */
	readonly previousParentId: Id | null;
};

/** What has a place in a tree: entities, folders of assets, and whatever a test makes up. */
export type Placed<Id extends string = EntityId> = { readonly place: Place<Id> };

export type Hierarchy<Id extends string = EntityId> = {
	/** Resolved parent of every entity; null for those at the root. */
	readonly parentOf: ReadonlyMap<Id, Id | null>;
	/** Children in order; key null holds the roots. */
	readonly childrenOf: ReadonlyMap<Id | null, readonly Id[]>;
	/** Entities shown elsewhere than their place says, and why. */
	readonly healed: ReadonlyMap<Id, Healing>;
};

/** `orphan`: its parent is gone. `cycle`: moves by several people met. `too-deep`: below `MAX_DEPTH` parents. */
export type Healing = 'orphan' | 'cycle' | 'too-deep';

/** Parents above an entity, at most: whoever walks a tree by recursion must not run out of stack. */
export const MAX_DEPTH = 500;

type Parents<Id> = Map<Id, Id | null>;
type Children<Id> = Map<Id | null, Id[]>;

/**
 * Makes a tree of what peers wrote, which concurrent moves and deletes can turn into cycles and orphans.
 * Pure and the same on every replica; nothing is written back. In each cycle the entity with the smallest id
 * lets go; it and every orphan falls back to its previous parent when that hangs on the root, else to the root.
 * What lies deeper than `MAX_DEPTH` hangs on the root, with everything below it.
 */
export function resolveHierarchy<Id extends string = EntityId>(
	entities: ReadonlyMap<Id, Placed<Id>>,
): Hierarchy<Id> {
	const parentOf: Parents<Id> = new Map();
	const healed = new Map<Id, Healing>();
	entities.forEach(({ place: { parentId } }, id) => {
		const orphan = parentId !== null && !entities.has(parentId);
		parentOf.set(id, orphan ? null : parentId);
		if (orphan) healed.set(id, 'orphan');
	});
	for (const id of findCycleBreakers(parentOf)) {
		parentOf.set(id, null);
		healed.set(id, 'cycle');
	}
	const refuges = findRefuges(entities, (id) => parentOf.get(id) ?? null, [...healed.keys()].sort());
	for (const [id, refuge] of refuges) parentOf.set(id, refuge);
	for (const id of findTooDeep(parentOf)) {
		parentOf.set(id, null);
		healed.set(id, 'too-deep');
	}
	return {
		parentOf,
		childrenOf: sortChildren(entities, parentOf),
		healed,
	};
}

/**
 * The tree after these entities came, went or moved, at the price of what changed and of the orphans there are.
 * Undefined where a cycle or a chain too deep is or was to be healed: then the whole is to be resolved.
 */
export function updateHierarchy(
	{ parentOf, childrenOf, healed }: Hierarchy,
	entities: ReadonlyMap<EntityId, Placed>,
	touched: Iterable<EntityId>,
): Hierarchy | undefined {
	for (const healing of healed.values()) if (healing !== 'orphan') return undefined;
	const parents = new Map<EntityId, EntityId | null | undefined>();
	const orphans: EntityId[] = [];
	const hang = (id: EntityId) => {
		const place = entities.get(id)?.place;
		const isOrphan = !!place && place.parentId !== null && !entities.has(place.parentId);
		if (isOrphan) orphans.push(id);
		if (place || parentOf.has(id)) parents.set(id, isOrphan ? null : place?.parentId);
	};
	for (const id of touched) {
		if (!entities.has(id)) for (const child of childrenOf.get(id) ?? []) if (!parents.has(child)) hang(child);
		hang(id);
	}
	for (const id of healed.keys()) if (!parents.has(id)) hang(id);
	const parentAt = (id: EntityId) => (parents.has(id) ? parents.get(id) : parentOf.get(id)) ?? null;
	for (const id of parents.keys()) if (!reachesRoot(parentAt, id)) return undefined;
	const adrift = [...new Set(orphans)].sort();
	for (const [id, refuge] of findRefuges(entities, parentAt, adrift)) parents.set(id, refuge);
	const nextParentOf = PersistentMap.of(parentOf).with(parents);
	const lists = replaceChildren(childrenOf, parentOf, parents, entities);
	const nextChildrenOf = PersistentMap.of(childrenOf).with(lists);
	for (const [id, parent] of parents) {
		const isSame = parent === undefined || parent === parentOf.get(id);
		if (!isSame && !isSound(nextParentOf, nextChildrenOf, id)) return undefined;
	}
	return {
		parentOf: nextParentOf,
		childrenOf: nextChildrenOf,
		healed: new Map(adrift.map((id) => [id, 'orphan'])),
	};
}

type ParentAt<Id> = (id: Id) => Id | null;

/**
 * Where orphans go, one after the other, who all hang on the root before: each to its previous parent, unless that is
 * gone or hangs on the orphan itself.
 */
function findRefuges<Id extends string>(
	entities: ReadonlyMap<Id, Placed<Id>>,
	parentAt: ParentAt<Id>,
	orphans: readonly Id[],
): ReadonlyMap<Id, Id | null> {
	const refuges = new Map<Id, Id | null>();
	// Who is known to lie above: each orphan may be the refuge of the next, and walking up anew would be quadratic.
	const above = new Map<Id, Id>();
	const topOf = (start: Id): Id => {
		const path: Id[] = [];
		let top = start;
		for (let at: Id | null = start; at !== null; at = above.get(at) ?? parentAt(at)) {
			path.push(at);
			top = at;
		}
		for (const id of path) if (id !== top) above.set(id, top);
		return top;
	};
	for (const orphan of orphans) {
		const previous = entities.get(orphan)?.place.previousParentId ?? null;
		const isRefuge = previous !== null && entities.has(previous) && topOf(previous) !== orphan;
		if (isRefuge) above.set(orphan, previous);
		refuges.set(orphan, isRefuge ? previous : null);
	}
	return refuges;
}

function reachesRoot(parentAt: ParentAt<EntityId>, id: EntityId): boolean {
	let steps = 0;
	for (let at = parentAt(id); at !== null; at = parentAt(at)) if (++steps > MAX_DEPTH) return false;
	return true;
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

/** The sibling lists that change, new; undefined where none is left. */
function replaceChildren(
	childrenOf: Hierarchy['childrenOf'],
	parentOf: Hierarchy['parentOf'],
	parents: ReadonlyMap<EntityId, EntityId | null | undefined>,
	entities: ReadonlyMap<EntityId, Placed>,
): Map<EntityId | null, EntityId[] | undefined> {
	const arriving = new Map<EntityId | null, EntityId[]>();
	for (const [id, parent] of parents) {
		const old = parentOf.get(id);
		if (old !== undefined && !arriving.has(old)) arriving.set(old, []);
		if (parent === undefined) continue;
		const list = arriving.get(parent);
		if (list) list.push(id);
		else arriving.set(parent, [id]);
	}
	const lists = new Map<EntityId | null, EntityId[] | undefined>();
	for (const [parent, ids] of arriving) {
		const list = (childrenOf.get(parent) ?? []).filter((id) => !parents.has(id));
		if (ids.length > FEW) {
			for (const id of ids) list.push(id);
			sortSiblings(list, entities);
		} else for (const id of ids) list.splice(findSlot(list, id, entities), 0, id);
		lists.set(parent, list.length > 0 || parent === null ? list : undefined);
	}
	return lists;
}

/** Up to this many newcomers are put into their slots one by one. */
const FEW = 20;

function findSlot(list: readonly EntityId[], id: EntityId, entities: ReadonlyMap<EntityId, Placed>): number {
	const order = (of: EntityId) => entities.get(of)?.place.order ?? '';
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const other = list[middle] as EntityId;
		if (compareOrder(order(other), other, order(id), id) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Whether it hangs on the root, with nothing below it too deep. */
function isSound(
	parentOf: Hierarchy['parentOf'],
	childrenOf: Hierarchy['childrenOf'],
	id: EntityId,
): boolean {
	let depth = 0;
	for (let at = parentOf.get(id) ?? null; at !== null; at = parentOf.get(at) ?? null) {
		if (at === id || ++depth > MAX_DEPTH) return false;
	}
	let level: readonly EntityId[] = [id];
	while ((level = level.flatMap((parent) => childrenOf.get(parent) ?? [])).length > 0) {
		if (++depth > MAX_DEPTH) return false;
	}
	return true;
}

function findCycleBreakers<Id extends string>(parentOf: Parents<Id>): Id[] {
	const walkOf = new Map<Id, number>();
	const breakers: Id[] = [];
	let walk = 0;
	parentOf.forEach((_, start) => {
		walk++;
		let at: Id | null = start;
		while (at !== null && !walkOf.has(at)) {
			walkOf.set(at, walk);
			at = parentOf.get(at) ?? null;
		}
		// Met on this very walk: round and round from here.
		if (at !== null && walkOf.get(at) === walk) breakers.push(smallestInCycle(parentOf, at));
	});
	return breakers;
}

function smallestInCycle<Id extends string>(parentOf: Parents<Id>, start: Id): Id {
	let smallest = start;
	for (let at = parentOf.get(start); at && at !== start; at = parentOf.get(at)) {
		if (at < smallest) smallest = at;
	}
	return smallest;
}

// Depths count anew below each that is lifted, so the answer does not depend on where the walk begins.
function findTooDeep<Id extends string>(parentOf: Parents<Id>): Id[] {
	const depthOf = new Map<Id, number>();
	const tooDeep: Id[] = [];
	const path: Id[] = [];
	parentOf.forEach((parent, start) => {
		if (parent === null) return;
		let at: Id | null = start;
		while (at !== null && !depthOf.has(at)) {
			path.push(at);
			at = parentOf.get(at) ?? null;
		}
		let depth = at === null ? -1 : (depthOf.get(at) ?? 0);
		for (let id = path.pop(); id !== undefined; id = path.pop()) {
			depth = depth === MAX_DEPTH ? 0 : depth + 1;
			if (depth === 0 && parentOf.get(id) !== null) tooDeep.push(id);
			depthOf.set(id, depth);
		}
	});
	return tooDeep;
}

function sortChildren<Id extends string>(
	entities: ReadonlyMap<Id, Placed<Id>>,
	parentOf: Parents<Id>,
): Children<Id> {
	const childrenOf: Children<Id> = new Map([[null, []]]);
	parentOf.forEach((parent, id) => {
		const siblings = childrenOf.get(parent);
		if (siblings) siblings.push(id);
		else childrenOf.set(parent, [id]);
	});
	childrenOf.forEach((siblings) => sortSiblings(siblings, entities));
	return childrenOf;
}

// Looking places up in every comparison would cost more than the sorting.
function sortSiblings<Id extends string>(siblings: Id[], entities: ReadonlyMap<Id, Placed<Id>>): void {
	if (siblings.length < 2) return;
	const keyed = siblings.map((id) => ({ id, order: entities.get(id)?.place.order ?? '' }));
	keyed.sort((a, b) => compareOrder(a.order, a.id, b.order, b.id));
	keyed.forEach(({ id }, i) => (siblings[i] = id));
}
