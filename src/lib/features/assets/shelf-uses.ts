import type { DocumentId, EntityId } from '#lib/base/ids.ts';
import type { AssetUse, Named } from '#lib/doc/asset-uses.ts';
import type { AssetLibrary, DocumentUses } from '#lib/studio/asset-library.svelte.ts';

/** Where any of several assets and prefabs is named: each entity once. */
export function usesOfAll(
	library: Pick<AssetLibrary, 'usesOf'>,
	ids: readonly Named[],
): readonly DocumentUses[] {
	const found = new Map<
		DocumentId,
		{ readonly first: DocumentUses; readonly uses: Map<EntityId, AssetUse> }
	>();
	for (const each of ids.flatMap((id) => library.usesOf(id))) {
		const known = found.get(each.document.id) ?? { first: each, uses: new Map<EntityId, AssetUse>() };
		found.set(each.document.id, known);
		for (const use of each.uses) known.uses.set(use.entityId, use);
	}
	return Array.from(found.values(), ({ first: { document }, uses }) => ({
		document,
		uses: [...uses.values()],
	}));
}

export const countUses = (uses: readonly DocumentUses[]): number =>
	uses.reduce((sum, each) => sum + each.uses.length, 0);
