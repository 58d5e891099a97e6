/** Where an arrow key leads in a grid filled row by row: an index, or null when the key is not for it. */
export function nextInGrid(key: string, current: number, count: number, columns: number): number | null {
	const at = Math.max(0, current);
	const within = (index: number) => (index >= 0 && index < count ? index : null);
	if (count === 0) return null;
	switch (key) {
		case 'ArrowRight':
			return within(at + 1);
		case 'ArrowLeft':
			return within(at - 1);
		case 'ArrowDown':
			return within(at + columns) ?? (rowOf(at, columns) < rowOf(count - 1, columns) ? count - 1 : null);
		case 'ArrowUp':
			return within(at - columns);
		case 'Home':
			return 0;
		case 'End':
			return count - 1;
		default:
			return null;
	}
}

const rowOf = (index: number, columns: number): number => Math.floor(index / columns);

/** How many items stand beside each other, told by where they are. */
export function columnsOf(items: readonly { readonly offsetTop: number }[]): number {
	const top = items[0]?.offsetTop;
	const wrapped = items.findIndex(({ offsetTop }) => offsetTop !== top);
	return Math.max(1, wrapped < 0 ? items.length : wrapped);
}
