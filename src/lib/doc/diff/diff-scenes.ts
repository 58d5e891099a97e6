import type { EntityId } from '../../base/ids.ts';
import { jsonEqual, type JsonValue } from '../../base/json.ts';
import type { EntitySnapshot } from '../entity.ts';
import type { Hierarchy } from '../hierarchy.ts';
import type { SceneSnapshot } from '../scene.ts';

/** What differs between two states of a scene or prefab; plain and frozen. */
export type SceneDiff = {
	readonly added: readonly EntitySnapshot[];
	readonly removed: readonly EntitySnapshot[];
	/** Entities in both whose name or fields differ. */
	readonly changed: readonly EntityDiff[];
	/** Entities in both that stand elsewhere in the tree. */
	readonly moved: readonly EntityMove[];
};

export type EntityDiff = {
	readonly id: EntityId;
	/** Null: it is called the same. */
	readonly name: { readonly before: string; readonly after: string } | null;
	/** Components, their fields and overrides of prefabs, known here or not. */
	readonly fields: readonly FieldDiff[];
};

/** `undefined`: nothing stored, which shows the default. */
export type FieldDiff = {
	readonly key: string;
	readonly before: JsonValue | undefined;
	readonly after: JsonValue | undefined;
};

/** `parent`: below another one. `order`: among the same siblings. */
export type EntityMove = {
	readonly id: EntityId;
	readonly kind: 'parent' | 'order';
	readonly before: EntityId | null;
	readonly after: EntityId | null;
};

/** Compares two states. What one scene document left as it was costs no more than a look at it. */
export function diffScenes(before: SceneSnapshot, after: SceneSnapshot): SceneDiff {
	const added: EntitySnapshot[] = [];
	const removed: EntitySnapshot[] = [];
	const changed: EntityDiff[] = [];
	after.entities.forEach((entity, id) => {
		const old = before.entities.get(id);
		if (old === entity) return;
		const diff = old && diffEntity(old, entity);
		if (!old) added.push(entity);
		else if (diff) changed.push(diff);
	});
	before.entities.forEach((entity, id) => {
		if (!after.entities.has(id)) removed.push(entity);
	});
	const moved = findMoves(before, after);
	for (const list of [added, removed, changed, moved]) Object.freeze(list);
	return Object.freeze({ added, removed, changed, moved });
}

/** What differs besides the place; undefined when nothing does. */
function diffEntity(before: EntitySnapshot, after: EntitySnapshot): EntityDiff | undefined {
	const fields = diffValues(before.values, after.values);
	const isRenamed = before.name !== after.name;
	if (!isRenamed && fields.length === 0) return undefined;
	const name = isRenamed ? Object.freeze({ before: before.name, after: after.name }) : null;
	return Object.freeze({ id: after.id, name, fields });
}

function diffValues(before: EntitySnapshot['values'], after: EntitySnapshot['values']): readonly FieldDiff[] {
	if (before === after) return [];
	const fields: FieldDiff[] = [];
	for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const field = { key, before: before[key], after: after[key] };
		if (!jsonEqual(field.before, field.after)) fields.push(Object.freeze(field));
	}
	return Object.freeze(fields);
}

// By where entities are shown, not by what their places say: a deleted parent moves its children, too.
function findMoves(before: SceneSnapshot, after: SceneSnapshot): EntityMove[] {
	if (before.hierarchy === after.hierarchy) return [];
	const was = before.hierarchy.parentOf;
	const is = after.hierarchy.parentOf;
	const moves: EntityMove[] = [];
	is.forEach((parent, id) => {
		const old = was.get(id);
		if (old === undefined || old === parent) return;
		moves.push(Object.freeze({ id, kind: 'parent', before: old, after: parent }));
	});
	after.hierarchy.childrenOf.forEach((siblings, parent) => {
		const old = before.hierarchy.childrenOf.get(parent);
		if (!old || old === siblings) return;
		for (const id of reordered(old, siblings, was, is, parent)) {
			if (before.entities.get(id)?.place.order === after.entities.get(id)?.place.order) continue;
			moves.push(Object.freeze({ id, kind: 'order', before: parent, after: parent }));
		}
	});
	return moves;
}

/** Who stayed below a parent, if they follow each other differently; new order keys alone are nobody's doing. */
function reordered(
	old: readonly EntityId[],
	siblings: readonly EntityId[],
	was: Hierarchy['parentOf'],
	is: Hierarchy['parentOf'],
	parent: EntityId | null,
): readonly EntityId[] {
	const stayed = siblings.filter((id) => was.get(id) === parent);
	const stood = old.filter((id) => is.get(id) === parent);
	return stayed.some((id, i) => id !== stood[i]) ? stayed : [];
}
