import type { DocumentId } from '../../base/ids.ts';
import type { AssetEntry, DocumentEntry, ProjectSnapshot } from '../project.ts';

/** What differs between two states of a project's index. */
export type ProjectDiff = {
	/** Null: it is called the same. */
	readonly title: Renaming | null;
	readonly added: readonly DocumentEntry[];
	readonly removed: readonly DocumentEntry[];
	readonly renamed: readonly ({ readonly id: DocumentId } & Renaming)[];
	readonly assets: { readonly added: readonly AssetEntry[]; readonly removed: readonly AssetEntry[] };
};

type Renaming = { readonly before: string; readonly after: string };

export function diffProjects(before: ProjectSnapshot, after: ProjectSnapshot): ProjectDiff {
	const [old, now] = [byId(before), byId(after)];
	const renamed = after.documents.flatMap(({ id, title }) => {
		const renaming = renamingOf(old.get(id)?.title ?? title, title);
		return renaming ? [Object.freeze({ id, ...renaming })] : [];
	});
	return Object.freeze({
		title: renamingOf(before.title, after.title),
		added: Object.freeze(after.documents.filter(({ id }) => !old.has(id))),
		removed: Object.freeze(before.documents.filter(({ id }) => !now.has(id))),
		renamed: Object.freeze(renamed),
		assets: Object.freeze({
			added: Object.freeze([...after.assets.values()].filter(({ hash }) => !before.assets.has(hash))),
			removed: Object.freeze([...before.assets.values()].filter(({ hash }) => !after.assets.has(hash))),
		}),
	});
}

const byId = ({ documents }: ProjectSnapshot) => new Map(documents.map((entry) => [entry.id, entry]));

const renamingOf = (before: string, after: string): Renaming | null =>
	before === after ? null : Object.freeze({ before, after });
