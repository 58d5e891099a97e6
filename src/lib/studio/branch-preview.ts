import type { DocumentId } from '../base/ids.ts';
import type { MergeConflict, MergeDeletion, MergePreview } from '../doc/branches/preview-merge.ts';
import { previewMerge } from '../doc/branches/preview-merge.ts';
import { nameOfRow } from '../doc/branches/read-registers.ts';
import type { DocumentKind, LiveDocument } from '../doc/live-document.ts';
import type { DocumentEntry, ProjectSnapshot } from '../doc/project.ts';
import type { BranchContents } from './branch-copies.ts';
import { nameOfKey } from './name-of-key.ts';

/** Where something happens, in the words of a screen. */
type Named = {
	readonly documentId: DocumentId;
	/** The document's title. */
	readonly document: string;
	/** The entity's name, or the title of a listed document; null for what is the document's own. */
	readonly thing: string | null;
};

/** A field both sides changed, with the three values; `merged` stands unless somebody chooses. */
export type NamedConflict = Named & MergeConflict & { readonly field: string };

/** Something one side deleted while the other worked on it. It stays deleted unless somebody chooses. */
export type NamedDeletion = Named & MergeDeletion & { readonly fields: readonly string[] };

/** A document that will look otherwise. */
export type DocumentPreview = {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	readonly title: string;
	readonly preview: MergePreview;
};

/** What taking in a branch would do, by the names a screen shows. */
export type BranchPreview = {
	/** The project's own list of documents first. */
	readonly changed: readonly DocumentPreview[];
	/** Documents that come into the list, and those that go out of it. */
	readonly added: readonly DocumentEntry[];
	readonly removed: readonly DocumentEntry[];
	readonly conflicts: readonly NamedConflict[];
	readonly deletions: readonly NamedDeletion[];
	readonly counts: PreviewCounts;
	/** There is nothing to take in. */
	readonly upToDate: boolean;
};

/** How much will change. Texts count as one field each. */
export type PreviewCounts = {
	readonly documents: number;
	readonly entities: number;
	readonly fields: number;
	readonly conflicts: number;
};

/** What is taken into: the documents as they are here, by the ids the project knows them by. */
export type PreviewTarget = {
	readonly index: LiveDocument;
	readonly snapshot: ProjectSnapshot;
	readonly documents: ReadonlyMap<DocumentId, LiveDocument>;
};

/** Compares two places, document by document; changes neither. */
export function previewBranch(target: PreviewTarget, branch: BranchContents): BranchPreview {
	const pairs: [LiveDocument, LiveDocument][] = [[target.index, branch.index]];
	for (const [id, theirs] of branch.documents) {
		const ours = target.documents.get(id);
		if (ours) pairs.push([ours, theirs]);
	}
	const titleOf = (id: DocumentId) =>
		(target.snapshot.allDocuments.get(id) ?? branch.snapshot.allDocuments.get(id))?.title ??
		target.snapshot.title;
	const changed: DocumentPreview[] = [];
	const conflicts: NamedConflict[] = [];
	const deletions: NamedDeletion[] = [];
	for (const [ours, theirs] of pairs) {
		const preview = previewMerge(ours, theirs);
		if (preview.upToDate) continue;
		const { id, kind } = ours;
		const title = titleOf(id);
		changed.push({ id, kind, title, preview });
		const name = (table: string, row: string): Named => ({
			documentId: id,
			document: title,
			thing: row === '' ? null : (nameOfRow(ours, table, row) ?? nameOfRow(theirs, table, row) ?? null),
		});
		for (const it of preview.conflicts)
			conflicts.push({ ...it, ...name(it.table, it.row), field: nameOfKey(it.key) });
		for (const it of preview.deletions)
			deletions.push({ ...it, ...name(it.table, it.row), fields: it.keys.map(nameOfKey) });
	}
	const listing = changed[0]?.preview.diff;
	const { added, removed } = listing?.kind === 'project' ? listing.diff : { added: [], removed: [] };
	const counts = countAll(changed, conflicts.length + deletions.length);
	return { changed, added, removed, conflicts, deletions, counts, upToDate: changed.length === 0 };
}

function countAll(changed: readonly DocumentPreview[], conflicts: number): PreviewCounts {
	let entities = 0;
	let fields = 0;
	for (const { preview } of changed) {
		const { diff } = preview;
		if (diff === null) continue;
		if (diff.kind === 'scene' || diff.kind === 'prefab') {
			const { added, removed, moved } = diff.diff;
			const ids = [...added, ...removed, ...moved, ...diff.diff.changed].map(({ id }) => id);
			entities += new Set(ids).size;
			fields += moved.length;
			for (const entity of diff.diff.changed) fields += entity.fields.length + (entity.name ? 1 : 0);
		} else if (diff.kind === 'project') {
			fields += diff.diff.renamed.length + (diff.diff.title ? 1 : 0);
		} else {
			fields += 1;
		}
	}
	return { documents: changed.length, entities, fields, conflicts };
}
