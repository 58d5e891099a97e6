import {
	BoxGeometry,
	DataTexture,
	Mesh,
	MeshStandardMaterial,
	type Object3D,
	type Texture,
	Vector3,
} from 'three';
import { vi } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import { type AssetHash, type EntityId, mintEntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { resolveHierarchy } from '../../doc/hierarchy.ts';
import type { SceneChanges, SceneSnapshot } from '../../doc/scene.ts';
import { createSceneGraph, type GraphOptions } from './create-scene-graph.ts';
import { entityIdOf } from './entity-node.ts';

/** Scenes and a scene graph for tests: no WebGL, models are boxes, time stands still. */
export const MODEL = 'a'.repeat(64) as AssetHash;
export type Values = Record<string, JsonValue>;

export function makeEntity(
	values: Values = {},
	parentId: EntityId | null = null,
	id = mintEntityId(),
): EntitySnapshot {
	return {
		id,
		name: 'Entity',
		place: { parentId, order: 'a0', previousParentId: null },
		removed: false,
		values,
	};
}

export function makeSnapshot(entities: readonly EntitySnapshot[]): SceneSnapshot {
	const byId = new Map(entities.map((entity) => [entity.id, entity]));
	return { entities: byId, hierarchy: resolveHierarchy(byId) };
}

export function makeChanges(snapshot: SceneSnapshot, changes: Partial<SceneChanges>): SceneChanges {
	return {
		added: new Set(),
		removed: new Set(),
		changed: new Map(),
		hierarchy: false,
		local: true,
		snapshot,
		...changes,
	};
}

/** The first byte is how many times wider than high the picture is; zero: it is broken. */
async function decodeSquare([wide = 0]: Uint8Array): Promise<Result<Texture, string>> {
	return wide === 0 ? err('broken') : ok(new DataTexture(new Uint8Array(wide * 4), wide, 1));
}

export function setupGraph(
	assets = new Map<AssetHash, Uint8Array<ArrayBuffer>>(),
	batching = true,
	more: Partial<GraphOptions> = {},
) {
	const clock = new ManualClock();
	const freed: Object3D[] = [];
	const onChange = vi.fn();
	const content = createSceneGraph({
		assets: { load: async (hash) => assets.get(hash) ?? null },
		clock,
		onChange,
		batching,
		decodeModel: async (bytes) => {
			if (bytes[0] === 0) return err('broken');
			const model = new Mesh(new BoxGeometry(2, 2, 2), new MeshStandardMaterial());
			model.geometry.addEventListener('dispose', () => freed.push(model));
			return ok(model);
		},
		decodeTexture: decodeSquare,
		decodePanorama: decodeSquare,
		loadAreaLights: async () => {},
		loadPress: () => Promise.reject(new Error('no typeface here')),
		icons: { get: () => null, pin: () => null, dispose() {} },
		...more,
	});
	const { graph, kit } = content;
	const meshOf = (id: EntityId) => {
		let found: Mesh | undefined;
		graph.node(id)?.group.traverse((object) => {
			if (object instanceof Mesh && entityIdOf(object) === id) found ??= object as Mesh;
		});
		return found;
	};
	const worldOf = (id: EntityId) => {
		graph.root.updateMatrixWorld();
		return new Vector3().setFromMatrixPosition(graph.node(id)!.group.matrixWorld).toArray();
	};
	return { ...content, graph, kit, clock, assets, freed, onChange, meshOf, worldOf };
}

export const box = (more: Values = {}): Values => ({ mesh: true, ...more });
