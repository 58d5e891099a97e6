import type { PageNode } from '../page-content.ts';
import type { PageSnapshot } from '../page.ts';
import { diffText } from '../text-diff.ts';

/** Top-level blocks that differ, with the places (from 0) where they stand, or would. */
export type BlockHunk = {
	readonly beforeIndex: number;
	readonly removed: readonly PageNode[];
	readonly afterIndex: number;
	readonly added: readonly PageNode[];
};

/** Which blocks changed from one state of a page to the other: their words, or how they look. */
export function diffPages(before: PageSnapshot, after: PageSnapshot): readonly BlockHunk[] {
	if (before.content === after.content) return [];
	const hunks = diffText(toLines(before.content), toLines(after.content));
	return hunks.map(({ beforeLine, removed, afterLine, added }) => {
		const [beforeIndex, afterIndex] = [beforeLine - 1, afterLine - 1];
		return Object.freeze({
			beforeIndex,
			removed: Object.freeze(before.content.slice(beforeIndex, beforeIndex + removed.length)),
			afterIndex,
			added: Object.freeze(after.content.slice(afterIndex, afterIndex + added.length)),
		});
	});
}

/** A line of JSON for each block. Ends in an empty one, so that a page without blocks has no lines. */
const toLines = (content: readonly PageNode[]): string =>
	content.map((node) => `${JSON.stringify(node, sortKeys)}\n`).join('');

// Attributes come in the order they arrived in, which differs from replica to replica.
function sortKeys(_: string, value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
