import type { JsonValue } from '#lib/base/json.ts';
import type { EntityData } from '../world/game-data.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import type { Point, PrefabRef } from './api.ts';
import { finite } from './vectors.ts';

/** More in one tick is without end. */
const MOST_A_TICK = 500;

type SpawnOptions = { readonly at?: Point; readonly under: GameEntity | null; readonly name?: string };

/** Puts prefabs into a running game. */
export class PrefabSpawner {
	#world: GameWorld;
	/** By their documents. */
	prefabs: Readonly<Record<string, readonly EntityData[]>>;
	#tick = -1;
	#inTick = 0;
	/** How many were spawned so far: names go on from there. */
	spawned = 0;

	constructor(world: GameWorld, prefabs: Readonly<Record<string, readonly EntityData[]>>) {
		this.#world = world;
		this.prefabs = prefabs;
	}

	/** Tells all that came; the first stands for the prefab. */
	spawn(prefab: PrefabRef, tick: number, { at, under, name }: SpawnOptions): GameEntity[] {
		const contents = this.#contentsOf(prefab);
		this.#makeRoom(tick);
		const scope = `spawn-${String(this.spawned++).padStart(16, '0')}`;
		const [first, ...rest] = underOneRoot(renamed(contents, scope), scope);
		const values = { ...first.values, ...(at && { position: positionOf(at) }) };
		return this.#world.spawn([{ ...first, name: name ?? first.name, values }, ...rest], under);
	}

	#contentsOf(prefab: unknown): readonly EntityData[] {
		const { prefab: id } = (prefab ?? {}) as { readonly prefab?: unknown };
		if (typeof id !== 'string') throw new TypeError('No prefab was chosen to spawn.');
		const contents = Object.hasOwn(this.prefabs, id) ? this.prefabs[id] : undefined;
		if (!contents || contents.length === 0)
			throw new Error('The prefab to spawn is empty, or is not in the project any more.');
		return contents;
	}

	#makeRoom(tick: number): void {
		if (tick !== this.#tick) this.#inTick = 0;
		this.#tick = tick;
		if (++this.#inTick > MOST_A_TICK) throw new RangeError(`A tick spawns ${MOST_A_TICK} prefabs at most.`);
	}
}

const positionOf = ({ x, y, z }: Point): JsonValue => [finite(x, 'x'), finite(y, 'y'), finite(z, 'z')];

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
