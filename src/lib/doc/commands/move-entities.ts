import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { isId } from '../../base/ids.ts';
import { formatPlace, type EntitySnapshot } from '../entity.ts';
import { isWithin, MAX_DEPTH } from '../hierarchy.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';
import {
	checkDepth,
	checkEntityValue,
	checkIds,
	depthOf,
	findEntity,
	quote,
	refuse,
	toStored,
} from './check.ts';
import type { CommandError, CommandResult } from './command.ts';
import { placeAmong, type Slot } from './place-among.ts';
import { topmost } from './remove-entities.ts';

export type MoveTarget = Slot;

/**
 * Moves entities under a parent and among its children, as one gesture. `values` may carry new transforms
 * (to keep world positions), by entity.
 */
export function moveEntities(
	scene: SceneDocument,
	ids: readonly EntityId[],
	target: MoveTarget,
	values: ReadonlyMap<EntityId, Readonly<Record<string, JsonValue>>> = new Map(),
	random: Random = systemRandom,
): CommandResult {
	const wrong = checkIds(ids) ?? checkTarget(target, values);
	if (wrong) return err(wrong);
	const snapshot = scene.snapshot;
	const { entities, hierarchy } = snapshot;
	const moving = topmost(snapshot, ids);
	if (moving.length === 0) return err({ reason: 'nothing-to-do', message: 'There is nothing to move.' });
	const parent = target.parentId === null ? ok() : findEntity(scene, target.parentId);
	if (!parent.ok) return parent;
	for (const id of moving) {
		const problem = checkMove(scene, id, target, values.get(id) ?? {});
		if (problem) return err(problem);
	}
	const edited = scene.edit('move', 'edit', (edit) => {
		const keys = placeAmong(edit, snapshot, target, moving.length, random, new Set(moving));
		moving.forEach((id, i) => {
			const parentId = hierarchy.parentOf.get(id) ?? null;
			const place = entities.get(id)?.place;
			const previousParentId = parentId === target.parentId ? (place?.previousParentId ?? null) : parentId;
			edit.set(
				id,
				'place',
				formatPlace({ parentId: target.parentId, order: keys[i] ?? 'a0', previousParentId }),
			);
			for (const [key, value] of Object.entries(values.get(id) ?? {}))
				edit.set(id, key, toStored(key, value));
		});
	});
	return edited.ok ? ok() : edited;
}

function checkTarget(target: unknown, values: unknown): CommandError | undefined {
	const { parentId, beforeId } = (target ?? {}) as { readonly [Key in keyof MoveTarget]?: unknown };
	for (const id of [parentId, beforeId])
		if (id !== null && !isId(id))
			return refuse(`A move goes to a parent and before a sibling, or null, but this was ${quote(id)}.`);
	return values instanceof Map ? undefined : refuse(`New values come by entity, but were ${quote(values)}.`);
}

function checkMove(
	scene: SceneDocument,
	id: EntityId,
	{ parentId }: MoveTarget,
	values: Readonly<Record<string, JsonValue>>,
): CommandError | undefined {
	const { entities, hierarchy } = scene.snapshot;
	const entity = entities.get(id) as EntitySnapshot;
	if (parentId !== null && isWithin(hierarchy.parentOf, parentId, id)) {
		const into = entities.get(parentId)?.name ?? '';
		const where = parentId === id ? 'itself' : `“${into}”, which lies below it`;
		const message = `“${entity.name}” cannot move into ${where}. Move it somewhere outside first.`;
		return { reason: 'cycle', message, entityId: id };
	}
	for (const [key, value] of Object.entries(values)) {
		const problem = checkEntityValue(scene, entity, key, value);
		if (problem) return problem;
	}
	const tooDeep = checkDepth(entity.name, depthOf(scene.snapshot, parentId) + heightOf(scene.snapshot, id));
	return tooDeep && { ...tooDeep, entityId: id };
}

/** Levels of an entity and all below it. */
export function heightOf({ hierarchy }: SceneSnapshot, id: EntityId): number {
	let height = 0;
	for (let level: readonly EntityId[] = [id]; level.length > 0 && height <= MAX_DEPTH; height++)
		level = level.flatMap((parent) => hierarchy.childrenOf.get(parent) ?? []);
	return height;
}
