import { mintEntityId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { orderKeysBetween, type OrderKey } from '../../base/order-key.ts';
import { systemRandom, type Random } from '../../base/random.ts';
import { err, ok } from '../../base/result.ts';
import { formatPlace, type EntitySnapshot } from '../entity.ts';
import type { DerivedEntity } from '../prefabs/derive-entity.ts';
import {
	innerPathOf,
	instanceOf,
	isEntityPath,
	joinPath,
	splitInner,
	type EntityPath,
	type ExpandedId,
} from '../prefabs/entity-path.ts';
import { expandInstance, type InstancePart } from '../prefabs/instance-part.ts';
import {
	formatOverrideKey,
	isOverrideKey,
	parseOverrideKey,
	PREFAB,
	PREFAB_SOURCE,
} from '../prefabs/overrides.ts';
import { MAX_IN_INSTANCE } from '../prefabs/prefab-expansion.ts';
import type { PrefabRule } from '../prefabs/prefab-problem.ts';
import type { PrefabSources } from '../prefabs/prefab-source.ts';
import { mapReferences, namingEntity, referencesIn } from '../prefabs/references.ts';
import type { SceneDocument, SceneEdit } from '../scene.ts';
import { checkDepth, checkRoom, depthOf, toStored } from './check.ts';
import { findInstance } from './check-prefab.ts';
import type { CommandError, CommandResult } from './command.ts';
import { placeAmong } from './place-among.ts';

export type DetachOptions = {
	readonly random?: Random;
	readonly mintId?: () => EntityId;
};

/**
 * Turns what an instance shows into entities of the scene, below it, with ids of their own; it is an instance no more.
 * Nested instances stay instances, with what was overridden in them. Returns the ids of the new roots.
 */
export function detachInstance(
	scene: SceneDocument,
	sources: PrefabSources,
	instanceId: EntityId,
	{ random = systemRandom, mintId = mintEntityId }: DetachOptions = {},
): CommandResult<readonly EntityId[]> {
	const found = findInstance(scene, instanceId);
	if (!found.ok) return found;
	const instance = found.value;
	const self = scene.document.kind === 'prefab' ? scene.document.id : null;
	const part = expandInstance({ sources, self, maxInInstance: MAX_IN_INSTANCE }, instance);
	const own = [...part.entities.keys()].filter((path) => splitInner(innerPathOf(path)).rest === null);
	const problem =
		checkShown(instance, part) ?? checkRoom(scene, own.length) ?? checkHeight(scene, instance, part);
	if (problem) return err({ ...problem, entityId: instanceId });
	const copies = new Map(own.map((path) => [path, mintId()]));
	const rename = renamePaths(copies);
	const inside = overridesInside(instance, rename);
	const below = (id: ExpandedId) => (part.childrenOf.get(id) ?? []).filter((path) => copies.has(path));
	const edited = scene.edit('detach-instance', 'edit', (edit) => {
		const create = (paths: readonly EntityPath[], parentId: EntityId, orders: readonly OrderKey[]) => {
			paths.forEach((path, i) => {
				const entity = part.entities.get(path);
				const id = copies.get(path);
				if (!entity || !id) return;
				const own = { ...storedValues(entity, rename), ...nestedOverrides(sources, entity, rename) };
				const values = { ...own, ...inside.get(entity.sourceId) };
				const place = formatPlace({ parentId, order: orders[i] ?? 'a0', previousParentId: null });
				edit.create(id, { ...values, name: entity.name, place });
			});
		};
		const roots = below(instanceId);
		const beforeId = scene.snapshot.hierarchy.childrenOf.get(instanceId)?.[0] ?? null;
		const slot = { parentId: instanceId, beforeId };
		create(roots, instanceId, placeAmong(edit, scene.snapshot, slot, roots.length, random));
		for (const [path, id] of copies) {
			const children = below(path);
			create(children, id, orderKeysBetween(null, null, children.length, random));
		}
		for (const key of Object.keys(instance.values)) {
			if (key === PREFAB || key === PREFAB_SOURCE || isOverrideKey(key)) edit.set(instanceId, key, undefined);
		}
		redirectReferences(edit, scene, rename, instanceId);
	});
	return edited.ok ? ok(below(instanceId).map((path) => copies.get(path) as EntityId)) : edited;
}

/** What cannot be shown cannot be copied either. */
function checkShown({ id, name }: EntitySnapshot, { problems }: InstancePart): CommandError | undefined {
	const problem = problems.find(({ at, rule }) => at === id && UNSEEN.has(rule));
	if (!problem) return undefined;
	const message = `What “${name}” shows is not here, or too much: it cannot be detached.`;
	return { reason: 'not-found', message };
}

const UNSEEN: ReadonlySet<PrefabRule> = new Set<PrefabRule>(['missing', 'cycle', 'too-deep', 'too-large']);

function checkHeight(
	{ snapshot }: SceneDocument,
	{ id, name }: EntitySnapshot,
	{ childrenOf }: InstancePart,
): CommandError | undefined {
	let depth = depthOf(snapshot, id);
	let level: readonly ExpandedId[] = [id];
	while ((level = level.flatMap((at) => childrenOf.get(at) ?? [])).length > 0) depth++;
	return checkDepth(name, depth);
}

type Rename = (reference: string) => string | undefined;

/** Finds what has an id of its own now; what is inside of a nested instance is behind that one's. */
function renamePaths(copies: ReadonlyMap<EntityPath, EntityId>): Rename {
	return (reference) => {
		if (!isEntityPath(reference)) return undefined;
		const { first, rest } = splitInner(innerPathOf(reference));
		const id = copies.get(joinPath(instanceOf(reference), first));
		return id && rest ? joinPath(id, rest) : id;
	};
}

function storedValues({ values }: DerivedEntity, rename: Rename): Record<string, JsonValue> {
	const stored: Record<string, JsonValue> = {};
	for (const [key, value] of Object.entries(mapReferences(values, rename))) {
		// An override may say what is the default anyway; an entity need not.
		if (toStored(key, value) !== undefined) stored[key] = value;
	}
	return stored;
}

/** The overrides that a nested instance has in its prefab; those of the instance around it go above them. */
function nestedOverrides(
	sources: PrefabSources,
	{ id, documentId, sourceId }: DerivedEntity,
	rename: Rename,
): Record<string, JsonValue> {
	const overrides: Record<string, JsonValue> = {};
	const inPrefab = sources(documentId)?.snapshot.entities.get(sourceId)?.values ?? {};
	if (inPrefab[PREFAB] !== true) return overrides;
	const moved = mapReferences(inPrefab, (reference) => rename(`${instanceOf(id)}/${reference}`));
	for (const [key, value] of Object.entries(moved)) if (isOverrideKey(key)) overrides[key] = value;
	return overrides;
}

/** What an instance overrides inside of nested ones, as those would, by nested instance. */
function overridesInside(
	{ values }: EntitySnapshot,
	rename: Rename,
): ReadonlyMap<EntityId, Readonly<Record<string, JsonValue>>> {
	const inside = new Map<EntityId, Record<string, JsonValue>>();
	for (const [text, value] of Object.entries(mapReferences(values, rename))) {
		const override = isOverrideKey(text) ? parseOverrideKey(text) : undefined;
		if (!override) continue;
		const { first, rest } = splitInner(override.inner);
		if (!rest) continue;
		const overrides = inside.get(first) ?? {};
		overrides[formatOverrideKey({ inner: rest, key: override.key })] = value;
		inside.set(first, overrides);
	}
	return inside;
}

/** What referred to something that the instance showed refers to what stands there now. */
function redirectReferences(
	edit: SceneEdit,
	{ snapshot }: SceneDocument,
	rename: Rename,
	instanceId: EntityId,
): void {
	snapshot.entities.forEach(({ id, values }) => {
		if (id === instanceId) return;
		for (const [key, reference] of referencesIn(values)) {
			const renamed = rename(reference);
			if (renamed !== undefined) edit.set(id, key, namingEntity(values[key] as JsonValue, renamed));
		}
	});
}
