import * as Y from 'yjs';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { isId, type EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { PersistentMap } from '../base/persistent-map.ts';
import type { CommandResult } from './commands/command.ts';
import { keysThatDiffer, readEntity, rereadEntity, type EntityMap, type EntitySnapshot } from './entity.ts';
import type { Hierarchy } from './hierarchy.ts';
import { LazyHierarchy } from './lazy-hierarchy.ts';
import { isLocalOrigin, type EditLabel, type LiveDocument, type Origin } from './live-document.ts';
import { migrateRow } from './migrate-scene.ts';
import { findRow, readRegister, type RegisterChange } from './registers.ts';

/** The root map that holds a scene's entities. */
export const ENTITIES = 'entities';

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

/** What an edit of a scene may do, inside one transaction. */
export type SceneEdit = {
	/** Creates an entity; its id must be new. */
	create(id: EntityId, values: Readonly<Record<string, JsonValue>>): void;
	set(id: EntityId, key: string, value: JsonValue | undefined): void;
	get(id: EntityId, key: string): JsonValue | undefined;
	/** Deletes an entity for good; this cannot be undone. */
	sweep(id: EntityId): void;
};

/** The entities of a scene or prefab document: verbs to change them, snapshots to read them. */
export class SceneDocument {
	readonly document: LiveDocument;
	#entities: Y.Map<EntityMap>;
	#removed = new Map<EntityId, EntitySnapshot>();
	#snapshot: SceneSnapshot;
	#live: ReadonlyMap<EntityId, EntitySnapshot>;
	#tree: LazyHierarchy;
	#changed = new Emitter<SceneChanges>();
	#disposer = new Disposer();

	constructor(document: LiveDocument) {
		this.document = document;
		this.#entities = document.ydoc.getMap<EntityMap>(ENTITIES);
		const live = new Map<EntityId, EntitySnapshot>();
		this.#entities.forEach((map, id) => {
			const entity = readRow(id, map);
			if (entity) (entity.removed ? this.#removed : live).set(entity.id, entity);
		});
		this.#live = live;
		this.#tree = new LazyHierarchy(this.#live);
		this.#snapshot = snapshotOf(this.#live, this.#tree);
		const absorb = (transaction: Y.Transaction) => this.#absorb(transaction);
		document.ydoc.on('afterTransaction', absorb);
		this.#disposer.add(() => document.ydoc.off('afterTransaction', absorb));
	}

	get snapshot(): SceneSnapshot {
		return this.#snapshot;
	}

	/** Any entity, deleted ones included. */
	find(id: EntityId): EntitySnapshot | undefined {
		return this.#live.get(id) ?? this.#removed.get(id);
	}

	/** What says that an entity is deleted: the day, or `true`; undefined when it is not. */
	flagOf(id: EntityId): JsonValue | undefined {
		return readRegister(findRow(this.document.ydoc, ENTITIES, id), 'removed');
	}

	/** What was deleted, and could be had back. */
	get removed(): ReadonlyMap<EntityId, EntitySnapshot> {
		return this.#removed;
	}

	onChange(listener: (changes: SceneChanges) => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Runs one edit as one transaction. Commands call this after they validated everything. */
	edit(
		label: EditLabel,
		origin: Origin,
		recipe: (edit: SceneEdit) => void,
	): CommandResult<readonly RegisterChange[]> {
		return this.document.edit(label, origin, (edit) => {
			const migrated = new Set<EntityId>();
			const at = (row: EntityId, key: string) => ({ table: ENTITIES, row, key });
			recipe({
				create: (id, values) => edit.create(ENTITIES, id, values),
				get: (id, key) => edit.get(at(id, key)),
				set: (id, key, value) => {
					// A value of an older shape would come back from behind as soon as its successor is taken away.
					if (!migrated.has(id)) migrateRow(this.document.ydoc, id);
					migrated.add(id);
					edit.set(at(id, key), value);
				},
				sweep: (id) => edit.sweep(ENTITIES, id),
			});
		});
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#absorb(transaction: Y.Transaction): void {
		const before = this.#live;
		const updates = new Map<EntityId, EntitySnapshot | undefined>();
		const added = new Set<EntityId>();
		const removed = new Set<EntityId>();
		const changed = new Map<EntityId, ReadonlySet<string>>();
		const moved: EntityId[] = [];
		forEachTouched(this.#entities, transaction, (id, map, keys) => {
			const old = before.get(id);
			const next = this.#readAgain(id, old, map, keys);
			if (!next && !old) return;
			// Another map stands there now: what differs shows only by comparing.
			const differing = old && next && keys.size === 0 ? keysThatDiffer(old, next) : keys;
			updates.set(id, next);
			if (!old) added.add(id);
			else if (!next) removed.add(id);
			else changed.set(id, differing as ReadonlySet<string>);
			if (!old || !next || differing.has('place')) moved.push(id);
		});
		if (updates.size === 0) return;
		this.#live = PersistentMap.of(before).with(updates);
		if (moved.length > 0) this.#tree = this.#tree.after(this.#live, moved);
		this.#snapshot = snapshotOf(this.#live, this.#tree);
		this.#changed.emit({
			added,
			removed,
			changed,
			hierarchy: moved.length > 0,
			snapshot: this.#snapshot,
			local: isLocalOrigin(transaction.origin),
		});
	}

	/** The entity as it is now; undefined when there is none, or it is deleted. */
	#readAgain(
		id: EntityId,
		old: EntitySnapshot | undefined,
		map: unknown,
		keys: ReadonlySet<string | null>,
	): EntitySnapshot | undefined {
		const isSame = old && keys.size > 0 && map instanceof Y.Map;
		const entity = isSame ? rereadEntity(old, map as EntityMap, keys) : readRow(id, map);
		if (!entity?.removed) {
			if (!old) this.#removed.delete(id);
			return entity;
		}
		this.#removed.set(id, entity);
		return undefined;
	}
}

const snapshotOf = (entities: SceneSnapshot['entities'], tree: LazyHierarchy): SceneSnapshot =>
	Object.freeze({
		entities,
		get hierarchy() {
			return tree.value;
		},
	});

// Peers can write anything under any key: only what looks like an entity is one.
function readRow(id: string, map: unknown): EntitySnapshot | undefined {
	return isId(id) && map instanceof Y.Map ? readEntity(id as EntityId, map as EntityMap) : undefined;
}

const ALL: ReadonlySet<string | null> = new Set();

/** The entities a transaction touched, with the keys it wrote; none for those that came, went or were replaced. */
function forEachTouched(
	entities: Y.Map<EntityMap>,
	transaction: Y.Transaction,
	visit: (id: EntityId, map: unknown, keys: ReadonlySet<string | null>) => void,
): void {
	// Yjs counts what came in this transaction, and what went, among the changes of the map around it only.
	transaction.changed.forEach((keys, type) => {
		const item = type._item;
		if ((type as unknown) === entities) {
			for (const id of keys) if (id !== null) visit(id as EntityId, entities.get(id), ALL);
		} else if (item?.parentSub && (item.parent as unknown) === entities && !item.deleted)
			visit(item.parentSub as EntityId, type, keys);
	});
}
