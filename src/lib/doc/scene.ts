import * as Y from 'yjs';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { isId, type EntityId } from '../base/ids.ts';
import { isJson, jsonEqual, type JsonValue } from '../base/json.ts';
import { readEntity, type EntityMap, type EntitySnapshot } from './entity.ts';
import { resolveHierarchy, type Hierarchy, type Place } from './hierarchy.ts';
import { isLocalOrigin, type LiveDocument, type Origin } from './live-document.ts';

/** A scene at one moment: plain, frozen, without what was deleted. */
export type SceneSnapshot = {
	readonly entities: ReadonlyMap<EntityId, EntitySnapshot>;
	readonly hierarchy: Hierarchy;
};

/** What changed between two snapshots. `hierarchy` tells whether any entity came, went or moved. */
export type SceneChanges = {
	readonly added: ReadonlySet<EntityId>;
	readonly removed: ReadonlySet<EntityId>;
	/** Entities that stayed, with the keys that changed. */
	readonly changed: ReadonlyMap<EntityId, ReadonlySet<string>>;
	readonly hierarchy: boolean;
	readonly snapshot: SceneSnapshot;
	readonly local: boolean;
};

/** One register before and after an edit: enough to take it back. `undefined`: the key is absent. */
export type FieldChange = {
	readonly entityId: EntityId;
	readonly key: string;
	readonly before: JsonValue | undefined;
	readonly after: JsonValue | undefined;
};

/** What an edit may do, inside one transaction. */
export type SceneEdit = {
	/** Creates an entity; its id must be new. */
	create(id: EntityId, values: Readonly<Record<string, JsonValue>>): void;
	set(id: EntityId, key: string, value: JsonValue | undefined): void;
	get(id: EntityId, key: string): JsonValue | undefined;
};

/** Names an edit for the history: `move`, `add` … */
export type EditLabel = string;

export type SceneEdited = {
	readonly label: EditLabel;
	readonly origin: Origin;
	readonly changes: readonly FieldChange[];
};

/** The scene in a document: verbs to change it, snapshots to read it. */
export class SceneDocument {
	readonly document: LiveDocument;
	#entities: Y.Map<EntityMap>;
	#all = new Map<EntityId, EntitySnapshot>();
	#snapshot: SceneSnapshot;
	#changed = new Emitter<SceneChanges>();
	#edited = new Emitter<SceneEdited>();
	#disposer = new Disposer();

	constructor(document: LiveDocument) {
		this.document = document;
		this.#entities = document.ydoc.getMap<EntityMap>('entities');
		for (const [id, map] of this.#entities) this.#read(id, map);
		this.#snapshot = makeSnapshot(this.#all, undefined);
		const observer = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction) =>
			this.#absorb(events, transaction);
		this.#entities.observeDeep(observer);
		this.#disposer.add(() => this.#entities.unobserveDeep(observer));
	}

	get snapshot(): SceneSnapshot {
		return this.#snapshot;
	}

	/** Any entity, deleted ones included. */
	find(id: EntityId): EntitySnapshot | undefined {
		return this.#all.get(id);
	}

