import { beforeEach, describe, expect, it } from 'vitest';
import { mintDocumentId, type DocumentId, type EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { unwrap } from '../../base/result.ts';
import { addEntities, type EntityDraft } from '../commands/add-entities.ts';
import { addInstance } from '../commands/add-instance.ts';
import { applyOverrides } from '../commands/apply-overrides.ts';
import { createPrefab } from '../commands/create-prefab.ts';
import { revertOverrides } from '../commands/revert-overrides.ts';
import { setOverrides } from '../commands/set-overrides.ts';
import { LiveDocument } from '../live-document.ts';
import { SceneDocument } from '../scene.ts';
import { joinPath, type EntityPath, type InnerPath } from './entity-path.ts';
import { expandPrefabs } from './prefab-expansion.ts';
import type { PrefabSources } from './prefab-source.ts';

class World {
	readonly scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	readonly prefabs = new Map<DocumentId, { document: SceneDocument; title: string }>();
	readonly sources: PrefabSources = (id) => {
		const found = this.prefabs.get(id);
		return found && { snapshot: found.document.snapshot, title: found.title, document: found.document };
	};

	addPrefab(title: string): SceneDocument {
		const document = new SceneDocument(new LiveDocument(mintDocumentId(), 'prefab'));
		this.prefabs.set(document.document.id, { document, title });
		return document;
	}

	get expanded() {
		return expandPrefabs(this.scene.snapshot, this.sources);
	}

	show(id: EntityId | null = null): unknown {
		const { entities, hierarchy } = this.expanded;
		const of = (at: Parameters<typeof hierarchy.childrenOf.get>[0]): unknown =>
			(hierarchy.childrenOf.get(at) ?? []).map((child) => {
				const below = of(child) as unknown[];
				const name = entities.get(child)?.name;
				return below.length > 0 ? { [name ?? '?']: below } : name;
			});
		return of(id);
	}
}

let world: World;
const thing = (name: string, values: Record<string, JsonValue> = {}, children: EntityDraft[] = []) => ({
	name,
	values,
	children,
});
const add = (scene: SceneDocument, draft: EntityDraft, parentId: EntityId | null = null): EntityId =>
	unwrap(addEntities(scene, [draft], parentId))[0] as EntityId;

beforeEach(() => {
	world = new World();
});

describe('prefabs', () => {
	it('[D14] an instance stores only overrides', () => {
		const { scene, sources } = world;
		const lamp = add(scene, thing('Lamp', { position: [1, 2, 3] }, [thing('Bulb', { light: true })]));
		const prefab = world.addPrefab('Lamp');
		const instance = unwrap(createPrefab(scene, sources, prefab, [lamp]));
		expect(world.show()).toEqual([{ Lamp: [{ Lamp: ['Bulb'] }] }]);
		const [root] = prefab.snapshot.hierarchy.childrenOf.get(null) ?? [];
		const [bulb] = prefab.snapshot.hierarchy.childrenOf.get(root as EntityId) ?? [];
		const path = joinPath(instance, bulb as EntityId);
		unwrap(setOverrides(scene, sources, [{ id: path, key: 'light.intensity', value: 5 }]));
		expect(world.expanded.entities.get(path)?.values['light.intensity']).toBe(5);
		const other = unwrap(addInstance(scene, sources, prefab.document.id));
		expect(scene.snapshot.entities.size).toBe(2);
		unwrap(applyOverrides(scene, sources, instance));
		expect(
			scene.snapshot.entities.get(instance)?.values[`@${bulb as EntityId}:light.intensity`],
		).toBeUndefined();
		expect(world.expanded.entities.get(joinPath(other, bulb as EntityId))?.values['light.intensity']).toBe(5);
		unwrap(setOverrides(scene, sources, [{ id: path, key: 'light.intensity', value: 1 }]));
		expect(world.expanded.entities.get(path)?.values['light.intensity']).toBe(1);
		unwrap(revertOverrides(scene, instance));
		expect(world.expanded.entities.get(path)?.values['light.intensity']).toBe(5);
	});
});
