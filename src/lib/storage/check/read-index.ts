import type { DocumentId } from '../../base/ids.ts';
import { readBranches } from '../../doc/branches/branch-list.ts';
import { LiveDocument, type DocumentKind } from '../../doc/live-document.ts';
import { ProjectDocument, type AssetEntry } from '../../doc/project.ts';
import type { DocumentInfo } from '../ports.ts';
import { isSound } from '../sound-rows.ts';
import type { RawDocumentRow } from './care-rows.ts';

/** What a project's list says, or that of one of its branches. */
export type ReadIndex = {
	readonly title: string;
	readonly createdAt: number;
	/** Those of its branches included, by the ids they are kept under. */
	readonly documents: ReadonlyMap<DocumentId, DocumentKind>;
	readonly titles: ReadonlyMap<DocumentId, string>;
	readonly assets: readonly AssetEntry[];
	/** Whether nothing of it arrived, or nothing is left. */
	readonly isEmpty: boolean;
};

/** As far as its sound rows go; `null` when none of them can be read. */
export function readIndex({ id, kind }: DocumentInfo, rows: readonly RawDocumentRow[]): ReadIndex | null {
	const live = new LiveDocument(id, kind);
	try {
		for (const { name, value } of rows) {
			const row = { name, ...value } as Parameters<typeof isSound>[0];
			if (isSound(row)) live.applyV2(row.bytes, 'storage');
		}
		return indexOf(live);
	} catch {
		return null; // whoever asks only wants to know whether it is one
	} finally {
		live.destroy();
	}
}

export function indexOf(live: LiveDocument): ReadIndex {
	const project = new ProjectDocument(live);
	const { title, createdAt, allDocuments, assets } = project.snapshot;
	project.dispose();
	const documents = new Map<DocumentId, DocumentKind>();
	const titles = new Map<DocumentId, string>();
	for (const { id, kind, title: called } of allDocuments.values()) {
		documents.set(id, kind);
		titles.set(id, called);
	}
	for (const { copies } of readBranches(live)) {
		for (const [original, copy] of copies) {
			documents.set(copy, original === live.id ? 'project' : (documents.get(original) ?? 'scene'));
			titles.set(copy, titles.get(original) ?? '');
		}
	}
	const isEmpty = createdAt === 0 && documents.size === 0;
	return { title, createdAt, documents, titles, assets: [...assets.values()], isEmpty };
}
