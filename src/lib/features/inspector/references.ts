import type { EntityId } from '#lib/base/ids.ts';
import type { Field } from '#lib/doc/components/component.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import type { AssetEntry, DocumentEntry } from '#lib/doc/project.ts';

/** Something a field can point at, by the id that is stored. */
export type Target = { readonly value: string; readonly label: string };

/** What a project offers to point at. */
export type Targets = {
	readonly assets: Iterable<AssetEntry>;
	readonly documents: Iterable<DocumentEntry>;
};

/** The assets or documents of the project that a field takes, by name. */
export function targetsOf(field: Field, { assets, documents }: Targets): Target[] {
	const found: Target[] = [];
	if (field.kind === 'asset') {
		const accepts: string = field.accepts;
		for (const { hash, name, type } of assets) if (type === accepts) found.push({ value: hash, label: name });
	} else if (field.kind === 'document') {
		for (const { id, title, kind } of documents)
			if (kind === field.accepts) found.push({ value: id, label: title });
	}
	return found.sort(byLabel);
}

/** The entities of a scene but those themselves, by name; at most `limit` whose names hold what is searched. */
export function findEntities(
	{ entities }: SceneSnapshot,
	searched: string,
	without: readonly EntityId[],
	limit: number,
): Target[] {
	const words = searched.trim().toLowerCase();
	const found: Target[] = [];
	for (const { id, name } of entities.values())
		if (name.toLowerCase().includes(words) && !without.includes(id)) found.push({ value: id, label: name });
	return found.sort(byLabel).slice(0, limit);
}

const byLabel = (a: Target, b: Target): number => a.label.localeCompare(b.label);
