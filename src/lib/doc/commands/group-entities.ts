import { mintEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { orderKeysBetween } from '../../base/order-key.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import type { Vector3 } from '../components/component.ts';
import { readField } from '../components/registry.ts';
import { formatPlace, type EntitySnapshot } from '../entity.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';
import { transformUnder } from '../world-transform.ts';
import { checkDepth, checkIds, checkName, checkRoom, depthOf, toStored } from './check.ts';
import type { CommandError, CommandResult } from './command.ts';
import { heightOf } from './move-entities.ts';
import { placeAmong } from './place-among.ts';
import { topmost } from './remove-entities.ts';

export type GroupOptions = {
	readonly name?: string;
	readonly random?: Random;
	readonly mintId?: () => EntityId;
};

type Values = Readonly<Record<string, JsonValue>>;

/**
 * Puts entities into a new one and returns its id. It stands where the first of them stood among its siblings, in the
 * middle of them all, unturned and unscaled; in the world they stay where they are. Of those that lie in one another
 * the topmost goes, with all it holds.
 */
export function groupEntities(
	scene: SceneDocument,
	ids: readonly EntityId[],
	{ name = 'Group', random = systemRandom, mintId = mintEntityId }: GroupOptions = {},
): CommandResult<EntityId> {
	const wrong = checkIds(ids);
	if (wrong) return err(wrong);
	const title = checkName(name);
	if (!title.ok) return title;
	const { snapshot } = scene;
	const { parentOf } = snapshot.hierarchy;
	const chosen = topmost(snapshot, ids);
	const [first] = chosen;
	if (!first) {
		return err({ reason: 'nothing-to-do', message: 'There is nothing to group. Select something first.' });
	}
	const parentId = parentOf.get(first) ?? null;
	const problem = checkRoom(scene, 1) ?? checkDepths(snapshot, chosen, parentId);
	if (problem) return err(problem);
	const { middle, inside } = gather(snapshot, chosen, parentId);
	const groupId = mintId();
	const edited = scene.edit('group', 'edit', (edit) => {
		const [order = 'a0'] = placeAmong(edit, snapshot, { parentId, beforeId: first }, 1, random);
		const position = toStored('position', [...middle]);
		edit.create(groupId, {
			name: title.value,
			place: formatPlace({ parentId, order, previousParentId: null }),
			...(position !== undefined && { position }),
		});
		const orders = orderKeysBetween(null, null, chosen.length, random);
		chosen.forEach((id, i) => {
			const previousParentId = parentOf.get(id) ?? null;
			edit.set(id, 'place', formatPlace({ parentId: groupId, order: orders[i] ?? 'a0', previousParentId }));
			for (const [key, value] of Object.entries(inside.get(id) ?? {}))
				edit.set(id, key, toStored(key, value));
		});
	});
	return edited.ok ? ok(groupId) : edited;
}

function checkDepths(
	snapshot: SceneSnapshot,
	chosen: readonly EntityId[],
	parentId: EntityId | null,
): CommandError | undefined {
	const depth = depthOf(snapshot, parentId) + 1;
	for (const id of chosen) {
		const problem = checkDepth(snapshot.entities.get(id)?.name ?? '', depth + heightOf(snapshot, id));
		if (problem) return { ...problem, entityId: id };
	}
	return undefined;
}

/** The middle of them all below a parent, and what they need to stay where they are around it. */
function gather(
	snapshot: SceneSnapshot,
	chosen: readonly EntityId[],
	parentId: EntityId | null,
): { readonly middle: Vector3; readonly inside: ReadonlyMap<EntityId, Values> } {
	const below = chosen.map((id) => {
		const stays = (snapshot.hierarchy.parentOf.get(id) ?? null) === parentId;
		const values = stays ? {} : transformUnder(snapshot, id, parentId);
		const own = readField(snapshot.entities.get(id) as EntitySnapshot, 'transform', 'position');
		return { id, values, position: (values['position'] as Vector3 | undefined) ?? own };
	});
	const middle = middleOf(below.map(({ position }) => position));
	const inside = below.map(({ id, values, position }): [EntityId, Values] => {
		const [x, y, z] = middle;
		return [id, { ...values, position: shift(position, [-x, -y, -z]) }];
	});
	return { middle, inside: new Map(inside) };
}

/** Of the box around the points; one by one, as arguments of a call may be more than a stack holds. */
function middleOf(points: readonly Vector3[]): Vector3 {
	const along = (axis: 0 | 1 | 2): number => {
		let [least, most] = [Infinity, -Infinity];
		for (const point of points) {
			least = Math.min(least, point[axis]);
			most = Math.max(most, point[axis]);
		}
		return Number(((least + most) / 2).toFixed(5)) + 0;
	};
	return [along(0), along(1), along(2)];
}

/** A point moved by so much. Rounded, as 0.3 − 0.1 is more digits than anyone ever wrote. */
export function shift([x, y, z]: Vector3, [byX, byY, byZ]: Vector3): number[] {
	return [x + byX, y + byY, z + byZ].map((at) => Number(at.toFixed(10)) + 0);
}
