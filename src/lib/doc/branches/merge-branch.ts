import * as Y from 'yjs';
import { isAssetHash, type DocumentId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { err } from '../../base/result.ts';
import type { CommandResult } from '../commands/command.ts';
import { LiveDocument } from '../live-document.ts';
import {
	clocksOfRow,
	findRow,
	rowKey,
	type RegisterChange,
	type RegisterEdit,
	type RegisterId,
} from '../registers.ts';
import { readRegisters, type ReadRegister } from './read-registers.ts';

/** A document of its own that begins with everything another has, its history included. */
export function forkDocument(source: LiveDocument, id: DocumentId): LiveDocument {
	const fork = new LiveDocument(id, source.kind);
	fork.apply(source.encodeArrived(), 'import');
	return fork;
}

/** A register that shall hold this after the merge, whatever the merge itself would make of it. */
export type MergeChoice = RegisterId & { readonly value: JsonValue | undefined };

/**
 * Takes in everything a branch has, then writes what was chosen otherwise, as one gesture that can be undone; only
 * what a text took in stays (make a version first). `branch` must be a fork of the same document.
 */
export function mergeBranch(
	target: LiveDocument,
	branch: LiveDocument,
	choices: readonly MergeChoice[] = [],
): CommandResult<readonly RegisterChange[]> {
	if (branch.refusal) return err(branch.refusal);
	if (branch.kind !== target.kind) {
		const message = `A ${branch.kind} cannot be merged into a ${target.kind}. Choose a branch of this document.`;
		return err({ reason: 'invalid-value', message });
	}
	const update = branch.encodeArrived(target.stateVector());
	return target.edit('merge', 'merge', (edit) => {
		const before = readRegisters(target.ydoc);
		Y.applyUpdate(target.ydoc, update);
		takeForOurs(target.ydoc._transaction);
		for (const { value, ...id } of choices) edit.set(id, value);
		noteChanges(target.ydoc, before, edit);
	});
}

/** Yjs takes the transaction for a foreign one now, and our choices in it for somebody using our number. */
function takeForOurs(transaction: Y.Transaction | null): void {
	if (!transaction) return;
	transaction.local = true;
	// Which it forgets in foreign ones alone: where in a text it was last.
	for (const type of transaction.changed.keys()) if (type._searchMarker) type._searchMarker.length = 0;
}

function noteChanges(ydoc: Y.Doc, before: ReadonlyMap<string, ReadRegister>, edit: RegisterEdit): void {
	const rows = new Set(Array.from(before.values(), rowKey));
	const arrived = new Map<string, RegisterId>();
	for (const [at, { table, row, key, value, stamp }] of readRegisters(ydoc)) {
		const old = before.get(at);
		// As when one is added: nobody's gesture, and others may use it by the time this is undone.
		if (table === 'assets' && isAssetHash(key)) continue;
		if (old?.stamp === stamp) continue;
		if (row !== '' && !rows.has(rowKey({ table, row })))
			arrived.set(rowKey({ table, row }), { table, row, key });
		// Also where the branch wrote the same again: undo of what had been written here before must find it.
		else
			edit.note({ ...change({ table, row, key }, old, value), is: stamp, ...seenIn(ydoc, table, row, key) });
	}
	// What came with the branch goes by a flag when the merge is undone, as everything that was created does.
	for (const { table, row } of arrived.values()) {
		const id = { table, row, key: 'removed' };
		const is = edit.stamp(id);
		if (edit.get(id) === undefined)
			edit.note({
				...id,
				before: true,
				after: undefined,
				was: null,
				is,
				...seenIn(ydoc, table, row, id.key),
			});
	}
}

const change = (id: RegisterId, old: ReadRegister | undefined, after: JsonValue | undefined) => ({
	...id,
	before: old?.value,
	after,
	was: old?.stamp ?? null,
});

const seenIn = (ydoc: Y.Doc, table: string, row: string, key: string): Pick<RegisterChange, 'seen'> =>
	key === 'removed' ? { seen: clocksOfRow(findRow(ydoc, table, row)) } : {};
