import { systemClock, type Clock } from '../../base/clock.ts';
import { mintEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { orderKeysBetween } from '../../base/order-key.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { readField } from '../components/registry.ts';
import { formatPlace, type EntitySnapshot } from '../entity.ts';
import { PREFAB, PREFAB_SOURCE } from '../prefabs/overrides.ts';
import type { PrefabSources } from '../prefabs/prefab-source.ts';
import { mapReferences, namingEntity, referencesIn, renaming } from '../prefabs/references.ts';
import type { SceneDocument, SceneEdit, SceneSnapshot } from '../scene.ts';
import { transformUnder } from '../world-transform.ts';
import { checkIds, checkName, checkValue, toStored } from './check.ts';
import { checkCycle, prefabsOf } from './check-prefab.ts';
import type { CommandError, CommandResult } from './command.ts';
import { placeAmong } from './place-among.ts';
import { topmost, withDescendants } from './remove-entities.ts';
import { dayOf } from './sweep-entities.ts';

export type CreatePrefabOptions = {
	/** The instance's; that of what was chosen, when nothing else is said. */
	readonly name?: string;
	readonly random?: Random;
	readonly clock?: Pick<Clock, 'now'>;
	readonly mintId?: () => EntityId;
};

/**
 * Copies entities, with everything below them, into a new prefab, and puts one instance in their place; returns its id.
 * The originals are deleted, as `removeEntities` does. Edits both documents: make it one gesture.
 */
export function createPrefab(
	scene: SceneDocument,
	sources: PrefabSources,
	prefab: SceneDocument,
	ids: readonly EntityId[],
	{ name, random = systemRandom, clock = systemClock, mintId = mintEntityId }: CreatePrefabOptions = {},
): CommandResult<EntityId> {
	const wrong = checkIds(ids);
	if (wrong) return err(wrong);
	const { snapshot } = scene;
	const chosen = topmost(snapshot, ids);
	const title = checkName(name ?? (chosen.length === 1 ? entityOf(snapshot, chosen[0]).name : 'Prefab'));
	if (!title.ok) return title;
	const all = chosen.flatMap((id) => withDescendants(snapshot, id));
	const problem = checkNewPrefab(scene, sources, prefab, all);
	if (problem) return err(problem);
	const placing = placeInstance(snapshot, chosen);
	const misplaced = checkPlacing(snapshot, placing);
	if (misplaced) return err(misplaced);
	const copies = new Map(all.map((id) => [id, mintId()]));
	const instanceId = mintId();
	const written = prefab.edit('create-prefab', 'edit', (edit) =>
		copyTrees(edit, snapshot, chosen, { copies, transforms: placing.roots, random }),
	);
	if (!written.ok) return written;
	const edited = scene.edit('create-prefab', 'edit', (edit) => {
		const slot = { parentId: placing.parentId, beforeId: chosen[0] ?? null };
		const [order = 'a0'] = placeAmong(edit, snapshot, slot, 1, random);
		const place = formatPlace({ parentId: placing.parentId, order, previousParentId: null });
		const values = { ...placing.instance, [PREFAB]: true, [PREFAB_SOURCE]: prefab.document.id };
		edit.create(instanceId, { ...values, name: title.value, place });
		redirectReferences(edit, snapshot, instanceId, copies);
		const day = dayOf(clock.now());
		for (const id of all) edit.set(id, 'removed', day);
	});
	return edited.ok ? ok(instanceId) : edited;
}

function checkNewPrefab(
	scene: SceneDocument,
	sources: PrefabSources,
	prefab: SceneDocument,
	all: readonly EntityId[],
): CommandError | undefined {
	if (all.length === 0) {
		return {
			reason: 'nothing-to-do',
			message: 'There is nothing to make a prefab of. Choose something first.',
		};
	}
	if (prefab.document.kind !== 'prefab' || prefab.snapshot.entities.size > 0) {
		return { reason: 'invalid-value', message: 'A new prefab begins with an empty prefab document.' };
	}
	const { refusal = prefab.document.refusal } = scene.document;
	const inside = new Set(all.flatMap((id) => prefabsOf(entityOf(scene.snapshot, id))));
	return (
		refusal ??
		checkCycle(prefab.document.id, sources, inside) ??
		checkCycle(scene.document.id, sources, inside)
	);
}

type Transform = Readonly<Record<string, JsonValue>>;
type Placing = {
	readonly parentId: EntityId | null;
	readonly instance: Transform;
	/** Where the roots stand within the instance. */
	readonly roots: ReadonlyMap<EntityId, Transform>;
};

/** The instance stands where the first of them stood. One alone stands in it without any transform of its own. */
function placeInstance(snapshot: SceneSnapshot, chosen: readonly EntityId[]): Placing {
	const parentOf = (id: EntityId) => snapshot.hierarchy.parentOf.get(id) ?? null;
	const first = entityOf(snapshot, chosen[0]);
	const parentId = parentOf(first.id);
	if (chosen.length === 1) {
		const { position, rotation, scale } = first.values;
		const roots = new Map([[first.id, { position: [0, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1] }]]);
		return { parentId, roots, instance: withoutMissing({ position, rotation, scale }) };
	}
	const origin = readField(first, 'transform', 'position');
	const roots = new Map<EntityId, Transform>();
	for (const id of chosen) {
		const moved = parentOf(id) === parentId ? {} : transformUnder(snapshot, id, parentId);
		const position =
			(moved['position'] as number[] | undefined) ??
			readField(entityOf(snapshot, id), 'transform', 'position');
		// Rounded, as 0.3 − 0.1 is more digits than anyone ever wrote.
		const inside = position.map((at, axis) => Number((at - (origin[axis] ?? 0)).toFixed(5)) + 0);
		roots.set(id, { ...moved, position: inside });
	}
	return { parentId, roots, instance: withoutMissing({ position: toStored('position', [...origin]) }) };
}

/** What lies far apart may be too far away, seen from the first of them. */
function checkPlacing(snapshot: SceneSnapshot, { roots }: Placing): CommandError | undefined {
	for (const [entityId, transform] of roots) {
		for (const [key, value] of Object.entries(transform)) {
			const problem = checkValue(entityOf(snapshot, entityId).name, key, value);
			if (problem) return { ...problem, entityId };
		}
	}
	return undefined;
}

function copyTrees(
	edit: SceneEdit,
	{ entities, hierarchy }: SceneSnapshot,
	roots: readonly EntityId[],
	{
		copies,
		transforms,
		random,
	}: { copies: ReadonlyMap<EntityId, EntityId>; transforms: Placing['roots']; random: Random },
): void {
	const rename = renaming(copies);
	let level = [{ parentId: null as EntityId | null, ids: roots }];
	while (level.length > 0) {
		const next: typeof level = [];
		for (const { parentId, ids } of level) {
			const orders = orderKeysBetween(null, null, ids.length, random);
			ids.forEach((id, i) => {
				const original = entities.get(id);
				const copyId = copies.get(id);
				if (!original || !copyId) return;
				const place = formatPlace({ parentId, order: orders[i] ?? 'a0', previousParentId: null });
				const values: Record<string, JsonValue> = { ...mapReferences(original.values, rename) };
				for (const [key, value] of Object.entries(transforms.get(id) ?? {})) values[key] = value;
				for (const key of ['position', 'rotation', 'scale']) {
					const value = values[key];
					if (value !== undefined && toStored(key, value) === undefined) delete values[key];
				}
				edit.create(copyId, { ...values, name: original.name, place });
				next.push({ parentId: copyId, ids: hierarchy.childrenOf.get(id) ?? [] });
			});
		}
		level = next;
	}
}

/** What stays in the scene refers to the entities inside of the instance from now on. */
function redirectReferences(
	edit: SceneEdit,
	{ entities }: SceneSnapshot,
	instanceId: EntityId,
	copies: ReadonlyMap<EntityId, EntityId>,
): void {
	const paths = new Map([...copies].map(([id, copyId]) => [id, `${instanceId}/${copyId}`]));
	const rename = renaming(paths);
	entities.forEach(({ id, values }) => {
		if (copies.has(id)) return;
		for (const [key, reference] of referencesIn(values)) {
			const path = rename(reference);
			if (path !== undefined) edit.set(id, key, namingEntity(values[key] as JsonValue, path));
		}
	});
}

const entityOf = ({ entities }: SceneSnapshot, id: EntityId | undefined): EntitySnapshot =>
	entities.get(id as EntityId) as EntitySnapshot;

function withoutMissing(values: Readonly<Record<string, JsonValue | undefined>>): Transform {
	const entries = Object.entries(values).filter(
		(entry): entry is [string, JsonValue] => entry[1] !== undefined,
	);
	return Object.fromEntries(entries);
}
