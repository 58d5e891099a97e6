import * as Y from 'yjs';
import { clipText } from '../../base/clip-text.ts';
import { isId, mintBranchId, type BranchId, type DocumentId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err, ok } from '../../base/result.ts';
import type { CommandResult } from '../commands/command.ts';
import { isRemoved } from '../entity.ts';
import type { LiveDocument, Origin } from '../live-document.ts';

/** A branch of a project, as its index lists it. */
export type BranchEntry = {
	readonly id: BranchId;
	readonly title: string;
	/** Milliseconds since the Unix epoch. */
	readonly createdAt: number;
	readonly removed: boolean;
	/** Under which id the branch keeps each document, the index among them. What is not in it is not on the branch. */
	readonly copies: ReadonlyMap<DocumentId, DocumentId>;
};

const BRANCHES = 'branches';
const COPY = 'copy.';
/** No gesture to be undone: each branch has undo lists of its own, and this list is none of theirs. */
const LISTING: Origin = 'import';
export const MAX_BRANCH_TITLE = 120;

/** All branches of a project, oldest first; those that were deleted included. Reads a project's index. */
export function readBranches(index: LiveDocument): readonly BranchEntry[] {
	const branches: BranchEntry[] = [];
	index.ydoc.getMap<unknown>(BRANCHES).forEach((map, id) => {
		if (isId(id) && map instanceof Y.Map) branches.push(readBranch(id as BranchId, map as Y.Map<unknown>));
	});
	return branches.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

function readBranch(id: BranchId, map: Y.Map<unknown>): BranchEntry {
	const copies = new Map<DocumentId, DocumentId>();
	map.forEach((value, key) => {
		const documentId = key.slice(COPY.length);
		if (key.startsWith(COPY) && isId(documentId) && isId(value))
			copies.set(documentId as DocumentId, value as DocumentId);
	});
	const createdAt = map.get('createdAt');
	return Object.freeze({
		id,
		title: parseBranchTitle(map.get('title')) ?? 'Branch',
		createdAt: typeof createdAt === 'number' ? createdAt : 0,
		removed: isRemoved(map.get('removed')),
		copies,
	});
}

/** Lists a branch whose copies are there already. */
export function addBranch(
	index: LiveDocument,
	text: string,
	createdAt: number,
	copies: ReadonlyMap<DocumentId, DocumentId>,
): CommandResult<BranchId> {
	const title = checkBranchTitle(text);
	if (!title.ok) return title;
	const id = mintBranchId();
	const values: Record<string, JsonValue> = { title: title.value, createdAt };
	for (const [documentId, copyId] of copies) values[COPY + documentId] = copyId;
	const edited = index.edit('branch', LISTING, (edit) => edit.create(BRANCHES, id, values));
	return edited.ok ? ok(id) : edited;
}

export function renameBranch(index: LiveDocument, id: BranchId, text: string): CommandResult {
	const title = checkBranchTitle(text);
	return title.ok ? setInBranch(index, id, 'title', title.value) : title;
}

/** Deletes a branch, or brings it back; the other documents stay as they are. */
export const setBranchRemoved = (index: LiveDocument, id: BranchId, removed: boolean): CommandResult =>
	setInBranch(index, id, 'removed', removed || undefined);

/** Notes under which id the branch keeps a document that came to it later. */
export const addBranchCopy = (
	index: LiveDocument,
	id: BranchId,
	documentId: DocumentId,
	copyId: DocumentId,
): CommandResult => setInBranch(index, id, COPY + documentId, copyId);

function setInBranch(
	index: LiveDocument,
	row: BranchId,
	key: string,
	value: JsonValue | undefined,
): CommandResult {
	if (!(index.ydoc.getMap<unknown>(BRANCHES).get(row) instanceof Y.Map)) {
		return err({ reason: 'not-found', message: 'That branch is not in this project any more.' });
	}
	const edited = index.edit('branch', LISTING, (edit) => edit.set({ table: BRANCHES, row, key }, value));
	return edited.ok ? ok() : edited;
}

function parseBranchTitle(value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const title = clipText(value.trim(), MAX_BRANCH_TITLE);
	return title === '' ? undefined : title;
}

/** The title as a branch would get it. */
export function checkBranchTitle(text: string): CommandResult<string> {
	const title = parseBranchTitle(text);
	const refuse = (message: string) => err({ reason: 'invalid-value', message } as const);
	if (title === undefined) return refuse('The title of a branch needs at least one visible character.');
	if (!text.isWellFormed()) return refuse('The title of a branch must consist of whole characters.');
	const { length } = text.trim();
	if (length <= MAX_BRANCH_TITLE) return ok(title);
	return refuse(`The title of a branch has at most ${MAX_BRANCH_TITLE} characters, but this has ${length}.`);
}
