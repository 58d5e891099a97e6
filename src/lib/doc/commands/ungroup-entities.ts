import { systemClock, type Clock } from '../../base/clock.ts';
import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { componentOf, COMPONENTS, fieldOfKey, isComponentKey, readField } from '../components/registry.ts';
import { formatPlace, type EntitySnapshot } from '../entity.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';
import { transformUnder } from '../world-transform.ts';
import { checkIds, checkValue, toStored } from './check.ts';
import type { CommandError, CommandResult } from './command.ts';
import { shift } from './group-entities.ts';
import { placeAmong } from './place-among.ts';
import { topmost } from './remove-entities.ts';
import { dayOf } from './sweep-entities.ts';

export type UngroupOptions = { readonly random?: Random; readonly clock?: Pick<Clock, 'now'> };

/** What is let out of a group: the entity, with what it needs to stay where it is. */
type Freed = { readonly id: EntityId; readonly values: Readonly<Record<string, JsonValue>> };

/**
 * Puts what groups hold where those stood, and deletes the groups; returns what was let out, in order. In the world it
 * stays where it is, and what was hidden with its group stays hidden. What is more than a group is refused.
 */
export function ungroupEntities(
	scene: SceneDocument,
	ids: readonly EntityId[],
	{ random = systemRandom, clock = systemClock }: UngroupOptions = {},
): CommandResult<readonly EntityId[]> {
	const wrong = checkIds(ids);
	if (wrong) return err(wrong);
	const { snapshot } = scene;
	const groups = topmost(snapshot, ids);
	if (groups.length === 0) {
		return err({ reason: 'nothing-to-do', message: 'There is nothing to ungroup. Select a group first.' });
	}
	const freed = new Map<EntityId, readonly Freed[]>();
	for (const id of groups) {
		const all = free(snapshot, id);
		const problem = whyNoGroup(snapshot, id) ?? checkFreed(snapshot, all);
		if (problem) return err(problem);
		freed.set(id, all);
	}
	const day = dayOf(clock.now());
	const edited = scene.edit('ungroup', 'edit', (edit) => {
		for (const [groupId, all] of freed) {
			const parentId = snapshot.hierarchy.parentOf.get(groupId) ?? null;
			const orders = placeAmong(edit, snapshot, { parentId, beforeId: groupId }, all.length, random);
			all.forEach(({ id, values }, i) => {
				const place = { parentId, order: orders[i] ?? 'a0', previousParentId: groupId };
				edit.set(id, 'place', formatPlace(place));
				for (const [key, value] of Object.entries(values)) edit.set(id, key, toStored(key, value));
			});
			edit.set(groupId, 'removed', day);
		}
	});
	return edited.ok ? ok([...freed.values()].flatMap((all) => all.map(({ id }) => id))) : edited;
}

/** Why an entity is no group that may go: it holds nothing, or says more than where its children stand. */
export function whyNoGroup({ entities, hierarchy }: SceneSnapshot, id: EntityId): CommandError | undefined {
	const { name, values } = entities.get(id) as EntitySnapshot;
	const no = (message: string): CommandError => ({ reason: 'invalid-value', message, entityId: id });
	if ((hierarchy.childrenOf.get(id) ?? []).length === 0)
		return no(`“${name}” is no group: nothing lies in it. Select one that holds something.`);
	const own = Object.keys(values).flatMap((key) => {
		if (isComponentKey(key)) return values[key] === true ? [COMPONENTS[componentOf(key)].label] : [];
		return fieldOfKey(key) ? [] : [key];
	});
	if (own.length === 0) return undefined;
	return no(
		`“${name}” is more than a group: it has ${own.slice(0, 3).join(', ')} of its own, which would be lost. ` +
			'Take that away first, or move out what lies in it.',
	);
}

function free(snapshot: SceneSnapshot, groupId: EntityId): readonly Freed[] {
	const { entities, hierarchy } = snapshot;
	const group = entities.get(groupId) as EntitySnapshot;
	const parentId = hierarchy.parentOf.get(groupId) ?? null;
	const by = readField(group, 'transform', 'position');
	const isPlain = !isTurnedOrScaled(group);
	const hidden = readField(group, 'transform', 'visible') ? {} : { visible: false };
	return (hierarchy.childrenOf.get(groupId) ?? []).map((id) => {
		const position = readField(entities.get(id) as EntitySnapshot, 'transform', 'position');
		// Adding up keeps every digit; matrices, which a turn needs, do not.
		const moved = isPlain ? { position: shift(position, by) } : transformUnder(snapshot, id, parentId);
		return { id, values: { ...moved, ...hidden } };
	});
}

function isTurnedOrScaled(group: EntitySnapshot): boolean {
	const [x, y, z] = readField(group, 'transform', 'rotation');
	const scale = readField(group, 'transform', 'scale');
	return x !== 0 || y !== 0 || z !== 0 || scale.some((factor) => factor !== 1);
}

/** What stands far out in a group that does so itself may be too far away without it. */
function checkFreed({ entities }: SceneSnapshot, freed: readonly Freed[]): CommandError | undefined {
	for (const { id, values } of freed) {
		for (const [key, value] of Object.entries(values)) {
			const problem = checkValue(entities.get(id)?.name ?? '', key, value);
			if (problem) return { ...problem, entityId: id };
		}
	}
	return undefined;
}
