import { jsonEqual, type JsonValue } from '../../base/json.ts';
import { diffDocuments, type DocumentDiff } from '../diff/diff-documents.ts';
import { readDocument } from '../diff/document-snapshot.ts';
import { isRemoved } from '../entity.ts';
import { LiveDocument } from '../live-document.ts';
import { registerKey, rowKey, type RegisterId } from '../registers.ts';
import { readStateVector } from '../updates.ts';
import { isKnown, readRegisters, type ReadRegister } from './read-registers.ts';

/** A register both sides wrote since they last met, differently. */
export type MergeConflict = RegisterId & {
	/** What it is here, what on the branch, and what it will be when nobody chooses. */
	readonly ours: JsonValue | undefined;
	readonly theirs: JsonValue | undefined;
	readonly merged: JsonValue | undefined;
};

/** A row one side deleted since they last met, while the other side worked on it. */
export type MergeDeletion = {
	readonly table: string;
	readonly row: string;
	readonly deletedBy: 'ours' | 'theirs';
	/** What the other side wrote in it. */
	readonly keys: readonly string[];
};

export type MergeChange = RegisterId & {
	readonly before: JsonValue | undefined;
	readonly after: JsonValue | undefined;
};

export type MergePreview = {
	/** What merging changes here, register by register. */
	readonly changes: readonly MergeChange[];
	readonly conflicts: readonly MergeConflict[];
	readonly deletions: readonly MergeDeletion[];
	/** What will look otherwise here, as screens show it, text included; null when nothing is taken in. */
	readonly diff: DocumentDiff | null;
	/** Nothing to take in at all, not even text. */
	readonly upToDate: boolean;
};

/**
 * What merging `branch` into `target` would do; changes neither. Both have one history up to where they last met:
 * what one side has that the other does not know was written since.
 */
export function previewMerge(target: LiveDocument, branch: LiveDocument): MergePreview {
	const { merged, isNews } = mergedCopy(target, branch);
	if (!isNews) {
		merged.destroy();
		return UP_TO_DATE;
	}
	const [ours, theirs] = [readRegisters(target.ydoc), readRegisters(branch.ydoc)];
	const result = readRegisters(merged.ydoc);
	const known = {
		ours: readStateVector(target.stateVector()),
		theirs: readStateVector(branch.stateVector()),
	};
	const changes: MergeChange[] = [];
	const conflicts: MergeConflict[] = [];
	const written = { ours: new Map<string, string[]>(), theirs: new Map<string, string[]>() };
	for (const [at, { table, row, key, value }] of result) {
		const [our, their] = [ours.get(at), theirs.get(at)];
		if (!jsonEqual(our?.value, value)) changes.push({ table, row, key, before: our?.value, after: value });
		const oursIsNew = our !== undefined && !isKnown(our.stamp, known.theirs);
		const theirsIsNew = their !== undefined && !isKnown(their.stamp, known.ours);
		if (oursIsNew) note(written.ours, table, row, key);
		if (theirsIsNew) note(written.theirs, table, row, key);
		if (oursIsNew && theirsIsNew && !jsonEqual(our.value, their.value)) {
			conflicts.push({ table, row, key, ours: our.value, theirs: their.value, merged: value });
		}
	}
	const deletions = findDeletions(ours, written.ours, written.theirs, 'ours').concat(
		findDeletions(theirs, written.theirs, written.ours, 'theirs'),
	);
	const diff = diffDocuments(readDocument(target), readDocument(merged));
	merged.destroy();
	return { changes, conflicts, deletions, diff, upToDate: false };
}

const UP_TO_DATE: MergePreview = { changes: [], conflicts: [], deletions: [], diff: null, upToDate: true };

/** Whether merging the branch would change anything, text included. */
export function bringsNews(target: LiveDocument, branch: LiveDocument): boolean {
	const known = readStateVector(target.stateVector());
	const has = readStateVector(branch.stateVector());
	if ([...has].some(([client, clock]) => clock > (known.get(client) ?? 0))) return true;
	const { merged, isNews } = mergedCopy(target, branch);
	merged.destroy();
	return isNews;
}

/** A document with everything both have, beside them, and whether the branch brought anything. */
function mergedCopy(target: LiveDocument, branch: LiveDocument) {
	const merged = new LiveDocument(target.id, target.kind);
	merged.applyV2(target.encodeState(), 'merge');
	let isNews = false;
	// Asked of Yjs, as text that is only deleted leaves no trace in a state vector.
	merged.onUpdate(() => (isNews = true));
	merged.apply(branch.encodeArrived(merged.stateVector()), 'merge');
	return { merged, isNews };
}

function note(written: Map<string, string[]>, table: string, row: string, key: string): void {
	const at = rowKey({ table, row });
	const keys = written.get(at);
	if (keys) keys.push(key);
	else written.set(at, [key]);
}

function findDeletions(
	registers: ReadonlyMap<string, ReadRegister>,
	deleting: ReadonlyMap<string, readonly string[]>,
	working: ReadonlyMap<string, readonly string[]>,
	deletedBy: 'ours' | 'theirs',
): MergeDeletion[] {
	return [...deleting].flatMap(([at, keys]) => {
		const [table = '', row = ''] = at.split('\n');
		const flag = registers.get(registerKey({ table, row, key: 'removed' }));
		const others = (working.get(at) ?? []).filter((key) => key !== 'removed');
		if (!keys.includes('removed') || !isRemoved(flag?.value) || others.length === 0) return [];
		return [{ table, row, deletedBy, keys: others }];
	});
}
