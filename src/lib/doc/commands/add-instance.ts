import type { DocumentId, EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import { PREFAB, PREFAB_SOURCE } from '../prefabs/overrides.ts';
import type { PrefabSources } from '../prefabs/prefab-source.ts';
import type { SceneDocument } from '../scene.ts';
import { addEntities, type AddOptions } from './add-entities.ts';
import { checkSource, findInstance } from './check-prefab.ts';
import type { CommandResult } from './command.ts';

export type NewInstance = {
	readonly parentId?: EntityId | null;
	/** The prefab's title, when nothing else is said. */
	readonly name?: string;
	/** Further values of the instance, such as where it stands. */
	readonly values?: Readonly<Record<string, JsonValue>>;
};

/** Puts an instance of a prefab into a scene, or into another prefab; returns its id. */
export function addInstance(
	scene: SceneDocument,
	sources: PrefabSources,
	prefabId: DocumentId,
	{ parentId = null, name, values = {} }: NewInstance = {},
	options: AddOptions = {},
): CommandResult<EntityId> {
	const problem = checkSource(scene, sources, prefabId);
	if (problem) return err(problem);
	const draft = {
		name: name ?? sources(prefabId)?.title ?? 'Prefab',
		values: { ...values, [PREFAB]: true, [PREFAB_SOURCE]: prefabId },
	};
	const added = addEntities(scene, [draft], parentId, { label: 'add-instance', ...options });
	return added.ok ? ok(added.value[0] as EntityId) : added;
}

/** Makes an instance one of another prefab. Its overrides stay; those that name nothing there wait. */
export function setPrefabSource(
	scene: SceneDocument,
	sources: PrefabSources,
	instanceId: EntityId,
	prefabId: DocumentId | null,
): CommandResult {
	const instance = findInstance(scene, instanceId);
	if (!instance.ok) return instance;
	const problem = prefabId === null ? undefined : checkSource(scene, sources, prefabId);
	if (problem) return err({ ...problem, entityId: instanceId });
	const edited = scene.edit('set-prefab', 'edit', (edit) => {
		edit.set(instanceId, PREFAB_SOURCE, prefabId ?? undefined);
	});
	return edited.ok ? ok() : edited;
}
