import type { DocumentId, EntityId } from '../../base/ids.ts';
import { jsonEqual } from '../../base/json.ts';
import type { EntitySnapshot } from '../entity.ts';
import type { SceneSnapshot } from '../scene.ts';
import { deriveEntity, type DerivedEntity } from './derive-entity.ts';
import { joinPath, type EntityPath, type ExpandedId } from './entity-path.ts';
import { openInstance, type Frame, type OpenContext, type Opened } from './frame.ts';
import { findUnusedOverrides } from './find-unused-overrides.ts';
import { prefabOf } from './overrides.ts';
import type { PrefabSources } from './prefab-source.ts';
import { MAX_PROBLEMS, type PrefabProblem } from './prefab-problem.ts';

/** What one instance of a scene shows. */
export type InstancePart = {
	readonly entities: ReadonlyMap<EntityPath, DerivedEntity>;
	readonly parentOf: ReadonlyMap<EntityPath, ExpandedId>;
	/** Children in order; those of the instance itself are the roots of its prefab. */
	readonly childrenOf: ReadonlyMap<ExpandedId, readonly EntityPath[]>;
	/** The opened prefabs: its own first. */
	readonly frames: readonly Frame[];
	/** Every prefab it looked for, also those that were not there. */
	readonly uses: ReadonlySet<DocumentId>;
	readonly problems: readonly PrefabProblem[];
	/** How many entities it took to find out, also such as it does without. */
	readonly effort: number;
};

export type PartLimits = {
	/** Entities one instance may show. */
	readonly maxInInstance: number;
};

type Children = { readonly frame: Frame; readonly snapshot: SceneSnapshot; readonly of: EntityId | null };

/** Expands one instance: its prefab's entities, and those of the prefabs nested in that. */
export function expandInstance(
	context: OpenContext & PartLimits,
	instance: EntitySnapshot,
	/** What it showed before: entities that did not change stay the same objects. */
	before?: InstancePart,
): InstancePart {
	const expander = new Expander(context, instance, before);
	return expander.run() ? expander.part() : expander.cut();
}

class Expander {
	readonly #context: OpenContext & PartLimits;
	readonly #instance: EntitySnapshot;
	readonly #before: InstancePart | undefined;
	readonly #entities = new Map<EntityPath, DerivedEntity>();
	readonly #parentOf = new Map<EntityPath, ExpandedId>();
	readonly #childrenOf = new Map<ExpandedId, EntityPath[]>();
	readonly #frames: Frame[] = [];
	readonly #uses = new Set<DocumentId>();
	readonly #problems: PrefabProblem[] = [];
	#looked = 0;
	readonly #waiting: { readonly parent: ExpandedId; readonly children: Children }[] = [];

	constructor(context: OpenContext & PartLimits, instance: EntitySnapshot, before?: InstancePart) {
		const sources: PrefabSources = (id) => {
			this.#uses.add(id);
			return context.sources(id);
		};
		this.#context = { ...context, sources };
		this.#instance = instance;
		this.#before = before;
	}

