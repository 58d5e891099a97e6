import { mintDocumentId, type DocumentId, type EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { EntityPath, ExpandedId } from '#lib/doc/prefabs/entity-path.ts';
import type { ExpandedScene } from '#lib/doc/prefabs/expanded-scene.ts';
import { expandPrefabs } from '#lib/doc/prefabs/prefab-expansion.ts';
import type { PrefabSources } from '#lib/doc/prefabs/prefab-source.ts';
import { SceneDocument } from '#lib/doc/scene.ts';

/** A scene and some prefabs as one of several people has them. */
export class PrefabReplica {
	readonly scene: SceneDocument;
	readonly prefabs = new Map<DocumentId, SceneDocument>();
	readonly removed = new Set<DocumentId>();
	readonly sources: PrefabSources = (id) => {
		const document = this.prefabs.get(id);
		const title = `Prefab ${[...this.prefabs.keys()].indexOf(id) + 1}`;
		return document && { snapshot: document.snapshot, title, document, removed: this.removed.has(id) };
	};

	constructor(sceneId = mintDocumentId()) {
		this.scene = new SceneDocument(new LiveDocument(sceneId, 'scene'));
	}

	addPrefab(id = mintDocumentId()): SceneDocument {
		const prefab = new SceneDocument(new LiveDocument(id, 'prefab'));
		this.prefabs.set(id, prefab);
		return prefab;
	}

	/** Somebody else with the same documents. */
	fork(): PrefabReplica {
		const other = new PrefabReplica(this.scene.document.id);
		for (const id of this.prefabs.keys()) other.addPrefab(id);
		exchangeAll(this, other);
		return other;
	}

	get documents(): SceneDocument[] {
		return [this.scene, ...this.prefabs.values()];
	}

	get expanded(): ExpandedScene {
		return expandPrefabs(this.scene.snapshot, this.sources);
	}

	valueOf(id: ExpandedId, key: string): JsonValue | undefined {
		return this.expanded.entities.get(id)?.values[key];
	}

	/** The tree by names, as it is shown: `['Chair', { Room: ['Lamp'] }]`. */
	get tree(): unknown {
		const { entities, hierarchy } = this.expanded;
		const below = (at: ExpandedId | null): unknown[] =>
			(hierarchy.childrenOf.get(at) ?? []).map((id) => {
				const name = entities.get(id)?.name ?? '?';
				const children = below(id);
				return children.length > 0 ? { [name]: children } : name;
			});
		return below(null);
	}
}

/** Both get whatever the other has. */
export function exchangeAll(a: PrefabReplica, b: PrefabReplica): void {
	a.documents.forEach(({ document }, i) => {
		const other = b.documents[i]?.document;
		if (!other) return;
		const forOther = document.encodeDiff(other.stateVector());
		document.apply(other.encodeDiff(document.stateVector()), 'network');
		other.apply(forOther, 'network');
	});
}

export const thing = (
	name: string,
	values: Record<string, JsonValue> = {},
	children: EntityDraft[] = [],
): EntityDraft => ({ name, values, children });

export function add(scene: SceneDocument, draft: EntityDraft, parentId: EntityId | null = null): EntityId {
	const [id] = unwrap(addEntities(scene, [draft], parentId));
	if (!id) throw new Error('nothing was added');
	return id;
}

/** The path of what an instance shows, by the ids on the way. */
export const pathOf = (...ids: readonly EntityId[]): EntityPath => ids.join('/') as EntityPath;

/** All of an expanded scene, in an order that does not depend on how it was made. */
export function plainExpansion({ entities, hierarchy, problems }: ExpandedScene): unknown {
	const byId = ([a]: readonly [unknown, unknown], [b]: readonly [unknown, unknown]) =>
		String(a) < String(b) ? -1 : 1;
	return {
		entities: [...entities]
			.map(([id, { name, values }]) => [id, { name, values: { ...values } }] as const)
			.sort(byId),
		parentOf: [...hierarchy.parentOf].sort(byId),
		childrenOf: [...hierarchy.childrenOf].sort(byId),
		problems: problems.map((problem) => JSON.stringify(problem)).sort(),
	};
}

/** Somebody's scene with a prefab of a lamp that has a bulb in it; `place` puts an instance somewhere. */
export function lampReplica() {
	const mine = new PrefabReplica();
	const prefab = mine.addPrefab();
	const lamp = add(prefab, thing('Lamp', { position: [0, 1, 0] }));
	const bulb = add(prefab, thing('Bulb', { light: true, 'light.intensity': 3 }), lamp);
	return { mine, prefab, lamp, bulb };
}
