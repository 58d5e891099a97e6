import { mintDocumentId, type BranchId, type DocumentId, type ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { BranchEntry } from '../doc/branches/branch-list.ts';
import type { CommandError } from '../doc/commands/command.ts';
import { readDocument } from '../doc/diff/document-snapshot.ts';
import { LiveDocument, type DocumentKind } from '../doc/live-document.ts';
import type { DocumentEntry, ProjectSnapshot } from '../doc/project.ts';
import { indexDocumentId } from '../protocol/address.ts';
import type { ChangeLedger, DeviceStorage, StorageProblem } from '../storage/ports.ts';

/** Why something about a branch could not be done. `not-arrived`: this device lacks what it takes. */
export type BranchProblem =
	| CommandError
	| StorageProblem
	| { readonly reason: 'not-arrived' | 'not-saved' | 'unknown-branch'; readonly message: string };

/** Where the documents of a project lie: its own, or the copies of a branch. */
export type BranchPlace = {
	/** Null: the project itself. */
	readonly branchId: BranchId | null;
	/** The id a document is kept under there; undefined where there is none yet. */
	readonly storedAs: (id: DocumentId) => DocumentId | undefined;
	readonly title: string;
};

export const placeOf = (branch: BranchEntry): BranchPlace => ({
	branchId: branch.id,
	storedAs: (id) => branch.copies.get(id),
	title: `the branch “${branch.title}”`,
});

export const MAIN_PLACE: BranchPlace = { branchId: null, storedAs: (id) => id, title: 'the project' };

/** A place as this device has it, opened beside what is being edited: to be read, and never written. */
export type BranchContents = {
	readonly index: LiveDocument;
	readonly snapshot: ProjectSnapshot;
	/** By the ids the project knows them by; with those deleted that are here. */
	readonly documents: ReadonlyMap<DocumentId, LiveDocument>;
	dispose(): void;
};

/** Reads a whole place. What others listed there and is not here yet is a problem, never an empty document. */
export async function readPlace(
	storage: DeviceStorage,
	projectId: ProjectId,
	place: BranchPlace,
): Promise<Result<BranchContents, BranchProblem>> {
	const here = new Set((await storage.documents.list(projectId)).map(({ id }) => id));
	const opened = new Map<DocumentId, LiveDocument>();
	const dispose = () => opened.forEach((document) => document.destroy());
	const open = async (id: DocumentId, kind: DocumentKind, title: string) => {
		const read = await readCopy(storage, projectId, here, place, { id, kind, title });
		if (read.ok) opened.set(id, read.value);
		else dispose();
		return read;
	};
	const indexId = indexDocumentId(projectId);
	const index = await open(indexId, 'project', 'list of documents');
	if (!index.ok) return index;
	const content = readDocument(index.value);
	const snapshot = content.snapshot as ProjectSnapshot;
	for (const { id, kind, title, removed } of snapshot.allDocuments.values()) {
		const storedAs = place.storedAs(id);
		if (removed && (storedAs === undefined || !here.has(storedAs))) continue;
		const read = await open(id, kind, title);
		if (!read.ok) return read;
	}
	const documents = new Map(opened);
	documents.delete(indexId);
	return ok({ index: index.value, snapshot, documents, dispose });
}

async function readCopy(
	storage: DeviceStorage,
	projectId: ProjectId,
	here: ReadonlySet<DocumentId>,
	place: BranchPlace,
	{ id, kind, title }: { id: DocumentId; kind: DocumentKind; title: string },
): Promise<Result<LiveDocument, BranchProblem>> {
	const notArrived = err({
		reason: 'not-arrived',
		message: `“${title}” of ${place.title} has not arrived on this device yet. Connect to the server, then try again.`,
	} as const);
	const storedAs = place.storedAs(id);
	if (storedAs === undefined || !here.has(storedAs)) return notArrived;
	const state = await storage.documents.readState(storedAs, projectId);
	if (!state.ok) return state;
	if (!state.value) return notArrived;
	const document = new LiveDocument(id, kind);
	document.applyV2(state.value, 'storage');
	if (!document.hasPending()) return ok(document);
	document.destroy();
	return notArrived;
}

/** A document as it will lie in a place of its own. */
export type NewCopy = { readonly id: DocumentId; readonly kind: DocumentKind; readonly state: Uint8Array };

/** What no server has: it counts as a change that waits to be acknowledged. */
const UNSENT: ChangeLedger = { copy: { made: 1, acknowledged: 0 } };

/** Writes copies of a project's documents, all or none. Resolves when they are safe on this device. */
export async function keepCopies(
	storage: DeviceStorage,
	projectId: ProjectId,
	copies: readonly NewCopy[],
): Promise<Result<void, BranchProblem>> {
	const { documents } = storage;
	const known = new Set((await documents.list(projectId)).map(({ id }) => id));
	const writes = copies.map(({ id, kind, state }) =>
		documents.append({ id, projectId, kind, update: state, ledger: UNSENT }),
	);
	const durable = await Promise.all(writes);
	if (durable.every(Boolean)) return ok();
	await removeCopies(
		documents,
		copies.filter(({ id }) => !known.has(id)),
	);
	const { health } = storage;
	const why = health.kind === 'failing' ? health.problem.message : 'Try again.';
	return err({
		reason: 'not-saved',
		message: `This device did not take the copies, so nothing was done. ${why}`,
	});
}

export async function removeCopies(
	documents: DeviceStorage['documents'],
	copies: readonly NewCopy[],
): Promise<void> {
	await Promise.all(copies.map(({ id }) => documents.remove(id)));
}

/** Fresh names for documents. */
export const nameCopies = (ids: Iterable<DocumentId>): Map<DocumentId, DocumentId> =>
	new Map(Array.from(ids, (id) => [id, mintDocumentId()]));

/** What the index of a place lists, as this device has it; null while it is not here, or cannot be read. */
export async function readListing(
	{ documents }: DeviceStorage,
	projectId: ProjectId,
	place: BranchPlace,
): Promise<readonly DocumentEntry[] | null> {
	const indexId = indexDocumentId(projectId);
	const storedAs = place.storedAs(indexId);
	const state = storedAs && (await documents.readState(storedAs, projectId));
	if (!state || !state.ok || !state.value) return null;
	const index = new LiveDocument(indexId, 'project');
	index.applyV2(state.value, 'storage');
	const content = readDocument(index);
	index.destroy();
	const { allDocuments } = content.snapshot as ProjectSnapshot;
	return [...allDocuments.values()];
}
