import { jsonEqual, type JsonValue } from '#lib/base/json.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import type { EntityData, GameData, Outline } from '../world/game-data.ts';

type EntityId = SceneSnapshot['entities'] extends ReadonlyMap<infer Id, unknown> ? Id : never;

/** What was edited of an entity of the game: by the keys of documents; null takes a value back to its default. */
export type EditedEntity = {
	readonly id: string;
	readonly name?: string;
	readonly values: Readonly<Record<string, JsonValue>>;
	/** What is seen of it by now, where physics goes by that. */
	readonly outline?: Outline;
};

/** What came together, parents first, below an entity of the game; null: at the root. */
export type AddedEntities = { readonly under: string | null; readonly entities: readonly EntityData[] };

/** What was edited of a scene while it plays: plain, and taken in between two ticks. */
export type GameEdit = {
	readonly added: readonly AddedEntities[];
	readonly removed: readonly string[];
	readonly changed: readonly EditedEntity[];
	/** What scripts may spawn from now on; undefined: what they could. */
	readonly prefabs?: NonNullable<GameData['prefabs']>;
};

/** What happened to an entity between two moments of a scene. Its order among others is nothing to a game. */
export function changeOf(
	before: SceneSnapshot,
	after: SceneSnapshot,
	id: EntityId,
): 'added' | 'removed' | 'moved' | EditedEntity | undefined {
	const [old, now] = [before.entities.get(id), after.entities.get(id)];
	if (!old || !now) return old ? 'removed' : now && 'added';
	const values = otherValues(old.values, now.values);
	const isRenamed = old.name !== now.name;
	if (values.length > 0 || isRenamed)
		return { id, values: Object.fromEntries(values), ...(isRenamed && { name: now.name }) };
	const hasMoved = before.hierarchy.parentOf.get(id) !== after.hierarchy.parentOf.get(id);
	return hasMoved ? 'moved' : undefined;
}

type Values = Readonly<Record<string, JsonValue>>;

/** Not by the entities as a whole: what an instance of a prefab shows has no place of its own. */
function otherValues(old: Values, now: Values): readonly (readonly [string, JsonValue])[] {
	if (old === now) return [];
	const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
	return [...keys].filter((key) => !jsonEqual(old[key], now[key])).map((key) => [key, now[key] ?? null]);
}

/** What was edited of these entities between two moments of a scene, and which hang on another now: a game keeps those. */
export function editOf(
	before: SceneSnapshot,
	after: SceneSnapshot,
	ids: Iterable<EntityId>,
): { readonly edit: GameEdit; readonly moved: readonly EntityId[] } {
	const changes = [...ids].map((id) => [id, changeOf(before, after, id)] as const);
	const of = (kind: string) => changes.flatMap(([id, change]) => (change === kind ? [id] : []));
	const changed = changes.flatMap(([, change]) => (typeof change === 'object' ? [change] : []));
	const added = new Set(of('added'));
	const roots = [...added].filter((id) => !added.has(after.hierarchy.parentOf.get(id) as EntityId));
	return {
		edit: {
			added: roots.map((id) => ({
				under: after.hierarchy.parentOf.get(id) ?? null,
				entities: subtree(after, id, added),
			})),
			removed: of('removed'),
			changed,
		},
		moved: of('moved'),
	};
}

/** An entity that was added and what was added below it, parents first. */
function subtree(
	{ entities, hierarchy }: SceneSnapshot,
	root: EntityId,
	added: ReadonlySet<EntityId>,
): EntityData[] {
	const list: EntityData[] = [];
	const open = [{ id: root, parent: -1 }];
	for (let next = open.pop(); next; next = open.pop()) {
		const { id, name, values } = entities.get(next.id)!;
		const index = list.push({ id, name, parent: next.parent, values: { ...values } }) - 1;
		for (const child of (hierarchy.childrenOf.get(id) ?? []).toReversed())
			if (added.has(child)) open.push({ id: child, parent: index });
	}
	return list;
}
