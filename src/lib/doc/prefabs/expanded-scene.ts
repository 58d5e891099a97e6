import type { EntityId } from '../../base/ids.ts';
import type { EntitySnapshot } from '../entity.ts';
import type { SceneSnapshot } from '../scene.ts';
import type { DerivedEntity } from './derive-entity.ts';
import { instanceOf, isEntityPath, type EntityPath, type ExpandedId } from './entity-path.ts';
import type { InstancePart } from './instance-part.ts';
import type { PrefabProblem } from './prefab-problem.ts';

export type ExpandedEntity = EntitySnapshot | DerivedEntity;

/** A scene with what its prefab instances show: plain and frozen, and the same on every replica. */
export type ExpandedScene = {
	readonly entities: ReadonlyMap<ExpandedId, ExpandedEntity>;
	readonly hierarchy: {
		/** Resolved parent; null for those at the root. */
		readonly parentOf: ReadonlyMap<ExpandedId, ExpandedId | null>;
		/** Children in order, those out of a prefab first; key null holds the roots. */
		readonly childrenOf: ReadonlyMap<ExpandedId | null, readonly ExpandedId[]>;
	};
	readonly problems: readonly PrefabProblem[];
};

/** What changed between two of them. */
export type ExpandedChanges = {
	readonly added: ReadonlySet<ExpandedId>;
	readonly removed: ReadonlySet<ExpandedId>;
	/** Those that stayed, with the keys that changed. */
	readonly changed: ReadonlyMap<ExpandedId, ReadonlySet<string>>;
	/** Whether anything came, went or moved. */
	readonly hierarchy: boolean;
	readonly snapshot: ExpandedScene;
};

export const isDerived = (entity: ExpandedEntity): entity is DerivedEntity => isEntityPath(entity.id);

type Parts = ReadonlyMap<EntityId, InstancePart>;

/** Puts the parts beside the scene; copies neither. */
export function combineScene(
	{ entities, hierarchy }: SceneSnapshot,
	parts: Parts,
	problems: readonly PrefabProblem[],
): ExpandedScene {
	return Object.freeze({
		entities: new Combined<ExpandedId, ExpandedEntity>(entities, parts, ({ entities }) => entities),
		hierarchy: Object.freeze({
			parentOf: new Combined<ExpandedId, ExpandedId | null>(
				hierarchy.parentOf,
				parts,
				({ parentOf }) => parentOf,
			),
			childrenOf: new CombinedChildren(hierarchy.childrenOf, parts, ({ childrenOf }) => childrenOf),
		}),
		problems,
	});
}

/** A map over the ids of a scene, and over the paths that its instances show. */
class Combined<K extends ExpandedId | null, V> implements ReadonlyMap<K, V> {
	readonly own: ReadonlyMap<K, V>;
	readonly parts: Parts;
	readonly partOf: (part: InstancePart) => ReadonlyMap<K, V>;

	constructor(
		own: ReadonlyMap<EntityId, V> | ReadonlyMap<EntityId | null, V>,
		parts: Parts,
		partOf: (part: InstancePart) => ReadonlyMap<EntityPath, V> | ReadonlyMap<ExpandedId, V>,
	) {
		this.own = own as ReadonlyMap<K, V>;
		this.parts = parts;
		this.partOf = partOf as (part: InstancePart) => ReadonlyMap<K, V>;
	}

	get size(): number {
		let { size } = this.own;
		this.parts.forEach((part) => (size += this.partOf(part).size));
		return size;
	}

	get(key: K): V | undefined {
		if (key === null || !isEntityPath(key)) return this.own.get(key);
		const part = this.parts.get(instanceOf(key));
		return part && this.partOf(part).get(key);
	}

	has(key: K): boolean {
		return this.get(key) !== undefined;
	}

	forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
		for (const [key, value] of this.entries()) visit(value, key, this);
	}

	*entries(): MapIterator<[K, V]> {
		yield* this.own.entries();
		for (const part of this.parts.values()) yield* this.partOf(part).entries();
	}

	*keys(): MapIterator<K> {
		for (const [key] of this.entries()) yield key;
	}

	*values(): MapIterator<V> {
		for (const [, value] of this.entries()) yield value;
	}

	[Symbol.iterator](): MapIterator<[K, V]> {
		return this.entries();
	}
}

/** Below an instance stands what its prefab shows, then what the scene put there. */
class CombinedChildren extends Combined<ExpandedId | null, readonly ExpandedId[]> {
	override get size(): number {
		let size = 0;
		this.own.forEach((_, key) => (size += this.#isShared(key) ? 0 : 1));
		return size + this.#sizeOfParts();
	}

	override get(key: ExpandedId | null): readonly ExpandedId[] | undefined {
		if (key === null || isEntityPath(key)) return super.get(key);
		const shown = this.parts.get(key)?.childrenOf.get(key);
		const own = this.own.get(key);
		return shown && own ? [...shown, ...own] : (shown ?? own);
	}

	override *entries(): MapIterator<[ExpandedId | null, readonly ExpandedId[]]> {
		for (const [key, children] of this.own) if (!this.#isShared(key)) yield [key, children];
		for (const part of this.parts.values()) {
			for (const key of part.childrenOf.keys()) yield [key, this.get(key) ?? []];
		}
	}

	#isShared(key: ExpandedId | null): boolean {
		return key !== null && !isEntityPath(key) && (this.parts.get(key)?.childrenOf.has(key) ?? false);
	}

	#sizeOfParts(): number {
		let size = 0;
		this.parts.forEach(({ childrenOf }) => (size += childrenOf.size));
		return size;
	}
}
