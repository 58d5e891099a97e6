import { findRow, readRegister, registerKey, type RegisterId } from '../registers.ts';
import type { LiveDocument } from '../live-document.ts';
import type { MergeChoice } from './merge-branch.ts';
import { previewMerge } from './preview-merge.ts';

/** `ours`: of the document that takes in; `theirs`: of the branch. */
export type MergeSide = 'ours' | 'theirs';

/** Whose value shall stand where both sides wrote, or whether what one side deleted shall stay (key `removed`). */
export type SideChoice = RegisterId & { readonly take: MergeSide };

/**
 * The values that were chosen, as both sides have them now. Only what both sides contest can be chosen: where they
 * came to agree since, there is nothing left to choose.
 */
export function chooseSides(
	target: LiveDocument,
	branch: LiveDocument,
	choices: readonly SideChoice[],
): readonly MergeChoice[] {
	if (choices.length === 0) return [];
	const { conflicts, deletions } = previewMerge(target, branch);
	const flags = deletions.map(({ table, row }) => ({ table, row, key: 'removed' }));
	const contested = new Set([...conflicts, ...flags].map(registerKey));
	return choices
		.filter((choice) => contested.has(registerKey(choice)))
		.map(({ table, row, key, take }) => {
			const { ydoc } = take === 'ours' ? target : branch;
			return { table, row, key, value: readRegister(findRow(ydoc, table, row), key) };
		});
}
