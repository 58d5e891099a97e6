import { parseDocumentId, parseProjectId, type DocumentId, type ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';

/** Where a document lives on the line: `<projectId>.<documentId>`. A project's index is `<projectId>.<projectId>`. */
export type DocumentAddress = { readonly projectId: ProjectId; readonly documentId: DocumentId };

export function formatAddress(address: DocumentAddress): string {
	return `${address.projectId}.${address.documentId}`;
}

export function parseAddress(text: string): Result<DocumentAddress, string> {
	const [project, document, ...rest] = text.split('.');
	const projectId = parseProjectId(project);
	const documentId = parseDocumentId(document);
	if (!projectId.ok || !documentId.ok || rest.length > 0) {
		return err(`A document address is "<project id>.<document id>", but was ${JSON.stringify(text)}`);
	}
	return ok({ projectId: projectId.value, documentId: documentId.value });
}

/** The index document of a project: its title, documents and assets. */
export function indexDocumentId(projectId: ProjectId): DocumentId {
	return projectId as string as DocumentId;
}
