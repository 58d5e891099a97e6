import { copyIdOf, type DocumentId, type ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { addBranchCopy } from '../doc/branches/branch-list.ts';
import { chooseSides, type SideChoice } from '../doc/branches/choose-sides.ts';
import { mergeBranch } from '../doc/branches/merge-branch.ts';
import { bringsNews } from '../doc/branches/preview-merge.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { LiveDocument } from '../doc/live-document.ts';
import type { ProjectDocument } from '../doc/project.ts';
import type { History } from '../editor/history.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import { keepCopies, type BranchContents, type BranchProblem, type NewCopy } from './branch-copies.ts';
import type { ProjectDocuments } from './project-documents.ts';

/** What is open, and taken into. */
export type MergeTarget = {
	readonly storage: DeviceStorage;
	readonly projectId: ProjectId;
	readonly documents: ProjectDocuments;
	readonly project: ProjectDocument;
	readonly history: History;
	/** Keeps a version of a document. False: it is not safe on this device. */
	readonly keepBefore: (document: LiveDocument) => Promise<boolean>;
};

/** Which side shall stand, in which document. */
export type BranchChoice = SideChoice & { readonly documentId: DocumentId };

/** Which documents a merge changed, and which came with it. */
export type MergedDocuments = {
	readonly changed: readonly DocumentId[];
	readonly added: readonly DocumentId[];
};

type Pair = { readonly ours: LiveDocument; readonly theirs: LiveDocument };

/**
 * Takes another place into the one that is open: as one gesture, after a version of everything it touches was kept and
 * what is new in it is safe on this device. All is checked before anything is written.
 */
export async function mergePlace(
	target: MergeTarget,
	from: BranchContents,
	choices: readonly BranchChoice[],
): Promise<Result<MergedDocuments, BranchProblem>> {
	const { documents } = target;
	const branch = await withoutForeign(target, from);
	const refusal = firstRefusal([{ ours: documents.index.document, theirs: branch.index }]);
	if (refusal) return refusal;
	const brought = await bringNew(target, branch);
	if (!brought.ok) return brought;
	const opened = await openTouched(target, branch);
	if (!opened.ok) return opened;
	const pairs = opened.value.filter(({ ours, theirs }) => bringsNews(ours, theirs));
	const kept = await Promise.all(pairs.map(({ ours }) => target.keepBefore(ours)));
	if (!kept.every(Boolean)) return err(NOT_KEPT);
	const merged = mergePairs(target.history, pairs, choices);
	if (!merged.ok) return merged;
	await documents.follow(target.project.snapshot.documents);
	return ok({ changed: pairs.map(({ ours }) => ours.id), added: brought.value });
}

const NOT_KEPT = {
	reason: 'not-saved',
	message:
		'No version from before could be kept on this device, so nothing was merged. Make room on it, and try again.',
} as const;

/**
 * What the other side lists by an id that is another project's on this device has no place here: it must not be written
 * there, nor go from there with what could not be kept.
 */
async function withoutForeign(
	{ storage, projectId, documents: { branchId } }: MergeTarget,
	branch: BranchContents,
): Promise<BranchContents> {
	if (branchId !== null) return branch;
	const documents = new Map(branch.documents);
	for (const id of branch.documents.keys()) {
		const there = await storage.documents.load(id);
		const info = there.ok ? there.value.info : null;
		if (info && info.projectId !== projectId) documents.delete(id);
	}
	return { ...branch, documents };
}

/** Gives what only the other side has a place here. Nobody lists it yet, so half of it does no harm. */
async function bringNew(
	{ storage, projectId, documents, project }: MergeTarget,
	branch: BranchContents,
): Promise<Result<readonly DocumentId[], BranchProblem>> {
	const { branchId, trunk } = documents;
	const isNew = (id: DocumentId) => (branchId ? documents.storedAs(id) : project.find(id)) === undefined;
	const added = [...branch.documents.values()].filter(({ id }) => isNew(id));
	if (added.length === 0) return ok([]);
	const names = new Map<DocumentId, DocumentId>();
	for (const { id } of added) names.set(id, branchId ? await copyIdOf(branchId, id) : id);
	const copies = added.map((document): NewCopy => ({
		id: names.get(document.id) as DocumentId,
		kind: document.kind,
		state: document.encodeState(),
	}));
	const kept = await keepCopies(storage, projectId, copies);
	if (!kept.ok) return kept;
	for (const [id, copyId] of names) {
		if (branchId === null) break;
		const listed = addBranchCopy(trunk.document, branchId, id, copyId);
		if (!listed.ok) return listed;
	}
	// Open before they are listed, so that undo of the listing knows what is in them.
	await documents.follow(added);
	return ok(added.map(({ id }) => id));
}

/** Every document of the other side beside ours, with the index last; opens those taken out of the list here. */
async function openTouched(
	{ documents, storage }: MergeTarget,
	branch: BranchContents,
): Promise<Result<readonly Pair[], BranchProblem>> {
	const closed: LiveDocument[] = [];
	for (const theirs of branch.documents.values()) {
		if (documents.has(theirs.id)) continue;
		const ours = await readClosed(documents, storage, theirs);
		if (!ours.ok) return ours;
		if (bringsNews(ours.value, theirs)) closed.push(theirs);
		ours.value.destroy();
	}
	await documents.follow(closed);
	const pairs: Pair[] = [];
	for (const theirs of branch.documents.values()) {
		const ours = documents.get(theirs.id)?.document;
		if (ours) pairs.push({ ours, theirs });
		else if (closed.includes(theirs)) return err(documents.problem ?? NOT_OPEN);
	}
	return ok([...pairs, { ours: documents.index.document, theirs: branch.index }]);
}

const NOT_OPEN = {
	reason: 'not-found',
	message: 'A document that changed on the branch could not be opened here. Open the project again.',
} as const;

/** A document as this device keeps it, without keeping it open. */
export async function readClosed(
	documents: ProjectDocuments,
	storage: Pick<DeviceStorage, 'documents'>,
	{ id, kind }: Pick<LiveDocument, 'id' | 'kind'>,
): Promise<Result<LiveDocument, BranchProblem>> {
	const storedAs = documents.storedAs(id);
	const { projectId } = documents.index;
	const state = storedAs === undefined ? ok(null) : await storage.documents.readState(storedAs, projectId);
	if (!state.ok) return state;
	const document = new LiveDocument(id, kind);
	if (state.value) document.applyV2(state.value, 'storage');
	return ok(document);
}

function mergePairs(
	history: History,
	pairs: readonly Pair[],
	choices: readonly BranchChoice[],
): CommandResult<void> {
	const refusal = firstRefusal(pairs);
	if (refusal) return refusal;
	return history.join('merge', () => {
		for (const { ours, theirs } of pairs) {
			const chosen = chooseSides(
				ours,
				theirs,
				choices.filter(({ documentId }) => documentId === ours.id),
			);
			const merged = mergeBranch(ours, theirs, chosen);
			if (!merged.ok) return merged;
		}
		return ok();
	});
}

function firstRefusal(pairs: readonly Pair[]) {
	for (const { ours, theirs } of pairs) {
		const refusal = ours.refusal ?? theirs.refusal;
		if (refusal) return err(refusal);
	}
	return undefined;
}
