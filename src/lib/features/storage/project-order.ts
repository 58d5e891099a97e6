import type { ProjectUse } from '#lib/studio/storage-facts.ts';

export type OrderKey = 'title' | 'documents' | 'assets' | 'versions' | 'total' | 'changedAt' | 'saved';
export type ProjectOrder = { readonly by: OrderKey; readonly descending: boolean };

export const LARGEST_FIRST: ProjectOrder = { by: 'total', descending: true };

const PLACES: readonly ProjectUse['saved'][] = ['device', 'waiting', 'server'];

/** The order after somebody chose a column: the other way round when it was ordered by it already. */
export function nextOrder(order: ProjectOrder, by: OrderKey): ProjectOrder {
	if (order.by === by) return { by, descending: !order.descending };
	// Names begin with A, and only here with what is at risk; of numbers and dates people look for the most.
	return { by, descending: by !== 'title' && by !== 'saved' };
}

/** A new list in this order; the same words and numbers keep one order always. */
export function orderProjects(
	projects: readonly ProjectUse[],
	{ by, descending }: ProjectOrder,
	locale: string,
): readonly ProjectUse[] {
	const words = new Intl.Collator(locale, { numeric: true });
	const byTitle = (a: ProjectUse, b: ProjectUse) =>
		words.compare(a.title, b.title) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
	const compare = (a: ProjectUse, b: ProjectUse): number => {
		if (by === 'title') return words.compare(a.title, b.title);
		if (by === 'saved') return PLACES.indexOf(a.saved) - PLACES.indexOf(b.saved);
		return a[by] - b[by];
	};
	const sign = descending ? -1 : 1;
	return [...projects].sort((a, b) => sign * compare(a, b) || byTitle(a, b));
}
