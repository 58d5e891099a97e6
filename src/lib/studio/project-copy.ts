import { mintDocumentId, type DocumentId, type ProjectId } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import type { CommandError } from '../doc/commands/command.ts';
import { LiveDocument, type DocumentKind } from '../doc/live-document.ts';
import { ProjectDocument } from '../doc/project.ts';
import { documentsNamedIn } from '../doc/rename-documents.ts';
import { indexDocumentId } from '../protocol/address.ts';
import { convertV1ToV2 } from '../doc/updates.ts';
import type { NewDocument } from '../storage/ports.ts';
import type { WholeStates } from '../storage/whole-states.ts';

/** A document outside any store: what it is, and all of it as one v2 update. */
export type DocumentState = {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	readonly state: Uint8Array;
};

/** What each document is called in the copy. */
export type DocumentNames = ReadonlyMap<DocumentId, DocumentId>;

/**
 * The documents of a project under a new identity: new ids throughout, so that a copy and its original never meet on
 * a server or in one database. What names documents follows: instances, scripts, branches. Documents that were deleted
 * come along, as others may show them; those of unknown kinds as they are. Refused where the index is of a newer
 * shape: nobody here knows what else in it names documents.
 */
export async function copyDocuments(
	documents: readonly DocumentState[],
	indexId: DocumentId,
	{ projectId, title }: { readonly projectId: ProjectId; readonly title?: string },
	states: WholeStates,
): Promise<Result<readonly NewDocument[], CommandError>> {
	const copyId = indexDocumentId(projectId);
	const index = documents.find(({ id }) => id === indexId)?.state;
	const ids = documents.map(({ id }) => id);
	const names = nameCopies(index, ids).set(indexId, copyId);
	const state = copyIndex(index, names, copyId, title);
	if (!state.ok) return state;
	const copies: NewDocument[] = [{ id: copyId, kind: 'project', state: state.value }];
	for (const document of documents) {
		if (document.id !== indexId) copies.push(await copyDocument(document, names, states));
	}
	return ok(copies);
}

/** Fresh names for these documents and all that the index speaks of. */
export function nameCopies(
	index: Uint8Array | undefined,
	ids: Iterable<DocumentId>,
): Map<DocumentId, DocumentId> {
	const live = openState(mintDocumentId(), 'project', index);
	const named = documentsNamedIn(live);
	live.destroy();
	for (const id of ids) named.add(id);
	return new Map(Array.from(named, (id) => [id, mintDocumentId()]));
}

/** The index of a copy, as one v2 update. */
export function copyIndex(
	index: Uint8Array | undefined,
	names: DocumentNames,
	copyId: DocumentId,
	title?: string,
): Result<Uint8Array, CommandError> {
	const live = openState(copyId, 'project', index);
	const project = new ProjectDocument(live);
	const rekeyed = project.rekeyDocuments(names);
	if (rekeyed.ok && title !== undefined) project.rename(title);
	const state = convertV1ToV2(live.encodeArrived());
	project.dispose();
	live.destroy();
	return rekeyed.ok ? ok(state) : rekeyed;
}

/** One document of a copy, or an earlier state of one; what names no other keeps its very bytes. */
export async function copyDocument(
	{ id, kind, state }: DocumentState,
	names: DocumentNames,
	states: WholeStates,
): Promise<NewDocument> {
	return { id: names.get(id) as DocumentId, kind, state: await states.rename(kind, state, names) };
}

function openState(id: DocumentId, kind: DocumentKind, state?: Uint8Array): LiveDocument {
	const live = new LiveDocument(id, kind);
	if (state) live.applyV2(state, 'import');
	return live;
}
