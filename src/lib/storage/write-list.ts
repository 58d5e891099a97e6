import type { DocumentId, ProjectId, VersionId } from '../base/ids.ts';
import type { Write } from './backend.ts';
import { mergeLedgers } from './change-ledger.ts';
import { joinGestureChanges, slotKey } from './gestures/gesture-change.ts';

type DocumentWrites = Extract<Write, { kind: 'document' }>;

/** One v2 update in place of several. */
export type MergeUpdates = (updates: readonly Uint8Array[]) => Uint8Array;

/** The same effect in fewer writes; with `merge`, in fewer rows too: all updates of one document become one. */
export function combineWrites(writes: readonly Write[], merge: MergeUpdates | null): readonly Write[] {
	const combined: Write[] = [];
	const placeOf = new Map<string, number>();
	for (const write of withoutForgotten(writes)) {
		if (write.kind === 'forget-document' || write.kind === 'forget-project') placeOf.clear();
		const subject = subjectOf(write);
		const place = subject === null ? undefined : placeOf.get(subject);
		const joined = place === undefined ? null : joinWrites(combined[place], write);
		if (place !== undefined && joined) combined[place] = joined;
		else combined.push(write);
		if (subject !== null && place === undefined) placeOf.set(subject, combined.length - 1);
	}
	return combined.map((write) =>
		merge && write.kind === 'document' && write.updates.length > 1
			? { ...write, updates: [merge(write.updates)] }
			: write,
	);
}

/** What a write can be joined by; `null`: it stands alone. */
function subjectOf(write: Write): string | null {
	if (write.kind === 'document') return `document:${write.info.id}`;
	if (write.kind === 'gestures') return `gestures:${write.slot.projectId}:${slotKey(write.slot)}`;
	return null;
}

function joinWrites(first: Write | undefined, then: Write): Write | null {
	if (first?.kind === 'document' && then.kind === 'document') return joinDocumentWrites(first, then);
	if (first?.kind === 'gestures' && then.kind === 'gestures') {
		return { ...then, change: joinGestureChanges(first.change, then.change) };
	}
	return null;
}

/** Versions are large: those that came and went while nothing could be written need not be kept. */
function withoutForgotten(writes: readonly Write[]): readonly Write[] {
	const forgotten = new Set<VersionId>();
	return writes
		.toReversed()
		.filter((write) => {
			if (write.kind === 'forget-versions') for (const id of write.ids) forgotten.add(id);
			return write.kind !== 'version' || !forgotten.has(write.info.id);
		})
		.toReversed();
}

function joinDocumentWrites(a: DocumentWrites, b: DocumentWrites): DocumentWrites {
	const epoch = Math.max(a.epoch ?? 0, b.epoch ?? 0);
	return { ...a, updates: [...a.updates, ...b.updates], ledger: mergeLedgers(a.ledger, b.ledger), epoch };
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

/** Whether anything of this document is in it. */
export const writesDocument = (write: Write, id: DocumentId): boolean => documentIn(write, id) !== null;

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
