import { err, ok, type Result } from '#lib/base/result.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { CachedRead } from '#lib/sync/cached-reads.ts';

type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null };
type PageQuery = { readonly limit: string; readonly cursor?: string };

/** No list here is longer: a server that never comes to an end is not believed. */
const MOST_PAGES = 10;

/** All pages of a list: as old as the oldest of them. */
export async function readWhole<Item>(
	readPage: (query: PageQuery) => Promise<Result<CachedRead<Page<Item>>, ApiProblem>>,
): Promise<Result<CachedRead<readonly Item[]>, ApiProblem>> {
	const value: Item[] = [];
	let asOf = Infinity;
	let trouble: ApiProblem | null = null;
	let cursor: string | null = null;
	for (let page = 0; page < MOST_PAGES; page++) {
		const read = await readPage({ limit: '100', ...(cursor !== null && { cursor }) });
		if (!read.ok) return err(read.error);
		value.push(...read.value.value.items);
		asOf = Math.min(asOf, read.value.asOf);
		trouble ??= read.value.trouble;
		cursor = read.value.value.next;
		if (cursor === null) break;
	}
	return ok({ value, asOf, trouble });
}
