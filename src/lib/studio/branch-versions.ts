import type { DocumentId } from '../base/ids.ts';
import { ok } from '../base/result.ts';
import type { VersionInfo, VersionStore } from '../storage/ports.ts';
import type { ProjectDocuments } from './project-documents.ts';

/**
 * The versions of what is open, by the ids the project knows its documents by. They are kept under the ids of the
 * copies: what a document was on a branch is no earlier state of the project's own.
 */
export function versionsOf(
	versions: VersionStore,
	documents: Pick<ProjectDocuments, 'branchId' | 'branch' | 'storedAs'>,
): VersionStore {
	if (documents.branchId === null) return versions;
	const named = (version: VersionInfo, documentId: DocumentId): VersionInfo => ({ ...version, documentId });
	const storedAs = (id: DocumentId): DocumentId => documents.storedAs(id) ?? id;
	const ofBranch = (all: readonly VersionInfo[]): VersionInfo[] => {
		const copies = new Map(Array.from(documents.branch?.copies ?? [], ([id, copyId]) => [copyId, id]));
		return all.flatMap((version) => {
			const documentId = copies.get(version.documentId);
			return documentId === undefined ? [] : [named(version, documentId)];
		});
	};
	return {
		add: async (version, state, options) => {
			const { documentId } = version;
			const added = await versions.add({ ...version, documentId: storedAs(documentId) }, state, options);
			return { ...added, version: named(added.version, documentId) };
		},
		list: async (documentId) =>
			(await versions.list(storedAs(documentId))).map((version) => named(version, documentId)),
		listProject: async (projectId) => ofBranch(await versions.listProject(projectId)),
		readProject: async (projectId) => {
			const read = await versions.readProject(projectId);
			return read.ok ? ok(ofBranch(read.value)) : read;
		},
		read: (id) => versions.read(id),
		rename: (id, label) => versions.rename(id, label),
		remove: (id) => versions.remove(id),
		removeMany: (ids) => versions.removeMany(ids),
	};
}
