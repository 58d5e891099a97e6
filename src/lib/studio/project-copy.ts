import { mintDocumentId, type DocumentId, type ProjectId } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import type { CommandError } from '../doc/commands/command.ts';
import { LiveDocument, type DocumentKind } from '../doc/live-document.ts';
import { ProjectDocument } from '../doc/project.ts';
import { indexDocumentId } from '../protocol/address.ts';
import type { NewDocument } from '../storage/ports.ts';

/** A document outside any store: what it is, and all of it as one v2 update. */
export type DocumentState = {
	readonly id: DocumentId;
	readonly kind: DocumentKind;
	readonly state: Uint8Array;
};

/**
 * The documents of a project under a new identity: new ids throughout, so that a copy and its original
 * never meet on a server or in one database. Documents the index does not list are left out. Refused where the index
 * is of a newer shape: nobody here knows what else in it names documents.
 */
export function copyDocuments(
	documents: readonly DocumentState[],
	indexId: DocumentId,
	projectId: ProjectId,
	title?: string,
): Result<readonly NewDocument[], CommandError> {
	const live = new LiveDocument(indexDocumentId(projectId), 'project');
	const index = documents.find(({ id }) => id === indexId);
	if (index) live.applyV2(index.state, 'import');
	const project = new ProjectDocument(live);
	const listed = new Map(project.snapshot.documents.map(({ id, kind }) => [id, kind]));
	const ids = new Map([...listed.keys()].map((id) => [id, mintDocumentId()]));
	const rekeyed = project.rekeyDocuments(ids);
	if (!rekeyed.ok) return rekeyed;
	if (title !== undefined) project.rename(title);
	const copies: NewDocument[] = [{ id: live.id, kind: 'project', state: live.encodeState() }];
	for (const { id, state } of documents) {
		const copyId = ids.get(id);
		const kind = listed.get(id);
		if (copyId && kind) copies.push({ id: copyId, kind, state });
	}
	project.dispose();
	live.destroy();
	return ok(copies);
}
