import { mat4 } from 'gl-matrix';
import type { EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { PersistentMap } from '../base/persistent-map.ts';
import { readField } from '../doc/components/registry.ts';
import type { EntitySnapshot } from '../doc/entity.ts';
import { MAX_DEPTH } from '../doc/hierarchy.ts';
import type { SceneChanges, SceneSnapshot } from '../doc/scene.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import { MOST_VALUES, type GameCommand } from '../runtime/game-commands.ts';
import { MovedEntities } from '../runtime/loop/moved-entities.ts';
import { mostEntities, type EntityData } from '../runtime/world/game-data.ts';
import { poseOf, type Pose } from '../runtime/world/pose.ts';
import { transformOf } from '../runtime/world/transforms.ts';

type SceneCommand = Extract<GameCommand, { type: 'spawn' | 'destroy' | 'set' }>;
type ClipCommand = Extract<GameCommand, { type: 'clip' }>;
type Picture = Pick<Viewport, 'apply' | 'preview' | 'playClip'>;

/** Where all that is spawned stands among its siblings. */
const ORDER = 'a0' as EntitySnapshot['place']['order'];

/** A map that is being changed: one new version for all changes together. */
class Draft<K, V> {
	#base: PersistentMap<K, V>;
	#changes = new Map<K, V | undefined>();

	constructor(base: ReadonlyMap<K, V>) {
		this.#base = PersistentMap.of(base);
	}

	get(key: K): V | undefined {
		return this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key);
	}

	/** Undefined takes it out. */
	set(key: K, value: V | undefined): void {
		this.#changes.set(key, value);
	}

	take(): PersistentMap<K, V> {
		if (this.#changes.size > 0) this.#base = this.#base.with(this.#changes);
		this.#changes = new Map();
		return this.#base;
	}
}

/**
 * The picture of a running game: begins as the scene that is shown, and follows what the game says. All of that is
 * untrusted: what names nothing changes nothing.
 */
export class GamePicture {
	#viewport: Picture;
	#list: EntityData[];
	#gone = new Set<number>();
	#moved: MovedEntities;
	#entities: Draft<EntityId, EntitySnapshot>;
	#parentOf: Draft<EntityId, EntityId | null>;
	#childrenOf: Draft<EntityId | null, readonly EntityId[]>;
	#indexOf = new Map<EntityId, number>();
	#added = new Set<EntityId>();
	#removed = new Set<EntityId>();
	/** What is set of entities by now, copied once for all of it. */
	#changed = new Map<EntityId, Map<string, JsonValue>>();
	/** The children of whom some came or went, copied once as well. */
	#families = new Map<EntityId | null, Set<EntityId>>();
	/** How deep entities hang: 1 at the root. */
	#depths = new Map<EntityId, number>();
	/** At most, as the game itself has it. */
	#most: number;

	/** The scene is otherwise now. */
	onchange: (changes: SceneChanges) => void = () => {};

	constructor(
		entities: readonly EntityData[],
		{ entities: shown, hierarchy }: SceneSnapshot,
		viewport: Picture,
	) {
		this.#viewport = viewport;
		this.#list = [...entities];
		this.#most = mostEntities(entities);
		this.#moved = new MovedEntities(entities.length);
		this.#entities = new Draft(shown);
		this.#parentOf = new Draft(hierarchy.parentOf);
		this.#childrenOf = new Draft(hierarchy.childrenOf);
		entities.forEach(({ id }, index) => this.#indexOf.set(id as EntityId, index));
	}

	/** The entity of an index, while it is in the game. */
	entityAt(index: number): EntityData | undefined {
		return this.#gone.has(index) ? undefined : this.#list[index];
	}

	/** Entities that are in the game. */
	get size(): number {
		return this.#list.length - this.#gone.size;
	}

	/** Takes in what some ticks changed: first what came, went and is otherwise, then what moved. */
	take(changes: Float32Array, commands: readonly GameCommand[]): void {
		for (const command of commands) if (isOfScene(command)) this.#follow(command);
		if (this.#added.size + this.#removed.size + this.#changed.size > 0) {
			const scene = this.#takeChanges();
			this.#viewport.apply(scene);
			this.onchange(scene);
		}
		// What was spawned in the same ticks is there by now.
		for (const command of commands) if (command.type === 'clip') this.#playClip(command);
		this.#moved.take(changes, (index) => transformOf(this.#list[index]?.values ?? {}));
	}

	/** Shows all that moves, so far between the last two ticks (0 to 1). */
	show(alpha: number): void {
		this.#moved.show(alpha, (index, transform) => {
			const entity = this.entityAt(index);
			if (entity) this.#viewport.preview(entity.id as EntityId, transform);
		});
	}

	/** The index of an entity, while it is in the game. */
	indexOf(id: EntityId): number | undefined {
		const index = this.#indexOf.get(id);
		return index === undefined || this.#gone.has(index) ? undefined : index;
	}

	/** An entity as it is now, but for where it stands; undefined when it is not in the game. */
	valuesAt(index: number): Pick<EntitySnapshot, 'values'> | undefined {
		const id = this.entityAt(index)?.id as EntityId | undefined;
		return id === undefined ? undefined : this.#entities.get(id);
	}

	/** Where an entity is shown in the world, so far between the last two ticks; undefined when it is not in the game. */
	poseAt(index: number, alpha: number): Pose | undefined {
		const id = this.entityAt(index)?.id as EntityId | undefined;
		if (id === undefined) return undefined;
		const world = mat4.create();
		for (let at: EntityId | null = id; at !== null; at = this.#parentOf.get(at) ?? null)
			mat4.multiply(world, this.#localMatrix(this.#indexOf.get(at) ?? -1, alpha), world);
		return poseOf(world);
	}

	#localMatrix(index: number, alpha: number): mat4 {
		const entity = { values: this.#list[index]?.values ?? {} };
		const { position, rotation, scale } = this.#moved.at(index, alpha) ?? {
			position: readField(entity, 'transform', 'position'),
			rotation: readField(entity, 'transform', 'rotation'),
			scale: readField(entity, 'transform', 'scale'),
		};
		return mat4.fromRotationTranslationScale(mat4.create(), [...rotation], [...position], [...scale]);
	}

	#follow(command: SceneCommand): void {
		if (command.type === 'spawn') return this.#spawn(command.index, command.entities);
		const id = this.entityAt(command.index)?.id as EntityId | undefined;
		if (id === undefined) return;
		if (command.type === 'destroy') this.#destroy(id);
		else this.#set(id, command.key, command.value);
	}

	/** Only what goes on where the list ends: an index is never another's. */
	#spawn(first: number, entities: readonly EntityData[]): void {
		if (first !== this.#list.length) return;
		if (this.#list.length - this.#gone.size + entities.length > this.#most) return;
		for (const data of entities) {
			const id = data.id as EntityId;
			const parentId = this.#parentFor(data);
			const index = this.#list.push(data) - 1;
			if (this.#indexOf.has(id)) {
				this.#gone.add(index);
				continue;
			}
			const place = { parentId, order: ORDER, previousParentId: null };
			this.#entities.set(id, { id, name: data.name, place, removed: false, values: data.values });
			this.#parentOf.set(id, parentId);
			this.#familyOf(parentId).add(id);
			this.#indexOf.set(id, index);
			this.#added.add(id);
		}
		this.#moved.grow(this.#list.length);
	}

	/** Null where it is not in the game, or so deep that no scene has it. */
	#parentFor({ parent }: EntityData): EntityId | null {
		const id = (this.entityAt(parent)?.id ?? null) as EntityId | null;
		return this.#depthOf(id) > MAX_DEPTH ? null : id;
	}

	/** Each is counted once: nothing ever hangs elsewhere. */
	#depthOf(id: EntityId | null): number {
		const above: EntityId[] = [];
		let at = id;
		for (; at !== null && !this.#depths.has(at); at = this.#parentOf.get(at) ?? null) above.push(at);
		let depth = at === null ? 0 : (this.#depths.get(at) ?? 0);
		for (const one of above.toReversed()) this.#depths.set(one, ++depth);
		return depth;
	}

	#familyOf(id: EntityId | null): Set<EntityId> {
		let family = this.#families.get(id);
		if (!family) this.#families.set(id, (family = new Set(this.#childrenOf.get(id))));
		return family;
	}

	#destroy(id: EntityId): void {
		this.#familyOf(this.#parentOf.get(id) ?? null).delete(id);
		const gone = [id];
		for (const one of gone)
			for (const child of this.#families.get(one) ?? this.#childrenOf.get(one) ?? []) gone.push(child);
		for (const one of gone) {
			this.#gone.add(this.#indexOf.get(one) ?? -1);
			this.#entities.set(one, undefined);
			this.#parentOf.set(one, undefined);
			this.#childrenOf.set(one, undefined);
			this.#families.delete(one);
			this.#changed.delete(one);
			// What came and went in the same ticks was never seen.
			if (!this.#added.delete(one)) this.#removed.add(one);
		}
	}

	#set(id: EntityId, key: string, value: JsonValue): void {
		const set = this.#changed.get(id) ?? new Map<string, JsonValue>();
		this.#changed.set(id, set.set(key, value));
	}

	#change(id: EntityId, set: ReadonlyMap<string, JsonValue>): void {
		const entity = this.#entities.get(id);
		if (!entity) return;
		const values = new Map(Object.entries(entity.values));
		for (const [key, value] of set) if (values.has(key) || values.size < MOST_VALUES) values.set(key, value);
		this.#entities.set(id, { ...entity, values: Object.fromEntries(values) });
	}

	#playClip({ index, clip, fade, loop, speed }: ClipCommand): void {
		const id = this.entityAt(index)?.id as EntityId | undefined;
		if (id !== undefined) this.#viewport.playClip(id, { clip, fade, loop, speed });
	}

	#takeChanges(): SceneChanges {
		const [added, removed] = [this.#added, this.#removed];
		const changed = new Map<EntityId, Set<string>>();
		for (const [id, set] of this.#changed) {
			this.#change(id, set);
			if (!added.has(id)) changed.set(id, new Set(set.keys()));
		}
		for (const [id, family] of this.#families) this.#childrenOf.set(id, [...family]);
		this.#added = new Set();
		this.#removed = new Set();
		this.#changed = new Map();
		this.#families = new Map();
		const hierarchy = {
			parentOf: this.#parentOf.take(),
			childrenOf: this.#childrenOf.take(),
			healed: new Map(),
		};
		const snapshot: SceneSnapshot = { entities: this.#entities.take(), hierarchy };
		return { added, removed, changed, hierarchy: added.size + removed.size > 0, snapshot, local: true };
	}
}

const isOfScene = (command: GameCommand): command is SceneCommand =>
	command.type === 'spawn' || command.type === 'destroy' || command.type === 'set';
