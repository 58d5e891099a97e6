import type { DocumentId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { LiveDocument } from '../doc/live-document.ts';
import type { ProjectDocument } from '../doc/project.ts';
import { convertV1ToV2 } from '../doc/updates.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import { nameCopies, type BranchProblem, type NewCopy } from './branch-copies.ts';
import type { ProjectDocuments } from './project-documents.ts';

export type Fork = {
	readonly copies: readonly NewCopy[];
	/** The new id of each document. */
	readonly names: ReadonlyMap<DocumentId, DocumentId>;
};

/** Everything that is open, and what was taken out of the list and is here, under new ids. Writes nothing. */
export async function forkPlace(
	storage: DeviceStorage,
	documents: ProjectDocuments,
	project: ProjectDocument,
): Promise<Result<Fork, BranchProblem>> {
	await documents.follow(project.snapshot.documents);
	const closed = new Map<DocumentId, LiveDocument>();
	for (const { id, kind, title, removed } of project.snapshot.allDocuments.values()) {
		const storedAs = documents.storedAs(id);
		if (documents.has(id) || storedAs === undefined) continue;
		const state = await storage.documents.readState(storedAs, documents.index.projectId);
		if (!state.ok) return state;
		if (!state.value && !removed) return err(notOpen(title));
		const document = new LiveDocument(id, kind);
		if (state.value) document.applyV2(state.value, 'storage');
		closed.set(id, document);
	}
	// All at one moment, after everything that had to be waited for.
	const sources = [documents.index.id, ...project.snapshot.allDocuments.keys()];
	const found = sources.flatMap((id) => documents.get(id)?.document ?? closed.get(id) ?? []);
	const names = nameCopies(found.map(({ id }) => id));
	const copies = found.map((document): NewCopy => ({
		id: names.get(document.id) as DocumentId,
		kind: document.kind,
		state: convertV1ToV2(document.encodeArrived()),
	}));
	for (const document of closed.values()) document.destroy();
	return ok({ copies, names });
}

const notOpen = (title: string) =>
	({
		reason: 'not-arrived',
		message: `“${title}” has not arrived on this device yet, so no branch can begin with it. Wait until it is here.`,
	}) as const;