	onChange(listener: (changes: SceneChanges) => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Hears of every edit made here, with what it takes to undo it. */
	onEdited(listener: (edited: SceneEdited) => void): Dispose {
		return this.#edited.on(listener);
	}

	/** Runs one edit as one transaction. Commands call this after they validated everything. */
	edit(label: EditLabel, origin: Origin, recipe: (edit: SceneEdit) => void): readonly FieldChange[] {
		const recorded = new Map<string, FieldChange>();
		this.document.ydoc.transact(() => recipe(this.#editor(recorded)), origin);
		const changes = [...recorded.values()].filter((change) => !jsonEqual(change.before, change.after));
		if (changes.length > 0) this.#edited.emit({ label, origin, changes });
		return changes;
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
		this.#edited.clear();
	}

	#editor(recorded: Map<string, FieldChange>): SceneEdit {
		const record = (entityId: EntityId, key: string, before?: JsonValue, after?: JsonValue) => {
			const at = `${entityId}\n${key}`;
			recorded.set(at, {
				entityId,
				key,
				before: recorded.has(at) ? recorded.get(at)?.before : before,
				after,
			});
		};
		return {
			create: (id, values) => {
				const map: EntityMap = new Y.Map();
				for (const [key, value] of Object.entries(values)) map.set(key, value);
				this.#entities.set(id, map);
				// Undoing a creation deletes softly, so that redo brings everything back.
				record(id, 'removed', true, undefined);
			},
			get: (id, key) => readRegister(this.#entityMap(id), key),
			set: (id, key, value) => {
				const map = this.#entityMap(id);
				if (!map) return;
				const before = readRegister(map, key);
				if (jsonEqual(before, value)) return;
				if (value === undefined) map.delete(key);
				else map.set(key, value);
				record(id, key, before, value);
			},
		};
	}

	#entityMap(id: EntityId): EntityMap | undefined {
		const map: unknown = this.#entities.get(id);
		return map instanceof Y.Map ? (map as EntityMap) : undefined;
	}

	#read(id: string, map: unknown): EntitySnapshot | undefined {
		// Peers can write anything under any key: only what looks like an entity is one.
		if (!isId(id) || !(map instanceof Y.Map)) return undefined;
		const entity = readEntity(id as EntityId, map as EntityMap);
		this.#all.set(entity.id, entity);
		return entity;
	}

	#absorb(events: readonly Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void {
		const touched = new Map<EntityId, Set<string>>();
		for (const event of events) collectTouched(event, touched);
		const before = this.#snapshot;
		let hierarchy = false;
		for (const [id, keys] of touched) {
			const map = this.#entities.get(id);
			const old = this.#all.get(id);
			const entity = map === undefined ? undefined : this.#read(id, map);
			if (!entity) this.#all.delete(id);
			if (!old || !entity || old.removed !== entity.removed || keys.has('place')) hierarchy = true;
		}
		this.#snapshot = makeSnapshot(this.#all, hierarchy ? undefined : before, touched.keys());
		this.#changed.emit({
			...compare(before, this.#snapshot, touched),
			hierarchy,
			snapshot: this.#snapshot,
			local: isLocalOrigin(transaction.origin),
		});
	}
}

// What is no JSON counts as absent: undo could not write it back.
function readRegister(map: EntityMap | undefined, key: string): JsonValue | undefined {
	const value: unknown = map?.get(key);
	return isJson(value) ? value : undefined;
}

function collectTouched(event: Y.YEvent<Y.AbstractType<unknown>>, touched: Map<EntityId, Set<string>>): void {
	if (event.path.length === 0) {
		for (const id of event.keys.keys()) keysOf(touched, id);
	} else {
		const keys = keysOf(touched, String(event.path[0]));
		for (const key of event.keys.keys()) keys.add(key);
	}
}

function keysOf(touched: Map<EntityId, Set<string>>, id: string): Set<string> {
	const known = touched.get(id as EntityId);
	if (known) return known;
	const keys = new Set<string>();
	touched.set(id as EntityId, keys);
	return keys;
}

function makeSnapshot(
	all: ReadonlyMap<EntityId, EntitySnapshot>,
	sameTree: SceneSnapshot | undefined,
	touched: Iterable<EntityId> = [],
): SceneSnapshot {
	if (sameTree) {
		const entities = new Map(sameTree.entities);
		for (const id of touched) {
			const entity = all.get(id);
			if (entity && !entity.removed) entities.set(id, entity);
		}
		return Object.freeze({ entities, hierarchy: sameTree.hierarchy });
	}
	const entities = new Map<EntityId, EntitySnapshot>();
	const places = new Map<EntityId, Place>();
	for (const [id, entity] of all) {
		if (entity.removed) continue;
		entities.set(id, entity);
		places.set(id, entity.place);
	}
	return Object.freeze({ entities, hierarchy: resolveHierarchy(places) });
}

function compare(before: SceneSnapshot, after: SceneSnapshot, touched: ReadonlyMap<EntityId, Set<string>>) {
	const added = new Set<EntityId>();
	const removed = new Set<EntityId>();
	const changed = new Map<EntityId, ReadonlySet<string>>();
	for (const [id, keys] of touched) {
		const was = before.entities.has(id);
		const is = after.entities.has(id);
		if (!was && is) added.add(id);
		else if (was && !is) removed.add(id);
		else if (was && is) changed.set(id, keys);
	}
	return { added, removed, changed };
}
