import type { AssetHash, DocumentId, FolderId } from '#lib/base/ids.ts';
import { pathTo, type AssetFolders } from '#lib/doc/asset-folders.ts';
import type { Named } from '#lib/doc/asset-uses.ts';
import type { AssetEntry, DocumentEntry } from '#lib/doc/project.ts';
import { shownName } from '#lib/doc/asset-list.ts';

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
	  }
	/** Of no folder: it is a document of the project. */
	| { readonly kind: 'prefab'; readonly id: DocumentId; readonly label: string };

export type AssetItem = Extract<ShelfItem, { kind: 'asset' }>;
export type PrefabItem = Extract<ShelfItem, { kind: 'prefab' }>;
/** What can be put into a scene. */
export type PlaceableItem = AssetItem | PrefabItem;

export const SHELF_KINDS = ['model', 'image', 'audio', 'prefab'] as const;
export type ShelfKind = (typeof SHELF_KINDS)[number];

export const SHELF_SORTS = ['name', 'kind', 'size', 'added'] as const;
export type ShelfSort = (typeof SHELF_SORTS)[number];

export type ShelfQuery = {
	readonly search: string;
	/** Looked into while nothing is searched for. */
	readonly folder: FolderId | null;
	/** Only these, wherever they lie. */
	readonly only: ReadonlySet<Named> | null;
	/** Only these, wherever they lie. */
	readonly kind: ShelfKind | null;
	readonly sort: ShelfSort;
};

type Shelf = {
	readonly assets: Iterable<AssetEntry>;
	readonly prefabs: Iterable<Pick<DocumentEntry, 'id' | 'title'>>;
	readonly folders: AssetFolders;
};

/** What a folder holds, folders first; or all that has every word that is searched for, wherever it lies. */
export function listShelf(
	{ assets, prefabs, folders }: Shelf,
	{ search, folder, only, kind, sort }: ShelfQuery,
): ShelfItem[] {
	const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	const filtered = only !== null || kind !== null;
	const everywhere = words.length > 0 || filtered;
	const matches = (name: string) => words.every((word) => name.toLocaleLowerCase().includes(word));
	const isAskedFor = (id: Named, is: ShelfKind) => (!only || only.has(id)) && (!kind || kind === is);
	const found: PlaceableItem[] = [];
	for (const asset of assets) {
		const at = folders.folderOf.get(asset.hash) ?? null;
		const label = shownName(asset);
		if (everywhere ? !matches(`${asset.name} ${label}`) : at !== folder) continue;
		if (!isAskedFor(asset.hash, asset.type)) continue;
		const path = everywhere ? pathText(folders, at) : '';
		found.push({ kind: 'asset', id: asset.hash, label, asset, path });
	}
	for (const { id, title } of prefabs) {
		if (everywhere ? !matches(title) : folder !== null) continue;
		if (isAskedFor(id, 'prefab')) found.push({ kind: 'prefab', id, label: title });
	}
	const shown = [...folders.entries.values()].filter(({ id, name }) =>
		everywhere ? !filtered && matches(name) : (folders.parentOf.get(id) ?? null) === folder,
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

/** A prefab has no size of its own, and nobody imported it. */
const factsOf = (item: PlaceableItem) =>
	item.kind === 'asset'
		? { type: item.asset.type, bytes: item.asset.bytes, addedAt: item.asset.addedAt ?? 0 }
		: { type: item.kind, bytes: 0, addedAt: 0 };

type Facts = ReturnType<typeof factsOf>;

/** Largest and newest first: that is what one looks for by size or date. */
function compareBy(sort: ShelfSort): (a: PlaceableItem, b: PlaceableItem) => number {
	const first: Readonly<Record<ShelfSort, (a: Facts, b: Facts) => number>> = {
		name: () => 0,
		kind: (a, b) => KIND_ORDER[a.type] - KIND_ORDER[b.type],
		size: (a, b) => b.bytes - a.bytes,
		added: (a, b) => b.addedAt - a.addedAt,
	};
	return (a, b) => first[sort](factsOf(a), factsOf(b)) || byLabel(a, b);
}

const KIND_ORDER: Readonly<Record<ShelfKind, number>> = { prefab: 0, model: 1, image: 2, audio: 3 };
