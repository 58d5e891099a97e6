import type { DocumentId } from '../base/ids.ts';
import { entityScripts } from '../doc/components/entity-scripts.ts';
import { referenceOf } from '../doc/components/script-value.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import { gameDataOf, type EntityData } from '../runtime/world/game-data.ts';
import type { Prefabs } from './project-prefabs.ts';
import { showScene } from './shown-scene.ts';

/** What the scripts of a scene may spawn, by the prefab's document; what those may spawn as well. */
export function spawnable(
	scene: SceneSnapshot,
	prefabs: Pick<Prefabs, 'find'>,
): Readonly<Record<string, readonly EntityData[]>> {
	const found: Record<string, readonly EntityData[]> = {};
	const open = [...namedPrefabs(scene)];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		const source = Object.hasOwn(found, id) ? undefined : prefabs.find(id);
		if (!source || source.removed) continue;
		const shown = showScene(source.snapshot, prefabs, { self: id });
		found[id] = gameDataOf(shown, 0).entities;
		open.push(...namedPrefabs(shown));
	}
	return found;
}

/** The prefabs that the scripts of a scene were given. */
function* namedPrefabs({ entities }: SceneSnapshot): Iterable<DocumentId> {
	for (const { values } of entities.values())
		for (const { fields } of entityScripts(values))
			for (const value of Object.values(fields)) {
				const reference = referenceOf(value);
				if (reference?.kind === 'prefab') yield reference.id as DocumentId;
			}
}
