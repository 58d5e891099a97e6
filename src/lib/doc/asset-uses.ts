import * as Y from 'yjs';
import { isAssetHash, type AssetHash, type EntityId } from '../base/ids.ts';
import { DEFAULT_ENTITY_NAME, isRemoved, parseName } from './entity.ts';
import type { LiveDocument } from './live-document.ts';
import { ENTITIES } from './scene.ts';

/** An entity that names an asset, in any field. */
export type AssetUse = { readonly entityId: EntityId; readonly name: string };

/** Which entities of a scene or prefab name which assets: those that are there, not those that were deleted. */
export function assetUsesIn({ kind, ydoc }: LiveDocument): ReadonlyMap<AssetHash, readonly AssetUse[]> {
	const uses = new Map<AssetHash, AssetUse[]>();
	if (kind !== 'scene' && kind !== 'prefab') return uses;
	ydoc.getMap<unknown>(ENTITIES).forEach((map, id) => {
		if (!(map instanceof Y.Map) || isRemoved(map.get('removed'))) return;
		const named = new Set<AssetHash>();
		map.forEach((value: unknown) => {
			if (isAssetHash(value)) named.add(value);
		});
		if (named.size === 0) return;
		const use = { entityId: id as EntityId, name: parseName(map.get('name')) ?? DEFAULT_ENTITY_NAME };
		for (const hash of named) {
			const known = uses.get(hash);
			if (known) known.push(use);
			else uses.set(hash, [use]);
		}
	});
	return uses;
}
