import * as Y from 'yjs';
import { isAssetHash, type AssetHash } from '../../base/ids.ts';
import type { LiveDocument } from '../live-document.ts';
import { ENTITIES } from '../scene.ts';
import { referenceOf } from '../components/script-value.ts';

/**
 * The assets that a scene or prefab names, in any field: those of other versions of RaStudios name some, too. Deleted
 * entities count, as they can be had back.
 */
export function assetsOf({ kind, ydoc }: LiveDocument): readonly AssetHash[] {
	const hashes = new Set<AssetHash>();
	if (kind !== 'scene' && kind !== 'prefab') return [];
	ydoc.getMap<unknown>(ENTITIES).forEach((map) => {
		if (!(map instanceof Y.Map)) return;
		map.forEach((value: unknown) => {
			const hash = assetNamedBy(value);
			if (hash) hashes.add(hash);
		});
	});
	return [...hashes].sort();
}

/** The asset that a register holds; scripts are given one as `{ asset }`. */
export function assetNamedBy(value: unknown): AssetHash | undefined {
	if (isAssetHash(value)) return value;
	const reference = referenceOf(value);
	return reference?.kind === 'asset' ? (reference.id as AssetHash) : undefined;
}
