import * as Y from 'yjs';
import { isId, type AssetHash, type FolderId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { parseAssetName, type AssetEntry } from './asset-list.ts';
import { isRemoved } from './entity.ts';
import { resolveHierarchy, type Placed } from './hierarchy.ts';

export const FOLDERS = 'folders';
export const DEFAULT_FOLDER_NAME = 'Folder';

/** A folder of assets, as a project's index lists it. */
export type FolderEntry = { readonly id: FolderId; readonly name: string };

/** Folders and what lies in them; those that were deleted are not there. */
export type AssetFolders = {
	readonly entries: ReadonlyMap<FolderId, FolderEntry>;
	/** Null: at the top. */
	readonly parentOf: ReadonlyMap<FolderId, FolderId | null>;
	/** Without the assets at the top. */
	readonly folderOf: ReadonlyMap<AssetHash, FolderId>;
};

/** Where something lies, and where it lay before: the way out when that folder goes. One register. */
export type FolderPlace = readonly [folder: FolderId | null, previous: FolderId | null];

type Lying = { readonly name: string; readonly place: FolderPlace };

export function readFolders(
	folders: Y.Map<Y.Map<JsonValue>>,
	assets: Y.Map<JsonValue>,
	listed: Iterable<Pick<AssetEntry, 'hash'>>,
): AssetFolders {
	const lying = new Map<FolderId, Lying>();
	folders.forEach((row: unknown, id) => {
		if (!isFolderId(id) || !(row instanceof Y.Map) || isRemoved(row.get('removed'))) return;
		const name = parseAssetName(row.get('name')) ?? DEFAULT_FOLDER_NAME;
		lying.set(id, { name, place: parsePlace(row.get('place')) });
	});
	const folderOf = new Map<AssetHash, FolderId>();
	for (const { hash } of listed) {
		const [folder, previous] = parsePlace(assets.get(`${hash}:folder`));
		const found = [folder, previous].find((id) => id !== null && lying.has(id));
		if (folder !== null && found) folderOf.set(hash, found);
	}
	const entries = new Map(Array.from(lying, ([id, { name }]) => [id, Object.freeze({ id, name })]));
	return { entries, parentOf: resolveParents(lying), folderOf };
}

/** As the tree of entities is healed: folders moved into one another, or whose parent was deleted meanwhile. */
function resolveParents(lying: ReadonlyMap<FolderId, Lying>): ReadonlyMap<FolderId, FolderId | null> {
	const placed = new Map<FolderId, Placed<FolderId>>();
	for (const [id, { place }] of lying) {
		const [parentId, previousParentId] = place;
		// Folders stand by name, so that there is no order to keep.
		placed.set(id, { place: { parentId, previousParentId, order: 'a0' } });
	}
	return resolveHierarchy(placed).parentOf;
}

function parsePlace(value: unknown): FolderPlace {
	const [folder, previous] = (Array.isArray(value) ? value : []) as readonly unknown[];
	return [asFolder(folder), asFolder(previous)];
}

const asFolder = (id: unknown): FolderId | null => (isFolderId(id) ? id : null);
const isFolderId = (id: unknown): id is FolderId => isId(id);

/** The folder and all folders in it. */
export function foldersWithin({ entries, parentOf }: AssetFolders, id: FolderId): ReadonlySet<FolderId> {
	const within = new Set<FolderId>();
	for (const each of entries.keys()) {
		for (let at: FolderId | null = each; at !== null; at = parentOf.get(at) ?? null)
			if (at === id) within.add(each);
	}
	return within;
}

/** From the top down to the folder itself. */
export function pathTo({ entries, parentOf }: AssetFolders, id: FolderId | null): readonly FolderEntry[] {
	const path: FolderEntry[] = [];
	for (let at = id; at !== null; at = parentOf.get(at) ?? null) {
		const entry = entries.get(at);
		if (entry) path.unshift(entry);
	}
	return path;
}
