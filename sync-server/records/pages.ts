/** A list of any length, a page at a time: `read` answers what comes after a place, nothing at the end. */
export function* pagesOf<Item, Place>(
	start: Place,
	read: (after: Place) => readonly Item[],
	placeOf: (last: Item) => Place,
): Generator<readonly Item[]> {
	for (let page = read(start); ;) {
		const last = page.at(-1);
		if (last === undefined) return;
		yield page;
		page = read(placeOf(last));
	}
}
