import type { AssetHash, FolderId } from '#lib/base/ids.ts';
import { pathTo, type AssetFolders } from '#lib/doc/asset-folders.ts';
import type { AssetEntry } from '#lib/doc/project.ts';

/** What stands in the panel; another kind of thing is one more member. */
export type ShelfItem =
	| { readonly kind: 'folder'; readonly id: FolderId; readonly label: string; readonly count: number }
	| {
			readonly kind: 'asset';
			readonly id: AssetHash;
			readonly label: string;
			readonly asset: AssetEntry;
			/** Where it lies, told where things of several folders stand together. */
			readonly path: string;
	  };

export type AssetItem = Extract<ShelfItem, { kind: 'asset' }>;

export const SHELF_SORTS = ['name', 'kind', 'size', 'added'] as const;
export type ShelfSort = (typeof SHELF_SORTS)[number];

export type ShelfQuery = {
	readonly search: string;
	/** Looked into while nothing is searched for. */
	readonly folder: FolderId | null;
	/** Only these, wherever they lie. */
	readonly only: ReadonlySet<AssetHash> | null;
	readonly sort: ShelfSort;
};

type Shelf = { readonly assets: Iterable<AssetEntry>; readonly folders: AssetFolders };

/** `chest_gold.glb` → “chest gold”: the name without what only files need. */
export function shownName({ name }: Pick<AssetEntry, 'name'>): string {
	const bare = name
		.replace(/\.(glb|gltf|png|jpe?g|webp|hdr)$/i, '')
		.replaceAll('_', ' ')
		.trim();
	return bare === '' ? name : bare;
}

/** What a folder holds, folders first; or all that has every word that is searched for, wherever it lies. */
export function listShelf(
	{ assets, folders }: Shelf,
	{ search, folder, only, sort }: ShelfQuery,
): ShelfItem[] {
	const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	const everywhere = words.length > 0 || only !== null;
	const matches = (name: string) => words.every((word) => name.toLocaleLowerCase().includes(word));
	const found: AssetItem[] = [];
	for (const asset of assets) {
		const at = folders.folderOf.get(asset.hash) ?? null;
		const label = shownName(asset);
		if (everywhere ? !matches(`${asset.name} ${label}`) : at !== folder) continue;
		if (only && !only.has(asset.hash)) continue;
		const path = everywhere ? pathText(folders, at) : '';
		found.push({ kind: 'asset', id: asset.hash, label, asset, path });
	}
	const shown = [...folders.entries.values()].filter(({ id, name }) =>
		everywhere ? only === null && matches(name) : (folders.parentOf.get(id) ?? null) === folder,
	);
	return [...foldersOf(shown, folders), ...found.sort(compareBy(sort))];
}

function foldersOf(shown: readonly { id: FolderId; name: string }[], folders: AssetFolders): ShelfItem[] {
	const counts = new Map<FolderId, number>();
	const count = (id: FolderId | null) => id !== null && counts.set(id, (counts.get(id) ?? 0) + 1);
	for (const id of folders.folderOf.values()) count(id);
	for (const id of folders.parentOf.values()) count(id);
	return shown
		.map(({ id, name }): ShelfItem => ({ kind: 'folder', id, label: name, count: counts.get(id) ?? 0 }))
		.sort(byLabel);
}

/** “Props / Chests”; empty at the top. */
export const pathText = (folders: AssetFolders, id: FolderId | null): string =>
	pathTo(folders, id)
		.map(({ name }) => name)
		.join(' / ');

const names = new Intl.Collator(undefined, { numeric: true });

const byLabel = (a: ShelfItem, b: ShelfItem): number =>
	names.compare(a.label, b.label) || (a.id < b.id ? -1 : 1);

/** Largest and newest first: that is what one looks for by size or date. */
function compareBy(sort: ShelfSort): (a: AssetItem, b: AssetItem) => number {
	const first: Readonly<Record<ShelfSort, (a: AssetEntry, b: AssetEntry) => number>> = {
		name: () => 0,
		kind: (a, b) => (a.type < b.type ? 1 : a.type > b.type ? -1 : 0),
		size: (a, b) => b.bytes - a.bytes,
		added: (a, b) => (b.addedAt ?? 0) - (a.addedAt ?? 0),
	};
	return (a, b) => first[sort](a.asset, b.asset) || byLabel(a, b);
}
