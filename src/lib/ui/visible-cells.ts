/** Pixels. */
export type CellBox = {
	/** At least; cells share what is left of a line. Infinity: one a line. */
	readonly width: number;
	readonly height: number;
};

export type Sight = { readonly width: number; readonly height: number; readonly scrollTop: number };

export type VisibleCells = {
	readonly columns: number;
	/** The first cell to draw, and the first after those. */
	readonly first: number;
	readonly end: number;
	/** Of all cells together. */
	readonly height: number;
};

const OVERSCAN_LINES = 2;

/** Which of many cells, filled line by line, are in sight of a box that scrolls. */
export function visibleCells(
	count: number,
	cell: CellBox,
	{ width, height, scrollTop }: Sight,
): VisibleCells {
	const columns = Math.max(1, Math.floor(width / cell.width));
	const lines = Math.ceil(count / columns);
	const firstLine = Math.max(0, Math.floor(scrollTop / cell.height) - OVERSCAN_LINES);
	const endLine = Math.min(lines, Math.ceil((scrollTop + height) / cell.height) + OVERSCAN_LINES);
	return {
		columns,
		first: Math.min(count, firstLine * columns),
		end: Math.min(count, endLine * columns),
		height: lines * cell.height,
	};
}

/** Where to scroll so that a cell is in sight; null when it is. */
export function scrollTopFor(
	index: number,
	columns: number,
	cell: CellBox,
	{ height, scrollTop }: Sight,
): number | null {
	const top = Math.floor(index / columns) * cell.height;
	if (top < scrollTop) return top;
	// Where not all of it fits, its top is more than its end.
	const least = Math.min(top, top + cell.height - height);
	return least > scrollTop ? least : null;
}
