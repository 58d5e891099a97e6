import { jsonEqual } from '../../base/json.ts';
import { ok } from '../../base/result.ts';
import { isRemoved } from '../entity.ts';
import type { LiveDocument } from '../live-document.ts';
import { authorOf, clocksOfRow, findRow, type RegisterChange, type Stamp } from '../registers.ts';
import type { CommandResult } from './command.ts';

/** A change that was left alone, and the replica that changed it since; null when nobody can be named. */
export type SkippedChange = { readonly change: RegisterChange; readonly by: number | null };

export type Reverted = {
	/** What was written back, as its own list of changes: reverting it is the redo. */
	readonly changes: readonly RegisterChange[];
	readonly skipped: readonly SkippedChange[];
};

export type RevertOptions = {
	/** Replicas this person wrote with, in this document. */
	readonly mine: ReadonlySet<number>;
	/** The stamp that stands for a given one now: undoing and redoing write the same value under a new one. */
	readonly current?: (change: RegisterChange, stamp: Stamp) => Stamp;
};

/**
 * Takes back a gesture: writes `before` only where the register still shows the write that made it `after`.
 * Nothing is deleted that somebody else has changed since.
 */
export function revertChanges(
	document: LiveDocument,
	changes: readonly RegisterChange[],
	{ mine, current = (_, stamp) => stamp }: RevertOptions,
): CommandResult<Reverted> {
	const skipped: SkippedChange[] = [];
	const written: RegisterChange[] = [];
	const edited = document.edit('undo', 'undo', (edit) => {
		for (const change of changes.toReversed()) {
			const { before, after } = change;
			const stamp = edit.stamp(change);
			if (stamp !== current(change, change.is) || !jsonEqual(edit.get(change), after)) {
				skipped.push({ change, by: authorOf(stamp) });
				continue;
			}
			const other = isDeletion(change) ? strangerIn(document, change, mine) : undefined;
			if (other !== undefined) {
				skipped.push({ change, by: other });
				continue;
			}
			edit.set(change, before);
			const seen = change.seen && { seen: clocksOfRow(findRow(document.ydoc, change.table, change.row)) };
			const is = edit.stamp(change);
			written.push({ ...change, before: after, after: before, was: stamp, is, ...seen });
		}
	});
	return edited.ok ? ok({ changes: written.reverse(), skipped }) : edited;
}

const isDeletion = ({ key, before }: RegisterChange) => key === 'removed' && isRemoved(before);

/** Who else wrote, since we deleted the row or brought it back, something that it shows now. */
function strangerIn(
	{ ydoc }: LiveDocument,
	{ table, row, seen = {} }: RegisterChange,
	mine: ReadonlySet<number>,
): number | undefined {
	const clocks = Object.entries(clocksOfRow(findRow(ydoc, table, row)));
	const stranger = clocks.find(
		([author, clock]) => !mine.has(Number(author)) && clock > (seen[Number(author)] ?? -1),
	);
	return stranger && Number(stranger[0]);
}
