import { jsonEqual } from '../../base/json.ts';
import { ok } from '../../base/result.ts';
import { isRemoved } from '../entity.ts';
import type { LiveDocument } from '../live-document.ts';
import { authorOf, clocksOfDocument, clocksOfRow, findRow, type RegisterChange } from '../registers.ts';
import type { CommandResult } from './command.ts';

/** A change that was left alone, and the replica that changed it since; null when nobody can be named. */
export type SkippedChange = { readonly change: RegisterChange; readonly by: number | null };

export type Reverted = {
	/** What was written back, as its own list of changes: reverting it is the redo. */
	readonly changes: readonly RegisterChange[];
	readonly skipped: readonly SkippedChange[];
};

export type RevertOptions = {
	/** Replicas this person wrote with. */
	readonly mine: ReadonlySet<number>;
	/** The document that a row lists: with the row goes, or comes, what lies in there. */
	readonly listed?: (change: RegisterChange) => LiveDocument | undefined;
};

/**
 * Takes back a gesture: writes `before` only where the register still shows the write that made it `after`.
 * Nothing is deleted that somebody else has changed since.
 */
export function revertChanges(
	document: LiveDocument,
	changes: readonly RegisterChange[],
	{ mine, listed = () => undefined }: RevertOptions,
): CommandResult<Reverted> {
	const skipped: SkippedChange[] = [];
	const written: RegisterChange[] = [];
	const edited = document.edit('undo', 'undo', (edit) => {
		for (const change of changes.toReversed()) {
			const { before, after } = change;
			const stamp = edit.stamp(change);
			if (stamp !== change.is || !jsonEqual(edit.get(change), after)) {
				skipped.push({ change, by: authorOf(stamp) });
				continue;
			}
			const lies = listed(change);
			// Nothing to write; but what wrote the same before is to be looked for under this stamp, unless it is foreign.
			if (jsonEqual(before, after) && !mine.has(authorOf(stamp) ?? -1)) continue;
			const other = isDeletion(change) ? strangerIn(document, change, lies, mine) : undefined;
			if (other !== undefined) {
				skipped.push({ change, by: other });
				continue;
			}
			edit.set(change, before);
			const back = { ...change, before: after, after: before, was: stamp, is: edit.stamp(change) };
			written.push(change.seen ? { ...back, seen: clocksBehind(document, change, lies) } : back);
		}
	});
	return edited.ok ? ok({ changes: written.reverse(), skipped }) : edited;
}

/** A change that deleted or brought back a row, with how far everybody had written in the document it lists, too. */
export function noteSeen(
	document: LiveDocument,
	change: RegisterChange,
	listed: LiveDocument | undefined,
): RegisterChange {
	return change.seen && listed ? { ...change, seen: clocksBehind(document, change, listed) } : change;
}

const isDeletion = ({ key, before }: RegisterChange) => key === 'removed' && isRemoved(before);

/** Who else wrote, since we deleted the row or brought it back, something that it shows now. */
function strangerIn(
	document: LiveDocument,
	change: RegisterChange,
	listed: LiveDocument | undefined,
	mine: ReadonlySet<number>,
): number | undefined {
	const { seen = {} } = change;
	const clocks = Object.entries(clocksBehind(document, change, listed));
	const stranger = clocks.find(
		([author, clock]) => !mine.has(Number(author)) && clock > (seen[Number(author)] ?? -1),
	);
	return stranger && Number(stranger[0]);
}

// A replica's number is another in every document, so that both fit into one table.
const clocksBehind = (
	{ ydoc }: LiveDocument,
	{ table, row }: RegisterChange,
	listed: LiveDocument | undefined,
): Record<number, number> => ({
	...(listed && clocksOfDocument(listed.ydoc)),
	...clocksOfRow(findRow(ydoc, table, row)),
});
