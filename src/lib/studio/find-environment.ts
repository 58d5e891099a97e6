import type { EntityId } from '../base/ids.ts';
import { hasComponent } from '../doc/components/registry.ts';
import type { SceneSnapshot } from '../doc/scene.ts';

/** The environment that a scene shows, or would if it were visible: the first in the tree. */
export function findEnvironment({ entities, hierarchy }: SceneSnapshot): EntityId | undefined {
	const due = (hierarchy.childrenOf.get(null) ?? []).toReversed();
	for (let id = due.pop(); id !== undefined; id = due.pop()) {
		const entity = entities.get(id);
		if (entity && hasComponent(entity, 'environment')) return id;
		due.push(...(hierarchy.childrenOf.get(id) ?? []).toReversed());
	}
	return undefined;
}
