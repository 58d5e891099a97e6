import type * as Y from 'yjs';
import { clipText } from '../base/clip-text.ts';
import { isAssetHash, type AssetHash } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { isRemoved } from './entity.ts';

export const ASSET_TYPES = ['model', 'image', 'audio'] as const;
export type AssetType = (typeof ASSET_TYPES)[number];

export const isAssetType = (value: unknown): value is AssetType =>
	(ASSET_TYPES as readonly unknown[]).includes(value);

/** An asset the project uses; the bytes lie in the asset store under their hash. */
export type AssetEntry = {
	readonly hash: AssetHash;
	readonly name: string;
	readonly type: AssetType;
	readonly bytes: number;
	/** When it was imported, in milliseconds since the Unix epoch; earlier versions did not note it. */
	readonly addedAt?: number;
	/** Taken off the list: what names it shows it all the same. */
	readonly removed?: true;
};

/** `chest_gold.glb` → “chest gold”: the name without what only files need. */
export function shownName({ name }: Pick<AssetEntry, 'name'>): string {
	const bare = name
		.replace(/\.(glb|gltf|png|jpe?g|webp|hdr|wav|mp3|ogg)$/i, '')
		.replaceAll('_', ' ')
		.trim();
	return bare === '' ? name : bare;
}

export const ASSETS = 'assets';
export const MAX_ASSET_NAME_LENGTH = 120;

/** What people change of an asset, each by itself: registers beside the one that says what it is. */
export type AssetFact = 'name' | 'folder' | 'removed';

/** The register of one such fact. */
export const assetFact = (hash: AssetHash, fact: AssetFact) => ({
	table: ASSETS,
	row: '',
	key: `${hash}:${fact}`,
});

export const assetRegister = (hash: AssetHash) => ({ table: ASSETS, row: '', key: hash });

/** All assets of a project's index, those taken off the list included. */
export function readAssets(map: Y.Map<JsonValue>): Map<AssetHash, AssetEntry> {
	const assets = new Map<AssetHash, AssetEntry>();
	for (const [hash, value] of map) {
		const entry = readAssetEntry(hash, value);
		if (!entry) continue;
		const name = parseAssetName(map.get(`${hash}:name`)) ?? entry.name;
		const removed = isRemoved(map.get(`${hash}:removed`));
		assets.set(entry.hash, Object.freeze(removed ? { ...entry, name, removed } : { ...entry, name }));
	}
	return assets;
}

/** What an asset's register says; undefined for what is none. */
export function readAssetEntry(hash: unknown, value: unknown): AssetEntry | undefined {
	if (!isAssetHash(hash) || typeof value !== 'object' || value === null) return undefined;
	const { name, type, bytes, addedAt } = value as Record<string, unknown>;
	if (typeof name !== 'string' || !isCount(bytes)) return undefined;
	if (!isAssetType(type)) return undefined;
	return Object.freeze({ hash, name, type, bytes, ...(isCount(addedAt) && { addedAt }) });
}

/** The name a person gave; undefined for what is none. */
export function parseAssetName(value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const name = clipText(value.trim(), MAX_ASSET_NAME_LENGTH);
	return name === '' ? undefined : name;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
