import type { JsonValue } from '#lib/base/json.ts';
import type { Vector3 } from '#lib/doc/components/component.ts';
import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import type { EntityData } from '../world/game-data.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import type { Point, PrefabRef } from './api.ts';
import { checkTriple } from '../physics/finite.ts';

/** More in one tick is without end. */
const MOST_A_TICK = 500;
const LONGEST_NAME = 500;
/** So many with bodies may come in one place, and one more each tick: inside of each other physics takes seconds to part more. */
const MOST_IN_PLACE = 50;
/** So many with bodies of one script, and one more each tick, are a crowd. */
const CROWD = 90;
/** m. */
const PLACE = 0.5;
const MOST_PLACES = 10_000;

type SpawnOptions = {
	readonly at?: Point;
	readonly under: GameEntity | null;
	readonly name?: string;
	/** The script that asks. */
	readonly module: string;
};

/** How many came, less one for each tick since. */
type Lately = { readonly count: number; readonly tick: number };

/** Puts prefabs into a running game. */
export class PrefabSpawner {
	#world: GameWorld;
	/** By their documents. */
	prefabs: Readonly<Record<string, readonly EntityData[]>>;
	#tick = -1;
	#inTick = 0;
	#places = new Map<string, Lately>();
	/** By the script that spawned them. */
	#bodies = new Map<string, Lately>();
	/** How many were spawned so far: names go on from there. */
	spawned = 0;

	constructor(world: GameWorld, prefabs: Readonly<Record<string, readonly EntityData[]>>) {
		this.#world = world;
		this.prefabs = prefabs;
	}

	/** Tells all that came; the first stands for the prefab. */
	spawn(prefab: PrefabRef, tick: number, { at, under, name, module }: SpawnOptions): GameEntity[] {
		const contents = this.#contentsOf(prefab);
		if (name !== undefined && (typeof name !== 'string' || name.length > LONGEST_NAME))
			throw new TypeError(`A name is text of at most ${LONGEST_NAME} characters.`);
		const position = at ? positionOf(at) : readField(contents[0]!, 'transform', 'position');
		this.#makeRoom(tick);
		if (contents.some(falls)) {
			this.#makePlace(position, under, tick);
			this.#bodies.set(module, oneMore(this.#bodies.get(module), tick));
		}
		const scope = `spawn-${String(this.spawned++).padStart(16, '0')}`;
		const [first, ...rest] = underOneRoot(renamed(contents, scope), scope);
		const values = { ...first.values, ...(at && { position }) };
		return this.#world.spawn([{ ...first, name: name ?? first.name, values }, ...rest], under);
	}

	/** The script that just spawned a crowd of bodies, which physics may be at for long; '' when none did. */
	crowdedBy(tick: number): string {
		for (const [module, lately] of this.#bodies) if (left(lately, tick) > CROWD) return module;
		return '';
	}

	#contentsOf(prefab: unknown): readonly EntityData[] {
		const { prefab: id } = (prefab ?? {}) as { readonly prefab?: unknown };
		if (typeof id !== 'string') throw new TypeError('No prefab was chosen to spawn.');
		const contents = Object.hasOwn(this.prefabs, id) ? this.prefabs[id] : undefined;
		if (!contents || contents.length === 0)
			throw new Error('The prefab to spawn is empty, or is not in the project any more.');
		return contents;
	}

	#makePlace(position: Vector3, under: GameEntity | null, tick: number): void {
		const place = [under?.index ?? -1, ...position.map((at) => Math.round(at / PLACE))].join();
		const lately = oneMore(this.#places.get(place), tick);
		if (lately.count > MOST_IN_PLACE)
			throw new RangeError(
				`More than ${MOST_IN_PLACE} prefabs with bodies come in one place: spawn them apart, or one in a tick.`,
			);
		if (this.#places.size >= MOST_PLACES) this.#places.clear();
		this.#places.set(place, lately);
	}

	#makeRoom(tick: number): void {
		if (tick !== this.#tick) this.#inTick = 0;
		this.#tick = tick;
		if (++this.#inTick > MOST_A_TICK) throw new RangeError(`A tick spawns ${MOST_A_TICK} prefabs at most.`);
	}
}

const left = ({ count, tick: then }: Lately, tick: number): number => Math.max(0, count - (tick - then));

const oneMore = (lately: Lately | undefined, tick: number): Lately => ({
	count: 1 + (lately ? left(lately, tick) : 0),
	tick,
});

const falls = (entity: EntityData): boolean =>
	hasComponent(entity, 'rigidBody') && readField(entity, 'rigidBody', 'type') === 'dynamic';

function positionOf(at: Point): Vector3 {
	const { x, y, z } = checkTriple('spawn', 'at', at);
	return [x, y, z];
}

/** The contents of a prefab under ids of their own; what they say of each other goes along. */
function renamed(contents: readonly EntityData[], scope: string): EntityData[] {
	const ids = new Set(contents.map(({ id }) => id));
	const rename = (value: JsonValue): JsonValue => {
		if (typeof value === 'string') return ids.has(value) ? `${scope}/${value}` : value;
		if (typeof value !== 'object' || value === null || Array.isArray(value) || !('entity' in value))
			return value;
		return { ...value, entity: rename(value.entity) };
	};
	return contents.map((data) => ({
		...data,
		id: `${scope}/${data.id}`,
		values: Object.fromEntries(Object.entries(data.values).map(([key, value]) => [key, rename(value)])),
	}));
}

/** Several that stand side by side are held by one. */
function underOneRoot(contents: readonly EntityData[], scope: string): [EntityData, ...EntityData[]] {
	const [first, ...rest] = contents;
	if (first && rest.every(({ parent }) => parent >= 0)) return [first, ...rest];
	const held = contents.map((data) => ({ ...data, parent: data.parent + 1 }));
	return [{ id: scope, name: 'Prefab', parent: -1, values: {} }, ...held];
}
