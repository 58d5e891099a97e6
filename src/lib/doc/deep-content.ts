import * as Y from 'yjs';

/**
 * Yjs deletes nested types by recursion, here and at every peer that hears of it: thousands of levels overflow the
 * stack. Nobody means such content; it is left alone rather than made the end of everybody's session.
 */
const MAX_DELETED_DEPTH = 200;

/** Whether an item nests deeper than can safely be deleted. */
export function isTooDeep(item: Y.Item): boolean {
	const waiting: { item: Y.Item; depth: number }[] = [{ item, depth: 0 }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const { depth } = next;
		const { content } = next.item;
		if (depth > MAX_DELETED_DEPTH) return true;
		if (!(content instanceof Y.ContentType)) continue;
		const type = content.type as Y.AbstractType<unknown>;
		type._map.forEach((value) => waiting.push({ item: value, depth: depth + 1 }));
		for (let child = type._start; child !== null; child = child.right) {
			if (!child.deleted) waiting.push({ item: child, depth: depth + 1 });
		}
	}
	return false;
}
