import type { AssetEntry } from '#lib/doc/project.ts';

/** `chest_gold.glb` → “chest gold”: the name without what only files need. */
export function shownName({ name }: Pick<AssetEntry, 'name'>): string {
	const bare = name
		.replace(/\.(glb|gltf|png|jpe?g|webp)$/i, '')
		.replaceAll('_', ' ')
		.trim();
	return bare === '' ? name : bare;
}

/** The assets whose name has every word that is searched for, by name. */
export function findAssets(assets: Iterable<AssetEntry>, search: string): AssetEntry[] {
	const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	const matches = (asset: AssetEntry) => {
		const name = `${asset.name} ${shownName(asset)}`.toLocaleLowerCase();
		return words.every((word) => name.includes(word));
	};
	return [...assets]
		.filter(matches)
		.sort(
			(a, b) =>
				shownName(a).localeCompare(shownName(b), undefined, { numeric: true }) || (a.hash < b.hash ? -1 : 1),
		);
}
