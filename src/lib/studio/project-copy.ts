import { mintDocumentId, type DocumentId, type ProjectId } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import type { CommandError } from '../doc/commands/command.ts';
import { LiveDocument, type DocumentKind } from '../doc/live-document.ts';
import { ProjectDocument } from '../doc/project.ts';
import { documentsNamedIn, renameDocuments } from '../doc/rename-documents.ts';
import { indexDocumentId } from '../protocol/address.ts';
import { convertV1ToV2 } from '../doc/updates.ts';
import type { NewDocument } from '../storage/ports.ts';

/** A document outside any store: what it is, and all of it as one v2 update. */
export type DocumentState = {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	readonly state: Uint8Array;
};

type Names = ReadonlyMap<DocumentId, DocumentId>;

/**
 * The documents of a project under a new identity: new ids throughout, so that a copy and its original never meet on
 * a server or in one database. What names documents follows: instances, scripts, branches. Documents that were deleted
 * come along, as others may show them; those of unknown kinds as they are. Refused where the index is of a newer
 * shape: nobody here knows what else in it names documents.
 */
export function copyDocuments(
	documents: readonly DocumentState[],
	indexId: DocumentId,
	projectId: ProjectId,
	title?: string,
): Result<readonly NewDocument[], CommandError> {
	const copyId = indexDocumentId(projectId);
	const index = documents.find(({ id }) => id === indexId);
	const live = openState(copyId, 'project', index?.state);
	const project = new ProjectDocument(live);
	const names = nameCopies(live, documents).set(indexId, copyId);
	const rekeyed = project.rekeyDocuments(names);
	if (rekeyed.ok && title !== undefined) project.rename(title);
	const state = convertV1ToV2(live.encodeArrived());
	project.dispose();
	live.destroy();
	if (!rekeyed.ok) return rekeyed;
	const others = documents.filter(({ id }) => id !== indexId);
	return ok([{ id: copyId, kind: 'project', state }, ...others.map((document) => copyOf(document, names))]);
}

function nameCopies(index: LiveDocument, documents: readonly DocumentState[]): Map<DocumentId, DocumentId> {
	const ids = documentsNamedIn(index);
	for (const { id } of documents) ids.add(id);
	return new Map([...ids].map((id) => [id, mintDocumentId()]));
}

const WITH_TABLES: ReadonlySet<DocumentKind> = new Set<DocumentKind>(['project', 'scene', 'prefab']);

function copyOf({ id, kind, state }: DocumentState, names: Names): NewDocument {
	const copyId = names.get(id) as DocumentId;
	if (!WITH_TABLES.has(kind)) return { id: copyId, kind, state };
	const live = openState(copyId, kind, state);
	// One that names none keeps its very bytes.
	const copy = renameDocuments(live, names) ? convertV1ToV2(live.encodeArrived()) : state;
	live.destroy();
	return { id: copyId, kind, state: copy };
}

function openState(id: DocumentId, kind: DocumentKind, state?: Uint8Array): LiveDocument {
	const live = new LiveDocument(id, kind);
	if (state) live.applyV2(state, 'import');
	return live;
}
