import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { orderKeysBetween } from '../../base/order-key.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { formatPlace } from '../entity.ts';
import { isWithin } from '../hierarchy.ts';
import type { SceneDocument, SceneEdit, SceneSnapshot } from '../scene.ts';
import type { CommandResult } from './command.ts';
import { topmost } from './remove-entities.ts';

export type MoveTarget = {
	readonly parentId: EntityId | null;
	/** Stands before this sibling; null: at the end. */
	readonly beforeId: EntityId | null;
};

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
	if (target.parentId !== null && !entities.has(target.parentId)) {
		return err({ reason: 'not-found', message: 'The entity to move into is gone. Choose another parent.' });
	}
	for (const id of moving) {
		if (target.parentId !== null && isWithin(hierarchy.parentOf, target.parentId, id)) {
			const name = entities.get(id)?.name ?? '';
			const message = `“${name}” cannot move into itself or something below it.`;
			return err({ reason: 'cycle', message, entityId: id });
		}
	}
	scene.edit('move', 'edit', (edit) => {
		const keys = keysFor(edit, snapshot, moving, target, random);
		moving.forEach((id, i) => {
			const parentId = hierarchy.parentOf.get(id) ?? null;
			const place = entities.get(id)?.place;
			const previousParentId = parentId === target.parentId ? (place?.previousParentId ?? null) : parentId;
			edit.set(
				id,
				'place',
				formatPlace({ parentId: target.parentId, order: keys[i] ?? 'a0', previousParentId }),
			);
			for (const [key, value] of Object.entries(values.get(id) ?? {})) edit.set(id, key, value);
		});
	});
	return ok();
}

/** Keys for the moved among the siblings that stay; when two neighbours are equal, the siblings are re-keyed first. */
function keysFor(
	edit: SceneEdit,
	{ entities, hierarchy }: SceneSnapshot,
	moving: readonly EntityId[],
	target: MoveTarget,
	random: Random,
): string[] {
	const moved = new Set(moving);
	const staying = (hierarchy.childrenOf.get(target.parentId) ?? []).filter((id) => !moved.has(id));
	const at = target.beforeId === null ? -1 : staying.indexOf(target.beforeId);
	const index = at < 0 ? staying.length : at;
	let orders: (string | undefined)[] = staying.map((id) => entities.get(id)?.place.order);
	const before = orders[index - 1] ?? null;
	const after = orders[index] ?? null;
	if (before !== null && after !== null && before >= after) {
		orders = orderKeysBetween(null, null, staying.length, random);
		staying.forEach((id, i) => {
			const place = entities.get(id)?.place;
			if (!place) return;
			const parentId = hierarchy.parentOf.get(id) ?? null;
			edit.set(id, 'place', formatPlace({ ...place, parentId, order: orders[i] ?? place.order }));
		});
	}
	return orderKeysBetween(orders[index - 1] ?? null, orders[index] ?? null, moving.length, random);
}
