import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { formatPlace, type EntitySnapshot } from '../entity.ts';
import { isWithin } from '../hierarchy.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';
import { checkEntityValue, findEntity } from './check.ts';
import type { CommandError, CommandResult } from './command.ts';
import { placeAmong, type Slot } from './place-among.ts';
import { topmost } from './remove-entities.ts';
import { toStored } from './set-fields.ts';

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
	const snapshot = scene.snapshot;
	const { entities, hierarchy } = snapshot;
	const moving = topmost(snapshot, ids);
	if (moving.length === 0) return err({ reason: 'nothing-to-do', message: 'There is nothing to move.' });
	const parent = target.parentId === null ? ok() : findEntity(scene, target.parentId);
	if (!parent.ok) return parent;
	for (const id of moving) {
		const problem = checkMove(snapshot, id, target, values.get(id) ?? {});
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

function checkMove(
	{ entities, hierarchy }: SceneSnapshot,
	id: EntityId,
	{ parentId }: MoveTarget,
	values: Readonly<Record<string, JsonValue>>,
): CommandError | undefined {
	const entity = entities.get(id) as EntitySnapshot;
	if (parentId !== null && isWithin(hierarchy.parentOf, parentId, id)) {
		const into = entities.get(parentId)?.name ?? '';
		const where = parentId === id ? 'itself' : `“${into}”, which lies below it`;
		const message = `“${entity.name}” cannot move into ${where}. Move it somewhere outside first.`;
		return { reason: 'cycle', message, entityId: id };
	}
	for (const [key, value] of Object.entries(values)) {
		const problem = checkEntityValue(entity, key, value);
		if (problem) return problem;
	}
	return undefined;
}
