import type { EntityId } from '../../base/ids.ts';
import { readField } from '../../doc/components/registry.ts';
import { resolveHierarchy } from '../../doc/hierarchy.ts';
import type { SceneSnapshot } from '../../doc/scene.ts';
import type { GraphWithKit } from '../scene/create-scene-graph.ts';
import { SceneGraph } from '../scene/scene-graph.ts';
import type { EntityOutline } from '../viewport-port.ts';
import { outlineOf } from './entity-outline.ts';

type Outlines = ReadonlyMap<EntityId, EntityOutline>;

/** What is seen of entities of the picture, once what is still loading is there. */
export async function outlinesOf(
	{ graph, idle }: Pick<GraphWithKit, 'graph' | 'idle'>,
	ids: readonly EntityId[],
): Promise<Outlines> {
	await idle();
	return gather(graph, ids);
}

/** The same of entities of another scene, which is not in the picture; their models are those of the picture. */
export async function outlinesIn(
	scene: SceneSnapshot,
	{ kit, idle }: Pick<GraphWithKit, 'kit' | 'idle'>,
	ids: readonly EntityId[],
): Promise<Outlines> {
	const entities = new Map(
		ids.flatMap((id) => {
			const entity = scene.entities.get(id);
			return entity ? [[id, entity] as const] : [];
		}),
	);
	if (entities.size === 0) return new Map();
	const graph = new SceneGraph(kit, () => {}, false);
	try {
		graph.show({ entities, hierarchy: resolveHierarchy(entities) });
		await idle();
		// What came meanwhile was told to the picture alone.
		for (const entity of entities.values()) {
			const model = readField(entity, 'mesh', 'model');
			if (model) graph.assetChanged(model);
		}
		return gather(graph, ids);
	} finally {
		graph.dispose();
	}
}

const gather = (graph: SceneGraph, ids: readonly EntityId[]): Outlines =>
	new Map(
		ids.flatMap((id) => {
			const outline = outlineOf(graph, id);
			return outline ? [[id, outline] as const] : [];
		}),
	);
