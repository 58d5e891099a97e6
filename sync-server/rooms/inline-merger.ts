import { compactUpdates } from '#lib/doc/compact-updates.ts';
import { readUpdate } from '#lib/doc/read-update.ts';
import { diffUpdate } from '#lib/doc/updates.ts';
import type { Merger } from './merger.ts';

/** Does the work on the thread it is called on: where there is no other, and in tests. */
export const inlineMerger: Merger = {
	compact: async (updates) => compactUpdates(updates),
	diff: async (state, stateVector) => diffUpdate(state, stateVector),
	read: async (update) => readUpdate(update),
	close: () => Promise.resolve(),
};