	/** False when there is more than a scene can bear. */
	run(): boolean {
		this.#enter(openInstance(this.#context, this.#instance, this.#instance, undefined), this.#instance.id);
		for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
			if (!this.#addChildren(next.parent, next.children)) return false;
		}
		const unused = findUnusedOverrides(this.#context, this.#instance);
		for (const { rule, key } of unused) this.#report(rule, this.#instance.id, prefabOf(this.#instance), key);
		return true;
	}

	part(): InstancePart {
		return {
			entities: this.#entities,
			parentOf: this.#parentOf,
			childrenOf: this.#childrenOf,
			frames: this.#frames,
			uses: this.#uses,
			problems: this.#problems,
			effort: this.#looked,
		};
	}

	cut(): InstancePart {
		this.#problems.length = 0;
		this.#report('too-large', this.#instance.id, prefabOf(this.#instance));
		return { ...EMPTY, uses: this.#uses, problems: this.#problems, effort: this.#looked };
	}

	#addChildren(parent: ExpandedId, { frame, snapshot, of }: Children): boolean {
		for (const sourceId of snapshot.hierarchy.childrenOf.get(of) ?? []) {
			// Those that it does without count as well: a bomb may hide all it has.
			if (++this.#looked > this.#context.maxInInstance) return false;
			const base = snapshot.entities.get(sourceId);
			const id = joinPath(frame.instance, sourceId);
			const entity = base && this.#derive(frame, base, id);
			if (!entity) continue;
			this.#entities.set(id, entity);
			this.#parentOf.set(id, parent);
			const siblings = this.#childrenOf.get(parent);
			if (siblings) siblings.push(id);
			else this.#childrenOf.set(parent, [id]);
			// Taken up from the end: what a nested instance shows comes before what was put below it.
			if (snapshot.hierarchy.childrenOf.has(sourceId)) {
				this.#waiting.push({ parent: id, children: { frame, snapshot, of: sourceId } });
			}
			this.#enter(openInstance(this.#context, base, entity, frame), id);
		}
		return true;
	}

	#derive(frame: Frame, base: EntitySnapshot, id: EntityPath): DerivedEntity | undefined {
		const entity = deriveEntity(frame, base, id);
		const known = entity && this.#before?.entities.get(id);
		return known && isSameEntity(known, entity) ? known : entity;
	}

	#enter(opened: Opened | undefined, at: ExpandedId): void {
		if (!opened) return;
		if ('obstacle' in opened) {
			this.#report(opened.obstacle, at, opened.documentId);
			return;
		}
		const { frame, source } = opened;
		if (source.removed) this.#report('removed', at, frame.documentId);
		this.#frames.push(frame);
		this.#waiting.push({ parent: at, children: { frame, snapshot: source.snapshot, of: null } });
	}

	#report(rule: PrefabProblem['rule'], at: ExpandedId, documentId: DocumentId | null = null, key?: string) {
		if (this.#problems.length >= MAX_PROBLEMS) return;
		const instanceId = this.#instance.id;
		this.#problems.push(Object.freeze({ rule, instanceId, at, documentId, key: key ?? null }));
	}
}

/** Shows nothing, yet. */
export const EMPTY: InstancePart = Object.freeze({
	entities: new Map(),
	parentOf: new Map(),
	childrenOf: new Map(),
	frames: [],
	uses: new Set<DocumentId>(),
	problems: [],
	effort: 0,
});

/** The part after fields of some entities of one of its prefabs changed, at the price of those. */
export function patchPart(
	part: InstancePart,
	documentId: DocumentId,
	snapshot: SceneSnapshot,
	changed: Iterable<EntityId>,
): InstancePart {
	const ids = [...changed];
	let entities: Map<EntityPath, DerivedEntity> | undefined;
	for (const frame of part.frames) {
		if (frame.documentId !== documentId) continue;
		for (const sourceId of ids) {
			const id = joinPath(frame.instance, sourceId);
			const base = snapshot.entities.get(sourceId);
			const known = part.entities.get(id);
			const entity = known && base && deriveEntity(frame, base, id);
			if (!entity || isSameEntity(known, entity)) continue;
			entities ??= new Map(part.entities);
			entities.set(id, entity);
		}
	}
	return entities ? { ...part, entities } : part;
}

function isSameEntity(a: DerivedEntity, b: DerivedEntity): boolean {
	if (a.name !== b.name || a.documentId !== b.documentId) return false;
	return a.values === b.values || changedKeys(a.values, b.values).size === 0;
}

/** The keys under which two entities' values differ. */
export function changedKeys(a: EntitySnapshot['values'], b: EntitySnapshot['values']): Set<string> {
	const keys = new Set<string>();
	for (const key in a) if (!jsonEqual(a[key], b[key])) keys.add(key);
	for (const key in b) if (!(key in a)) keys.add(key);
	return keys;
}
