import { isId, type DocumentId } from '../base/ids.ts';
import { err, ok } from '../base/result.ts';
import { nameOfAuthor } from '../doc/authors.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { revertChanges, type SkippedChange } from '../doc/commands/revert-changes.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import type { RegisterChange } from '../doc/registers.ts';
import type { Gesture, GesturePart } from './gesture.ts';

/** A change that undo or redo left alone. */
export type Skipped = SkippedChange & {
	readonly documentId: DocumentId;
	/** `changed`: somebody changed it since. `gone`: somebody took its whole document out of the project. */
	readonly reason: 'changed' | 'gone';
	/** Who did, as they called themselves; null when they never said. */
	readonly byName: string | null;
};

export type RevertingOptions = {
	/** An open document; undefined while it is not open. */
	readonly find: (id: DocumentId) => LiveDocument | undefined;
	/** Whether the document was taken out of the project. */
	readonly isGone?: (id: DocumentId) => boolean;
};

type RevertedGesture = {
	/** What was written: reverting it is the redo. */
	readonly parts: readonly GesturePart[];
	readonly skipped: readonly Skipped[];
	/** The replicas it was written with. */
	readonly replicas: readonly number[];
};

const NOT_OPEN = 'The document this was done in is not open yet. Try again in a moment.';

/** Writes a gesture back, as far as nobody changed it since. Refuses before it changes anything. */
export function revertGesture(
	{ parts }: Gesture,
	{ find, isGone, mine }: RevertingOptions & { readonly mine: readonly number[] },
): CommandResult<RevertedGesture> {
	const gone = new Set(goneFor(parts, isGone));
	const found: { part: GesturePart; document: LiveDocument }[] = [];
	const skipped: Skipped[] = [];
	for (const part of parts.toReversed()) {
		const { documentId } = part;
		const document = find(documentId);
		if (gone.has(documentId)) {
			const left = { documentId, reason: 'gone', by: null, byName: null } as const;
			skipped.push(...part.changes.map((change) => ({ ...left, change })));
		} else if (!document) {
			return err({ reason: 'not-found', message: NOT_OPEN });
		} else if (document.refusal) {
			return err(document.refusal);
		} else {
			found.push({ part, document });
		}
	}
	const replicas = found.map(({ document }) => document.clientId);
	const own = new Set([...mine, ...replicas]);
	const listed = (change: RegisterChange) => {
		const id = listedIn(change);
		return id && find(id);
	};
	const written: GesturePart[] = [];
	for (const { part, document } of found) {
		const reverted = revertChanges(document, part.changes, { mine: own, listed });
		if (!reverted.ok) return reverted;
		for (const { change, by } of reverted.value.skipped) {
			// Shown by our own write, but brought back by it: whose value that is, nobody knows any more.
			const byName = by === null || own.has(by) ? null : nameOf(by, [document, listed(change)]);
			skipped.push({ change, by, byName, documentId: part.documentId, reason: 'changed' });
		}
		const { changes } = reverted.value;
		if (changes.length > 0) written.push({ ...part, changes });
	}
	return ok({ parts: written, skipped, replicas });
}

/** The document whose being in the project a register of the index is about. */
export function listedIn({ table, row, key }: RegisterChange): DocumentId | undefined {
	return table === 'documents' && key === 'removed' && isId(row) ? (row as DocumentId) : undefined;
}

/** Which documents of these parts are out of the project; those the parts themselves bring back count not. */
function goneFor(parts: readonly GesturePart[], isGone: RevertingOptions['isGone']): DocumentId[] {
	const listed = parts.flatMap(({ kind, changes }) => (kind === 'project' ? changes.map(listedIn) : []));
	const ids = parts.map(({ documentId }) => documentId);
	return ids.filter((id) => !listed.includes(id) && (isGone?.(id) ?? false));
}

/** What a replica called itself in the first of these documents that knows. */
function nameOf(by: number, documents: readonly (LiveDocument | undefined)[]): string | null {
	const names = documents.map((document) => document && nameOfAuthor(document.ydoc, by));
	return names.find((name) => name !== undefined) ?? null;
}
