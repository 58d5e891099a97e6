import type { EntityId } from '#lib/base/ids.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import type { TreeRow } from '#lib/ui/tree-model.ts';
import type { EntityTest } from './entity-query.ts';

export type EntityRow = TreeRow & { readonly id: EntityId };

type Shown = {
	/** Parents whose children are out of sight. */
	readonly collapsed: ReadonlySet<EntityId>;
	/** Only what fits, with what it lies in; null shows all. */
	readonly test: EntityTest | null;
};

type Pass = Shown & { readonly snapshot: SceneSnapshot; readonly rows: readonly EntityRow[] };

/**
 * A scene as the visible rows of a tree. Remembers its last answer: an edit that changes neither tree nor names
 * gives the very same rows, and rows that stay the same stay the same objects, so that nothing is drawn anew.
 */
export class TreeRows {
	#last: Pass | null = null;

	/** The rows from top to bottom. */
	of(snapshot: SceneSnapshot, shown: Shown): readonly EntityRow[] {
		const last = this.#last;
		const rows =
			last && isSameTree(last, snapshot, shown) ? relabel(last, snapshot) : this.#flatten(snapshot, shown);
		this.#last = { ...shown, snapshot, rows };
		return rows;
	}

	#flatten(snapshot: SceneSnapshot, shown: Shown): readonly EntityRow[] {
		const rows: EntityRow[] = [];
		const known = new Map(this.#last?.rows.map((row) => [row.id, row]));
		const matches = shown.test && findMatches(snapshot, shown.test);
		this.#append(rows, snapshot, shown, matches, known);
		return rows;
	}

	/** Depth first without recursion: a chain of 10,000 parents is legal. */
	#append(
		rows: EntityRow[],
		{ entities, hierarchy }: SceneSnapshot,
		{ collapsed }: Shown,
		matches: ReadonlySet<EntityId> | null,
		known: ReadonlyMap<EntityId, EntityRow>,
	): void {
		const childrenOf = (id: EntityId | null) => {
			const children = hierarchy.childrenOf.get(id) ?? [];
			return matches ? children.filter((child) => matches.has(child)) : children;
		};
		const stack = [{ siblings: childrenOf(null), next: 0 }];
		for (let top = stack.at(-1); top; top = stack.at(-1)) {
			const id = top.siblings[top.next];
			if (id === undefined) {
				stack.pop();
				continue;
			}
			top.next++;
			const children = childrenOf(id);
			// What a search found is never hidden in a closed parent.
			const expanded = children.length === 0 ? undefined : matches !== null || !collapsed.has(id);
			const row = {
				id,
				level: stack.length,
				label: entities.get(id)?.name ?? '',
				expanded,
				posInSet: top.next,
				setSize: top.siblings.length,
			};
			const same = known.get(id);
			rows.push(same && isSameRow(same, row) ? same : row);
			if (expanded) stack.push({ siblings: children, next: 0 });
		}
	}
}

/** Whether only names can differ. A search depends on names and values, so that any edit may change what it finds. */
function isSameTree(last: Pass, snapshot: SceneSnapshot, shown: Shown): boolean {
	if (last.collapsed !== shown.collapsed || last.test !== shown.test) return false;
	if (last.snapshot === snapshot) return true;
	return last.snapshot.hierarchy === snapshot.hierarchy && shown.test === null;
}

/** The same rows, those renamed made anew; the very same list when none was. */
function relabel({ rows, snapshot: before }: Pass, snapshot: SceneSnapshot): readonly EntityRow[] {
	if (before === snapshot) return rows;
	const nameOf = (row: EntityRow) => snapshot.entities.get(row.id)?.name ?? '';
	if (rows.every((row) => row.label === nameOf(row))) return rows;
	return rows.map((row) => (row.label === nameOf(row) ? row : { ...row, label: nameOf(row) }));
}

const isSameRow = (a: EntityRow, b: EntityRow): boolean =>
	a.label === b.label &&
	a.level === b.level &&
	a.expanded === b.expanded &&
	a.posInSet === b.posInSet &&
	a.setSize === b.setSize;

/** Whatever fits, and everything it lies in. */
function findMatches({ entities, hierarchy }: SceneSnapshot, test: EntityTest): ReadonlySet<EntityId> {
	const matches = new Set<EntityId>();
	for (const [id, entity] of entities) {
		if (!test(entity)) continue;
		for (let at: EntityId | null = id; at !== null && !matches.has(at);) {
			matches.add(at);
			at = hierarchy.parentOf.get(at) ?? null;
		}
	}
	return matches;
}
