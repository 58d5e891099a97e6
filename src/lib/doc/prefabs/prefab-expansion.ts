import type { DocumentId, EntityId } from '../../base/ids.ts';
import { PersistentMap } from '../../base/persistent-map.ts';
import { fieldOfKey } from '../components/registry.ts';
import type { SceneChanges, SceneSnapshot } from '../scene.ts';
import { MAX_NESTING, type ExpandedId } from './entity-path.ts';
import { combineScene, type ExpandedChanges, type ExpandedScene } from './expanded-scene.ts';
import { changedKeys, EMPTY, expandInstance, patchPart, type InstancePart } from './instance-part.ts';
import { isOverrideKey, PREFAB, PREFAB_SOURCE, prefabOf } from './overrides.ts';
import type { PrefabProblem } from './prefab-problem.ts';
import type { PrefabSources } from './prefab-source.ts';

/** Entities that all instances of a scene show together, at most, and those of one. */
export const MAX_DERIVED = 100_000;
export const MAX_IN_INSTANCE = 50_000;

export type ExpansionOptions = {
	/** The prefab whose own document is read: inside of it, it stays empty. */
	readonly self?: DocumentId;
	readonly maxNesting?: number;
	readonly maxDerived?: number;
	readonly maxInInstance?: number;
};

/** A scene with what its prefab instances show. Costs what there is; `PrefabExpansion` then keeps up with changes. */
export function expandPrefabs(
	scene: SceneSnapshot,
	sources: PrefabSources,
	options: ExpansionOptions = {},
): ExpandedScene {
	return new PrefabExpansion(scene, sources, options).snapshot;
}

