import type { DocumentId } from '../base/ids.ts';
import { entityScripts } from '../doc/components/entity-scripts.ts';
import { referenceOf } from '../doc/components/script-value.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import { gameDataOf, outlined, type GameData } from '../runtime/world/game-data.ts';
import type { Prefabs } from './project-prefabs.ts';
import { showScene } from './shown-scene.ts';

/** What the scripts of a scene may spawn, by the prefab's document, as each shows it; what those may spawn as well. */
export type Spawnable = ReadonlyMap<DocumentId, SceneSnapshot>;

export function spawnable(scene: SceneSnapshot, prefabs: Pick<Prefabs, 'find'>): Spawnable {
	const found = new Map<DocumentId, SceneSnapshot>();
	const open = [...namedPrefabs(scene)];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		const source = found.has(id) ? undefined : prefabs.find(id);
		if (!source || source.removed) continue;
		const shown = showScene(source.snapshot, prefabs, { self: id });
		found.set(id, shown);
		open.push(...namedPrefabs(shown));
	}
	return found;
}

type PrefabData = NonNullable<GameData['prefabs']>;

/** As a game takes it, but for what is seen of it. */
export const plainPrefabs = (found: Spawnable): PrefabData =>
	Object.fromEntries([...found].map(([id, shown]) => [id, gameDataOf(shown, 0).entities]));

/** As a game takes it, once it is known what is seen of what collides as it is seen. */
export async function outlinedPrefabs(
	found: Spawnable,
	viewport: Pick<Viewport, 'outlinesOf'>,
): Promise<PrefabData> {
	const data = [...found].map(async ([id, shown]) => {
		const ids = outlined(shown);
		const outlines = ids.length > 0 ? await viewport.outlinesOf(ids, shown) : undefined;
		return [id, gameDataOf(shown, 0, outlines).entities] as const;
	});
	return Object.fromEntries(await Promise.all(data));
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
