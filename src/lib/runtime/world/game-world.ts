import { mat4 } from 'gl-matrix';
import type { JsonValue } from '#lib/base/json.ts';
import { readField } from '#lib/doc/components/registry.ts';
import { MOST_ASKED, type GameCommand } from '../game-commands.ts';
import type { GameState, SavedEntity } from '../game-state.ts';
import { mostEntities, type EntityData, type Outline } from './game-data.ts';
import { NamedEntities } from './named-entities.ts';
import { Transforms } from './transforms.ts';

/** A thing of the running game. It is no document: what happens to it is gone when the game ends. */
export type GameEntity = {
	readonly id: string;
	/** Its place among the transforms; never another's while the game runs. */
	readonly index: number;
	/** Changed by `GameWorld.rename` alone. */
	name: string;
	readonly parent: GameEntity | null;
	readonly children: GameEntity[];
	readonly values: Record<string, JsonValue>;
	outline: Outline | undefined;
	/** False once it was taken out. */
	isAlive: boolean;
};

/** What ticks say of themselves besides what scripts ask for: each of it has an end of its own. */
const SPARED: ReadonlySet<GameCommand['type']> = new Set(['log', 'save', 'load-scene', 'ask', 'look', 'say']);

/** What is in a running game, in the order in which it came. */
export class GameWorld {
	readonly transforms = new Transforms();
	#entities: GameEntity[] = [];
	#byId = new Map<string, GameEntity>();
	#named = new NamedEntities();
	#alive = 0;
	/** At most: more for a scene that begins with more. */
	#most: number;
	/** What whoever shows the game has to hear of, in this order. */
	/** Asked for since the tick began. */
	#asked = 0;
	#commands: GameCommand[] = [];
	/** What was asked for is taken: whoever gathers something tells it now. */
	ontake: () => void = () => {};

	constructor(entities: readonly EntityData[]) {
		this.#most = mostEntities(entities);
		this.#add(entities);
		// Whoever shows the game has begun with the same scene.
		this.transforms.takeChanges();
	}

	/** A game that goes on from where another was. */
	static restored(begun: readonly EntityData[], state: GameState): GameWorld {
		const world = new GameWorld([]);
		world.#most = mostEntities(begun);
		for (const saved of state.entities) world.#restore(saved);
		world.transforms.restore(state.transforms, state.entities.length);
		world.transforms.takeChanges();
		return world;
	}

	/** All there ever were, by their index. */
	get entities(): readonly GameEntity[] {
		return this.#entities;
	}

	byId(id: string): GameEntity | undefined {
		return this.#byId.get(id);
	}

	/** Those of this name, in the order in which they came. */
	byName(name: string): readonly GameEntity[] {
		return this.#named.of(name);
	}

	rename(entity: GameEntity, name: string): void {
		if (!entity.isAlive) return;
		this.#named.remove(entity);
		entity.name = name;
		this.#named.add(entity);
	}

	/** From an entity's own space to the world's. */
	worldMatrix(entity: GameEntity | null): mat4 {
		const matrix = mat4.create();
		for (let at = entity; at; at = at.parent) mat4.multiply(matrix, this.#localMatrix(at.index), matrix);
		return matrix;
	}

	/** Puts entities into the game, parents first; `parent` of each counts from the first of them, −1 is `under`. */
	spawn(entities: readonly EntityData[], under: GameEntity | null): GameEntity[] {
		if (this.#alive + entities.length > this.#most)
			throw new RangeError(`A game holds ${this.#most} entities at most.`);
		const index = this.#entities.length;
		const added = this.#add(entities, under);
		// Whoever shows it sees its outline.
		const told = entities.map(({ outline: _, ...data }) => ({
			...data,
			parent: data.parent < 0 ? (under?.index ?? -1) : data.parent + index,
		}));
		this.#commands.push({ type: 'spawn', index, entities: told });
		return added;
	}

	/** Takes an entity and what it holds out of the game, the innermost first; tells which. */
	destroy(entity: GameEntity): GameEntity[] {
		const gone = this.gather(entity);
		if (gone.length === 0) return gone;
		if (entity.parent) entity.parent.children.splice(entity.parent.children.indexOf(entity), 1);
		for (const one of gone) {
			one.isAlive = false;
			this.#named.remove(one);
			if (this.#byId.get(one.id) === one) this.#byId.delete(one.id);
		}
		this.#alive -= gone.length;
		this.#commands.push({ type: 'destroy', index: entity.index });
		return gone;
	}

	/** Changes a value, by the key that it has in documents; the transform's own are moved by `transforms`. */
	set(entity: GameEntity, key: string, value: JsonValue): void {
		this.tell({ type: 'set', index: entity.index, key, value });
		entity.values[key] = value;
	}

	/** Asks something of whoever shows the game. Throws where a script asks without end. */
	tell(command: GameCommand): void {
		if (this.#asked >= MOST_ASKED && !SPARED.has(command.type))
			throw new RangeError(`A game changes and plays ${MOST_ASKED} things at once at most.`);
		this.#asked++;
		this.#commands.push(command);
	}

	/** A tick begins, or an edit comes: so much can be asked for anew, however many ticks are answered at once. */
	allow(): void {
		this.#asked = 0;
	}

	/** What was asked for since the last time. */
	takeCommands(): GameCommand[] {
		this.ontake();
		const commands = this.#commands;
		this.#commands = [];
		return commands;
	}

	/** An entity and all that it holds, the innermost first. */
	gather(entity: GameEntity): GameEntity[] {
		const gathered = entity.isAlive ? [entity] : [];
		// The list grows as it is gone through: trees may be deeper than calls can be.
		for (const { children } of gathered) gathered.push(...children);
		return gathered.reverse();
	}

	#restore({ id, name, parent: at, values, outline, isAlive }: SavedEntity): void {
		const parent = this.#entities[at] ?? null;
		const own = { children: [], values: { ...values }, outline, isAlive };
		const entity: GameEntity = { id, index: this.#entities.length, name, parent, ...own };
		this.#entities.push(entity);
		if (!isAlive) return;
		parent?.children.push(entity);
		this.#byId.set(id, entity);
		this.#named.add(entity);
		this.#alive++;
	}

	/** What is there, to be restored. */
	save(): GameState['entities'] {
		return this.#entities.map(({ id, name, parent, values, outline, isAlive }) => ({
			...{ id, name, parent: parent?.index ?? -1, values, outline, isAlive },
		}));
	}

	#add(entities: readonly EntityData[], under: GameEntity | null = null): GameEntity[] {
		const added: GameEntity[] = [];
		for (const { id, name, parent: at, values, outline } of entities) {
			const parent = added[at] ?? under;
			const index = this.#entities.length;
			const own = { children: [], values: { ...values }, outline, isAlive: true };
			const entity: GameEntity = { id, index, name, parent, ...own };
			parent?.children.push(entity);
			added.push(entity);
			this.#entities.push(entity);
			this.#byId.set(id, entity);
			this.#named.add(entity);
			this.transforms.setPosition(index, readField(entity, 'transform', 'position'));
			this.transforms.setRotation(index, readField(entity, 'transform', 'rotation'));
			this.transforms.setScale(index, readField(entity, 'transform', 'scale'));
		}
		this.#alive += added.length;
		return added;
	}

	#localMatrix(index: number): mat4 {
		const { transforms } = this;
		return mat4.fromRotationTranslationScale(
			mat4.create(),
			transforms.rotation(index),
			transforms.position(index),
			transforms.scale(index),
		);
	}
}
