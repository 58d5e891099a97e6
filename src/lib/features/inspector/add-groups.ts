import type { MenuAction } from '#lib/ui/menu.ts';

/** What can be added, under one title. */
export type AddGroup = { readonly heading: string; readonly items: readonly MenuAction[] };

/** What every word that is searched for stands in: the name, what it is for, or the title above it. */
export function findAddable(groups: readonly AddGroup[], searched: string): readonly AddGroup[] {
	const words = plain(searched).split(/\s+/).filter(Boolean);
	if (words.length === 0) return groups;
	return groups.flatMap(({ heading, items }) => {
		const found = items.filter(({ label, help = '' }) => {
			const said = plain(`${label} ${help} ${heading}`);
			return words.every((word) => said.includes(word));
		});
		return found.length > 0 ? [{ heading, items: found }] : [];
	});
}

/** Without cases and accents. */
const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
