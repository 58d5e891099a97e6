/** One visible row of a tree, top to bottom; children follow their parent. */
export interface TreeRow {
	readonly id: string;
	/** 1 at the root. */
	readonly level: number;
	readonly label: string;
	/** Undefined: it has no children. */
	readonly expanded: boolean | undefined;
	/** 1-based place among its siblings, and how many they are. */
	readonly posInSet: number;
	readonly setSize: number;
}

export type DropPlace = 'before' | 'inside' | 'after';

/** Where rows would go: beside or into a row. */
export interface TreeDrop {
	readonly targetId: string;
	readonly place: DropPlace;
}

/** What a key asks of the tree. */
export type TreeCommand =
	| { readonly kind: 'go'; readonly index: number; readonly how: 'select' | 'extend' | 'focus' }
	| { readonly kind: 'toggle'; readonly index: number; readonly expanded: boolean }
	| { readonly kind: 'toggle-selected'; readonly index: number }
	| { readonly kind: 'select-all' }
	| { readonly kind: 'rename'; readonly index: number }
	| { readonly kind: 'move'; readonly index: number; readonly drop: TreeDrop };

export interface TreeKey {
	readonly key: string;
	readonly shiftKey: boolean;
	readonly altKey: boolean;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
}

export function parentIndex(rows: readonly TreeRow[], index: number): number {
	const level = rows[index]?.level ?? 0;
	for (let i = index - 1; i >= 0; i--) if ((rows[i]?.level ?? 0) < level) return i;
	return -1;
}

type IsMoving = (id: string) => boolean;

/** The next sibling up or down that does not move along. */
function siblingIndex(rows: readonly TreeRow[], index: number, step: 1 | -1, isMoving: IsMoving): number {
	const level = rows[index]?.level ?? 0;
	for (let i = index + step; i >= 0 && i < rows.length; i += step) {
		const other = rows[i];
		if (!other || other.level < level) return -1;
		if (other.level === level && !isMoving(other.id)) return i;
	}
	return -1;
}

/** The ids between two rows, both included, in any order given. */
export function idsBetween(rows: readonly TreeRow[], from: number, to: number): string[] {
	return rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id);
}

/** The command behind a key, after the ARIA tree pattern; null when the key is not the tree's. */
export function commandForKey(
	rows: readonly TreeRow[],
	index: number,
	event: TreeKey,
	pageRows: number,
	isMoving: IsMoving = () => false,
): TreeCommand | null {
	const row = rows[index];
	if (!row) return null;
	if (event.altKey) return moveByKey(rows, index, event.key, isMoving);
	const control = event.ctrlKey || event.metaKey;
	if (control && event.key.toLowerCase() === 'a') return { kind: 'select-all' };
	const to = destination(rows, index, event.key, pageRows);
	if (to !== null) {
		const how = event.shiftKey ? 'extend' : control ? 'focus' : 'select';
		return { kind: 'go', index: Math.max(0, Math.min(rows.length - 1, to)), how };
	}
	if (event.key === ' ') return { kind: 'toggle-selected', index };
	if (control) return null;
	switch (event.key) {
		case 'Enter':
		case 'F2':
			return { kind: 'rename', index };
		case 'ArrowRight':
			if (row.expanded === false) return { kind: 'toggle', index, expanded: true };
			return row.expanded ? { kind: 'go', index: index + 1, how: 'select' } : null;
		case 'ArrowLeft': {
			if (row.expanded) return { kind: 'toggle', index, expanded: false };
			const parent = parentIndex(rows, index);
			return parent < 0 ? null : { kind: 'go', index: parent, how: 'select' };
		}
		default:
			return null;
	}
}

function destination(rows: readonly TreeRow[], index: number, key: string, pageRows: number): number | null {
	switch (key) {
		case 'ArrowDown':
			return index + 1;
		case 'ArrowUp':
			return index - 1;
		case 'Home':
			return 0;
		case 'End':
			return rows.length - 1;
		case 'PageDown':
			return index + Math.max(1, pageRows - 1);
		case 'PageUp':
			return index - Math.max(1, pageRows - 1);
		default:
			return null;
	}
}

/** Alt and an arrow: up and down among siblings, right into the one before, left out beside the parent. */
function moveByKey(
	rows: readonly TreeRow[],
	index: number,
	key: string,
	isMoving: IsMoving,
): TreeCommand | null {
	const to = (target: number, place: DropPlace): TreeCommand | null => {
		const row = rows[target];
		return row ? { kind: 'move', index, drop: { targetId: row.id, place } } : null;
	};
	switch (key) {
		case 'ArrowUp':
			return to(siblingIndex(rows, index, -1, isMoving), 'before');
		case 'ArrowDown':
			return to(siblingIndex(rows, index, 1, isMoving), 'after');
		case 'ArrowRight':
			return to(siblingIndex(rows, index, -1, isMoving), 'inside');
		case 'ArrowLeft':
			return to(parentIndex(rows, index), 'after');
		default:
			return null;
	}
}

const EDGE = 0.28;

/** Where something let go at `y` pixels (from the top of the first row) would go; null in an empty tree. */
export function dropAt(rows: readonly TreeRow[], y: number, rowHeight: number): TreeDrop | null {
	const at = Math.max(0, y) / rowHeight;
	const index = Math.floor(at);
	const row = rows[index];
	if (!row) return dropAtEnd(rows);
	const part = at - index;
	if (part < EDGE) return { targetId: row.id, place: 'before' };
	if (part <= 1 - EDGE) return { targetId: row.id, place: 'inside' };
	const next = rows[index + 1];
	// Below an open parent lies its first child, not its next sibling.
	if (row.expanded && next && next.level > row.level) return { targetId: next.id, place: 'before' };
	return { targetId: row.id, place: 'after' };
}

function dropAtEnd(rows: readonly TreeRow[]): TreeDrop | null {
	const root = rows.findLast((row) => row.level === 1);
	return root ? { targetId: root.id, place: 'after' } : null;
}
