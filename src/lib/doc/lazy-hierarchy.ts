import type { EntityId } from '../base/ids.ts';
import type { EntitySnapshot } from './entity.ts';
import { resolveHierarchy, updateHierarchy, type Hierarchy } from './hierarchy.ts';

type Entities = ReadonlyMap<EntityId, EntitySnapshot>;

/** What moved since the tree that was last looked at: newest first. */
type Moves = {
	readonly ids: readonly EntityId[];
	readonly earlier: Moves | null;
	/** How many ids there are, here and earlier. */
	readonly count: number;
};

/**
 * The tree of a snapshot, arranged when somebody looks at it: of many changes in a row (a merge, a burst from the
 * line) that nobody looked at between, only the last is arranged.
 */
export class LazyHierarchy {
	#entities: Entities;
	/** The tree to start from, and what moved since; both let go of once it is arranged. */
	#base: Hierarchy | null;
	#moves: Moves | null;
	#value: Hierarchy | null = null;

	constructor(entities: Entities, base: Hierarchy | null = null, moves: Moves | null = null) {
		this.#entities = entities;
		this.#base = base;
		this.#moves = moves;
	}

	get value(): Hierarchy {
		if (this.#value) return this.#value;
		this.#value = this.#arrange();
		this.#base = null;
		this.#moves = null;
		return this.#value;
	}

	/** The tree after these came, went or moved. */
	after(entities: Entities, ids: readonly EntityId[]): LazyHierarchy {
		const base = this.#value ?? this.#base;
		const earlier = this.#value ? null : this.#moves;
		const count = ids.length + (earlier?.count ?? 0);
		// When much has moved, beginning anew is the shorter way.
		if (count * 4 >= entities.size) return new LazyHierarchy(entities);
		return new LazyHierarchy(entities, base, { ids, earlier, count });
	}

	#arrange(): Hierarchy {
		const moved = new Set<EntityId>();
		for (let moves = this.#moves; moves; moves = moves.earlier) for (const id of moves.ids) moved.add(id);
		const updated = this.#base ? updateHierarchy(this.#base, this.#entities, moved) : undefined;
		return updated ?? resolveHierarchy(this.#entities);
	}
}
