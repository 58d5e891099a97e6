import type { AssetHash, DocumentId } from '#lib/base/ids.ts';
import type { AssetLibrary, DocumentUses } from '#lib/studio/asset-library.svelte.ts';

/** Where any of several assets is named: each entity once. */
export function usesOfAll(
	library: Pick<AssetLibrary, 'usesOf'>,
	hashes: readonly AssetHash[],
): readonly DocumentUses[] {
	const found = new Map<DocumentId, DocumentUses>();
	for (const { document, uses } of hashes.flatMap((hash) => library.usesOf(hash))) {
		const known = found.get(document.id)?.uses ?? [];
		const more = uses.filter(({ entityId }) => !known.some((use) => use.entityId === entityId));
		found.set(document.id, { document, uses: [...known, ...more] });
	}
	return [...found.values()];
}

export const countUses = (uses: readonly DocumentUses[]): number =>
	uses.reduce((sum, each) => sum + each.uses.length, 0);
