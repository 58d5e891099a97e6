import type { DocumentId, ProjectId } from '../base/ids.ts';
import type { Write } from './backend.ts';
import { mergeLedgers } from './change-ledger.ts';

type DocumentWrites = Extract<Write, { kind: 'document' }>;

/** One v2 update in place of several. */
export type MergeUpdates = (updates: readonly Uint8Array[]) => Uint8Array;

/** The same effect in fewer writes; with `merge`, in fewer rows too: all updates of one document become one. */
export function combineWrites(writes: readonly Write[], merge: MergeUpdates | null): readonly Write[] {
	const combined: Write[] = [];
	const placeOf = new Map<DocumentId, number>();
	for (const write of writes) {
		if (write.kind === 'forget-document' || write.kind === 'forget-project') placeOf.clear();
		if (write.kind !== 'document') {
			combined.push(write);
			continue;
		}
		const place = placeOf.get(write.info.id);
		if (place === undefined) placeOf.set(write.info.id, combined.push(write) - 1);
		else combined[place] = joinDocumentWrites(combined[place] as DocumentWrites, write);
	}
	return combined.map((write) =>
		merge && write.kind === 'document' && write.updates.length > 1
			? { ...write, updates: [merge(write.updates)] }
			: write,
	);
}

function joinDocumentWrites(a: DocumentWrites, b: DocumentWrites): DocumentWrites {
	return { ...a, updates: [...a.updates, ...b.updates], ledger: mergeLedgers(a.ledger, b.ledger) };
}

/** What the writes say about one document, to be laid over what the database says. */
export function documentWrites(
	writes: readonly Write[],
	id: DocumentId,
	projectOf: ProjectId | null,
): { forgotten: boolean; write: DocumentWrites | null } {
	let forgotten = false;
	let write: DocumentWrites | null = null;
	let project = projectOf;
	for (const next of writes) {
		const found = documentIn(next, id);
		if (found) {
			write = write ? joinDocumentWrites(write, found) : found;
			project = found.info.projectId;
		} else if (forgets(next, id, project)) {
			forgotten = true;
			write = null;
		}
	}
	return { forgotten, write };
}

function documentIn(write: Write, id: DocumentId): DocumentWrites | null {
	if (write.kind === 'document') return write.info.id === id ? write : null;
	if (write.kind !== 'project') return null;
	const document = write.documents.find((one) => one.id === id);
	if (!document) return null;
	const info = { id, kind: document.kind, projectId: write.entry.id };
	return { kind: 'document', info, updates: [document.state], ledger: {} };
}

function forgets(write: Write, id: DocumentId, project: ProjectId | null): boolean {
	if (write.kind === 'forget-document') return write.id === id;
	return write.kind === 'forget-project' && write.id === project;
}
