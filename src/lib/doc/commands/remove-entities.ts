import { systemClock, type Clock } from '../../base/clock.ts';
import type { EntityId } from '../../base/ids.ts';
import { err, ok } from '../../base/result.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';
import { checkIds } from './check.ts';
import type { CommandResult } from './command.ts';
import { dayOf } from './sweep-entities.ts';

/** Deletes entities with everything below them; a flag, so that it can be taken back with later edits intact. */
export function removeEntities(
	scene: SceneDocument,
	ids: readonly EntityId[],
	clock: Pick<Clock, 'now'> = systemClock,
): CommandResult {
	const wrong = checkIds(ids);
	if (wrong) return err(wrong);
	const all = topmost(scene.snapshot, ids).flatMap((id) => withDescendants(scene.snapshot, id));
	if (all.length === 0) return err({ reason: 'nothing-to-do', message: 'There is nothing to delete.' });
	const day = dayOf(clock.now());
	const edited = scene.edit('delete', 'edit', (edit) => {
		for (const id of all) edit.set(id, 'removed', day);
	});
	return edited.ok ? ok() : edited;
}

/** The entity and all below it, parents before children; empty when it is gone. */
export function withDescendants(snapshot: SceneSnapshot, id: EntityId): EntityId[] {
	if (!snapshot.entities.has(id)) return [];
	const found: EntityId[] = [id];
	for (let i = 0; i < found.length; i++) {
		const parent = found[i];
		// One by one: as arguments of a call, what peers put into one entity may be more than a stack holds.
		if (parent !== undefined)
			for (const child of snapshot.hierarchy.childrenOf.get(parent) ?? []) found.push(child);
	}
	return found;
}

/** The given entities without those that lie below another of them, in tree order. */
export function topmost(snapshot: SceneSnapshot, ids: Iterable<EntityId>): EntityId[] {
	const chosen = new Set(ids);
	const { parentOf, childrenOf } = snapshot.hierarchy;
	const isCovered = (id: EntityId): boolean => {
		for (let at = parentOf.get(id) ?? null; at !== null; at = parentOf.get(at) ?? null) {
			if (chosen.has(at)) return true;
		}
		return false;
	};
	const found = [...chosen].filter((id) => snapshot.entities.has(id) && !isCovered(id));
	if (found.length < 2) return found;
	const ranks = new Map<EntityId | null, Map<EntityId, number>>();
	const rankOf = (id: EntityId, parent: EntityId | null): number => {
		// Ranked once for all siblings: searching the list for each would be quadratic.
		const known = ranks.get(parent) ?? new Map(childrenOf.get(parent)?.map((child, i) => [child, i]));
		ranks.set(parent, known);
		return known.get(id) ?? 0;
	};
	const pathOf = (id: EntityId): number[] => {
		const path: number[] = [];
		for (let at: EntityId | null = id; at !== null; at = parentOf.get(at) ?? null) {
			path.push(rankOf(at, parentOf.get(at) ?? null));
		}
		return path.reverse();
	};
	return found
		.map((id) => ({ id, path: pathOf(id) }))
		.sort((a, b) => comparePaths(a.path, b.path))
		.map(({ id }) => id);
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
