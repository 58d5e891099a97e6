import type { JsonValue } from '#lib/base/json.ts';
import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';

/** Triangles in an entity's own space, m. */
export type Outline = {
	/** Points one after the other, three numbers each. */
	readonly points: Float32Array<ArrayBuffer>;
	/** Three numbers of points for each triangle. */
	readonly indices: Uint32Array<ArrayBuffer>;
};

/** One entity as a game begins with it. `parent`: its place in the list, before it; −1 at the root. */
export type EntityData = {
	readonly id: string;
	readonly name: string;
	readonly parent: number;
	readonly values: Readonly<Record<string, JsonValue>>;
	/** What is seen of it, where physics goes by that. */
	readonly outline?: Outline;
};

/** More is no game that could be shown: who spawns without end is told so. */
export const MOST_ENTITIES = 10_000;

/** How many a game holds that began with these: more than others where its scene does. */
export const mostEntities = (begun: readonly EntityData[]): number =>
	Math.max(MOST_ENTITIES, begun.length * 2);

/** All that a game begins with: plain, so that it can be sent to where it is played. */
export type GameData = {
	readonly entities: readonly EntityData[];
	/** The same seed and the same inputs give the same game. */
	readonly seed: number;
	/** The scene's name. */
	readonly scene?: string;
	/** By the prefab's document: what scripts may spawn, as it would stand in an empty scene. */
	readonly prefabs?: Readonly<Record<string, readonly EntityData[]>>;
	/** The names of all scenes that it may go to. */
	readonly scenes?: readonly string[];
	/** Actions that were held as the scene before was left. */
	readonly held?: readonly string[];
	/** What scripts shared in the scene before. */
	readonly vars?: Readonly<Record<string, JsonValue>>;
	/** What earlier games kept on this device, by name. */
	readonly saves?: Readonly<Record<string, JsonValue>>;
};

/** A scene as a game begins with it, parents before what they hold, in the order of the tree. */
export function gameDataOf(
	{ entities, hierarchy }: SceneSnapshot,
	seed: number,
	outlines: ReadonlyMap<string, Outline> = new Map(),
): GameData {
	const list: EntityData[] = [];
	const open: { readonly id: SceneId; readonly parent: number }[] = [];
	const push = (parentId: SceneId | null, parent: number) => {
		for (const id of (hierarchy.childrenOf.get(parentId) ?? []).toReversed()) open.push({ id, parent });
	};
	push(null, -1);
	for (let next = open.pop(); next; next = open.pop()) {
		const entity = entities.get(next.id);
		if (!entity) continue;
		const outline = outlines.get(next.id);
		const { name, values } = entity;
		list.push({ id: next.id, name, parent: next.parent, values: { ...values }, ...(outline && { outline }) });
		push(next.id, list.length - 1);
	}
	return { entities: list, seed };
}

/** Entities whose collider is as they are seen. */
export const outlined = ({ entities }: SceneSnapshot): readonly SceneId[] =>
	[...entities.values()]
		.filter((entity) => hasComponent(entity, 'collider') && SEEN.has(readField(entity, 'collider', 'shape')))
		.map(({ id }) => id);

const SEEN: ReadonlySet<string> = new Set(['mesh', 'hull']);

type SceneId = SceneSnapshot['entities'] extends ReadonlyMap<infer Id, unknown> ? Id : never;
