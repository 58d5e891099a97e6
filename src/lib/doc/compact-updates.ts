import * as Y from 'yjs';
import { encodeDeletions } from './deletions.ts';
import { readUpdate } from './read-update.ts';

/** A document merged into one v1 update, with what is needed to serve it as bytes. */
export type CompactDocument = {
	readonly state: Uint8Array;
	readonly stateVector: Uint8Array;
	readonly deletions: Uint8Array;
};

/**
 * Merges v1 updates into the smallest one that says the same: what was deleted is let go. What a document cannot
 * take in (it throws, or waits for what is not there) is merged as bytes, so that nothing is lost. Throws when that
 * fails as well.
 */
export function compactUpdates(updates: readonly Uint8Array[]): CompactDocument {
	const state = collectGarbage(updates) ?? Y.mergeUpdates([...updates]);
	const summary = readUpdate(state);
	if (!summary.ok) throw new Error(summary.error);
	return {
		state,
		stateVector: Y.encodeStateVectorFromUpdate(state),
		deletions: encodeDeletions(summary.value.deletions),
	};
}

function collectGarbage(updates: readonly Uint8Array[]): Uint8Array | null {
	const doc = new Y.Doc();
	try {
		doc.transact(() => {
			for (const update of updates) Y.applyUpdate(doc, update);
		});
		const { pendingStructs, pendingDs } = doc.store;
		return pendingStructs || pendingDs ? null : Y.encodeStateAsUpdate(doc);
	} catch {
		return null; // content no document can take in: its bytes are kept as they are
	} finally {
		doc.destroy();
	}
}
