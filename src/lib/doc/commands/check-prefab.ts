import type { DocumentId, EntityId } from '../../base/ids.ts';
import { err, type Result } from '../../base/result.ts';
import type { EntitySnapshot } from '../entity.ts';
import { isOverrideKey, parseOverrideKey, prefabOf, PREFAB_SOURCE } from '../prefabs/overrides.ts';
import type { PrefabSources } from '../prefabs/prefab-source.ts';
import type { SceneDocument, SceneSnapshot } from '../scene.ts';
import { findEntity } from './check.ts';
import type { CommandError } from './command.ts';

/** What commands about prefabs ask before they write anything. */

export function findInstance(scene: SceneDocument, id: EntityId): Result<EntitySnapshot, CommandError> {
	const entity = findEntity(scene, id);
	if (!entity.ok || prefabOf(entity.value) !== undefined) return entity;
	const message = `“${entity.value.name}” is no instance of a prefab.`;
	return err({ reason: 'invalid-value', message, entityId: id });
}

/** Why no instance of a prefab may stand in this document: it is not here, or contains the document itself. */
export function checkSource(
	scene: SceneDocument,
	sources: PrefabSources,
	prefabId: DocumentId,
): CommandError | undefined {
	const source = sources(prefabId);
	if (!source)
		return { reason: 'not-found', message: 'That prefab is not in this project, or not here yet.' };
	return scene.document.kind === 'prefab' ? checkCycle(scene.document.id, sources, [prefabId]) : undefined;
}

/** Why a document may not hold instances of these prefabs: one of them contains it. */
export function checkCycle(
	holder: DocumentId,
	sources: PrefabSources,
	prefabIds: Iterable<DocumentId>,
): CommandError | undefined {
	for (const prefabId of prefabIds) {
		if (!contains(sources, prefabId, holder)) continue;
		const [inner, outer] = [nameOf(sources, prefabId), nameOf(sources, holder)];
		const message =
			prefabId === holder
				? `${inner} cannot contain itself.`
				: `${inner} cannot stand in ${outer}, as ${outer} stands in ${inner} already: each would contain the other.`;
		return { reason: 'cycle', message };
	}
	return undefined;
}

/** The prefabs of which a document holds instances, also those that an override puts there. */
export function prefabsIn({ entities }: SceneSnapshot): Set<DocumentId> {
	const found = new Set<DocumentId>();
	entities.forEach((entity) => {
		for (const id of prefabsOf(entity)) found.add(id);
	});
	return found;
}

/** The prefab that an entity is an instance of, and those its overrides put in place of nested ones. */
export function prefabsOf(entity: Pick<EntitySnapshot, 'values'>): DocumentId[] {
	const source = prefabOf(entity);
	if (source === undefined) return [];
	const found = source === null ? [] : [source];
	for (const [key, value] of Object.entries(entity.values)) {
		if (!isOverrideKey(key) || parseOverrideKey(key)?.key !== PREFAB_SOURCE) continue;
		const overridden = prefabOf({ values: { prefab: true, [PREFAB_SOURCE]: value } });
		if (overridden) found.push(overridden);
	}
	return found;
}

function contains(sources: PrefabSources, from: DocumentId, sought: DocumentId): boolean {
	const seen = new Set([from]);
	for (const id of seen) {
		if (id === sought) return true;
		const source = sources(id);
		if (source) for (const inner of prefabsIn(source.snapshot)) seen.add(inner);
	}
	return false;
}

const nameOf = (sources: PrefabSources, id: DocumentId): string => {
	const title = sources(id)?.title;
	return title === undefined ? 'a prefab without a name' : `“${title}”`;
};