/** An expanded scene that follows its scene and their prefabs, at the price of what changed. */
export class PrefabExpansion {
	readonly #options: Required<Omit<ExpansionOptions, 'self'>> & {
		sources: PrefabSources;
		self: DocumentId | null;
	};
	#scene: SceneSnapshot;
	#instances = new Set<EntityId>();
	#parts = PersistentMap.of(new Map<EntityId, InstancePart>());
	#effort = 0;
	#isFull = false;
	#troubled = new Map<EntityId, readonly PrefabProblem[]>();
	#snapshot: ExpandedScene;

	constructor(scene: SceneSnapshot, sources: PrefabSources, options: ExpansionOptions = {}) {
		const { self = null, maxNesting = MAX_NESTING } = options;
		const { maxDerived = MAX_DERIVED, maxInInstance = MAX_IN_INSTANCE } = options;
		this.#options = { sources, self, maxNesting, maxDerived, maxInInstance };
		this.#scene = scene;
		scene.entities.forEach((entity, id) => {
			if (prefabOf(entity)) this.#instances.add(id);
		});
		this.#accept(this.#settle(this.#instances));
		this.#snapshot = this.#combine();
	}

	get snapshot(): ExpandedScene {
		return this.#snapshot;
	}

	/** The scene changed; its prefabs did not. */
	sceneChanged({ added, removed, changed, hierarchy, snapshot }: SceneChanges): ExpandedChanges {
		this.#scene = snapshot;
		const stale = new Set<EntityId>();
		const look = (id: EntityId) => {
			const entity = snapshot.entities.get(id);
			const is = entity !== undefined && !!prefabOf(entity);
			if (is) this.#instances.add(id);
			if (is || this.#instances.has(id)) stale.add(id);
			if (!is) this.#instances.delete(id);
		};
		for (const id of added) look(id);
		for (const id of removed) look(id);
		for (const [id, keys] of changed) if ([...keys].some(isPrefabKey)) look(id);
		const parts = this.#settle(stale);
		return this.#finish(parts, {
			added: new Set<ExpandedId>(added),
			removed: new Set<ExpandedId>(removed),
			changed: new Map<ExpandedId, ReadonlySet<string>>(changed),
			hierarchy,
		});
	}

	/** A prefab came, went or changed. Without `changes`, everything about it may have. */
	sourceChanged(id: DocumentId, changes?: SceneChanges): ExpandedChanges {
		const using = new Set<EntityId>();
		this.#parts.forEach((part, instanceId) => {
			if (part.uses.has(id)) using.add(instanceId);
		});
		const draft: Draft = { added: new Set(), removed: new Set(), changed: new Map(), hierarchy: false };
		if (this.#isFull || !changes || !areFieldsOnly(changes)) return this.#finish(this.#settle(using), draft);
		const parts: Changes = new Map();
		for (const instanceId of using) {
			const part = this.#parts.get(instanceId) ?? EMPTY;
			parts.set(instanceId, patchPart(part, id, changes.snapshot, changes.changed.keys()));
		}
		return this.#finish(parts, draft);
	}

	/** The parts that change when these instances did. */
	#settle(stale: ReadonlySet<EntityId>): Changes {
		const made: Changes = new Map();
		if (this.#isFull) return this.#admit(stale, made);
		let effort = this.#effort;
		for (const id of stale) effort -= this.#parts.get(id)?.effort ?? 0;
		for (const id of [...stale].sort()) {
			const part = this.#expand(id);
			made.set(id, part);
			effort += part?.effort ?? 0;
			if (effort > this.#options.maxDerived) return this.#admit(stale, made);
		}
		return made;
	}

	/** Takes the instances in the order of their ids; from the first that does not fit, all stay empty. */
	#admit(stale: ReadonlySet<EntityId>, made: Changes): Changes {
		const changes: Changes = new Map();
		for (const id of stale) if (!this.#instances.has(id)) changes.set(id, undefined);
		let effort = 0;
		this.#isFull = false;
		for (const id of [...this.#instances].sort()) {
			const known = this.#parts.get(id);
			if (!this.#isFull) {
				const isKnown = known && !isLeftOut(known) && !stale.has(id);
				const part = made.get(id) ?? (isKnown ? known : this.#expand(id)) ?? EMPTY;
				effort += part.effort;
				this.#isFull = effort > this.#options.maxDerived;
				if (!this.#isFull) {
					changes.set(id, part);
					continue;
				}
			}
			const documentId = prefabOf(this.#scene.entities.get(id) ?? NOTHING) ?? null;
			changes.set(id, leaveOut(id, documentId));
		}
		return changes;
	}

	#expand(id: EntityId): InstancePart | undefined {
		const instance = this.#instances.has(id) ? this.#scene.entities.get(id) : undefined;
		return instance && expandInstance(this.#options, instance, this.#parts.get(id));
	}

	#finish(parts: Changes, draft: Draft): ExpandedChanges {
		for (const [id, part] of parts) {
			const before = this.#parts.get(id) ?? EMPTY;
			if (part !== before) compareParts(before, part ?? EMPTY, draft);
		}
		this.#accept(parts);
		this.#snapshot = this.#combine();
		return { ...draft, snapshot: this.#snapshot };
	}

	#accept(parts: Changes): void {
		for (const [id, part] of parts) {
			this.#effort += (part?.effort ?? 0) - (this.#parts.get(id)?.effort ?? 0);
			if (part && part.problems.length > 0) this.#troubled.set(id, part.problems);
			else this.#troubled.delete(id);
		}
		this.#parts = this.#parts.with(parts);
	}

	#combine(): ExpandedScene {
		const problems = [...this.#troubled.keys()].sort().flatMap((id) => this.#troubled.get(id) ?? []);
		return combineScene(this.#scene, this.#parts, Object.freeze(problems));
	}
}

type Changes = Map<EntityId, InstancePart | undefined>;
type Draft = {
	readonly added: Set<ExpandedId>;
	readonly removed: Set<ExpandedId>;
	readonly changed: Map<ExpandedId, ReadonlySet<string>>;
	hierarchy: boolean;
};

const NOTHING = { values: {} };

const isPrefabKey = (key: string): boolean => key === PREFAB || key === PREFAB_SOURCE || isOverrideKey(key);

/** Whether only fields changed: whatever can show or hide something, or make an override count, did not. */
function areFieldsOnly({ added, removed, changed, hierarchy }: SceneChanges): boolean {
	if (hierarchy || added.size + removed.size > 0) return false;
	const isField = (key: string) => key === 'name' || (key !== PREFAB_SOURCE && fieldOfKey(key) !== undefined);
	return [...changed.values()].every((keys) => [...keys].every(isField));
}

/** An instance for which no room was left. */
function leaveOut(instanceId: EntityId, documentId: DocumentId | null): InstancePart {
	const problem = Object.freeze({
		rule: 'too-large',
		instanceId,
		at: instanceId,
		documentId,
		key: null,
	} as const);
	return { ...EMPTY, problems: [problem] };
}

const isLeftOut = ({ effort, problems }: InstancePart): boolean =>
	effort === 0 && problems.some(({ rule }) => rule === 'too-large');

function compareParts(before: InstancePart, after: InstancePart, draft: Draft): void {
	for (const id of before.entities.keys()) if (!after.entities.has(id)) draft.removed.add(id);
	for (const [id, entity] of after.entities) {
		const old = before.entities.get(id);
		if (!old) draft.added.add(id);
		else if (old !== entity) {
			const keys = changedKeys(old.values, entity.values);
			if (old.name !== entity.name) keys.add('name');
			draft.changed.set(id, keys);
		}
	}
	if (before.childrenOf !== after.childrenOf && !haveSameChildren(before, after)) draft.hierarchy = true;
}

function haveSameChildren(
	{ childrenOf: before }: InstancePart,
	{ childrenOf: after }: InstancePart,
): boolean {
	if (before.size !== after.size) return false;
	for (const [id, children] of after) {
		const old = before.get(id);
		if (old?.length !== children.length || !children.every((child, i) => child === old[i])) return false;
	}
	return true;
}
