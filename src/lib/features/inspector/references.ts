import type { EntityId, FolderId } from '#lib/base/ids.ts';
import { pathTo, type AssetFolders } from '#lib/doc/asset-folders.ts';
import type { Field } from '#lib/doc/components/component.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import type { AssetEntry, DocumentEntry } from '#lib/doc/project.ts';

/** Something a field can point at, by the id that is stored. */
export type Target = {
	readonly value: string;
	readonly label: string;
	/** What it lies in, from the top down; empty at the top. */
	readonly detail: string;
};

/** What a project offers to point at. */
export type Targets = {
	readonly assets: Iterable<AssetEntry>;
	readonly documents: Iterable<DocumentEntry>;
	readonly folders: AssetFolders;
};

/** The assets or documents of the project that a field takes, by name. */
export function targetsOf(field: Field, { assets, documents, folders }: Targets): Target[] {
	const found: Target[] = [];
	if (field.kind === 'asset') {
		const accepts: string = field.accepts;
		for (const { hash, name, type } of assets)
			if (type === accepts)
				found.push({ value: hash, label: name, detail: pathOf(folders, folders.folderOf.get(hash)) });
	} else if (field.kind === 'document') {
		for (const { id, title, kind } of documents)
			if (kind === field.accepts) found.push({ value: id, label: title, detail: '' });
	}
	return found.sort(byLabel);
}

/** Those whose names hold every word that is searched for. */
export function findTargets(targets: readonly Target[], searched: string): readonly Target[] {
	const hasWords = nameTest(searched);
	return targets.filter(({ label }) => hasWords(label));
}

/** The entities of a scene but those themselves, by name, whose names hold every word that is searched for. */
export function findEntities(
	{ entities, hierarchy }: SceneSnapshot,
	searched: string,
	without: readonly EntityId[],
): Target[] {
	const hasWords = nameTest(searched);
	const found: Target[] = [];
	for (const { id, name } of entities.values()) {
		if (without.includes(id) || !hasWords(name)) continue;
		found.push({
			value: id,
			label: name,
			// Of ten thousand, those in sight are asked.
			get detail() {
				const parents: string[] = [];
				for (let at = hierarchy.parentOf.get(id) ?? null; at; at = hierarchy.parentOf.get(at) ?? null)
					parents.unshift(entities.get(at)?.name ?? '');
				return parents.join(SEPARATOR);
			},
		});
	}
	return found.sort(byLabel);
}

const SEPARATOR = ' / ';

const pathOf = (folders: AssetFolders, id: FolderId | undefined): string =>
	pathTo(folders, id ?? null)
		.map(({ name }) => name)
		.join(SEPARATOR);

function nameTest(searched: string): (name: string) => boolean {
	const words = searched.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	return (name) => {
		const lower = name.toLocaleLowerCase();
		return words.every((word) => lower.includes(word));
	};
}

const names = new Intl.Collator(undefined, { numeric: true });

const byLabel = (a: Target, b: Target): number =>
	names.compare(a.label, b.label) || (a.value < b.value ? -1 : 1);
