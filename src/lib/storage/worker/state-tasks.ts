import * as v from 'valibot';
import { defineTask } from './device-task.ts';
import { bytes, documentId, documentKind } from './task-schemas.ts';

/** Whether a document from outside can be opened. */
export const judgeStateTask = defineTask({
	params: v.object({ kind: documentKind, state: bytes, mostStructs: v.number() }),
	result: v.picklist(['sound', 'too-large', 'unreadable']),
	progress: v.never(),
	async run({ kind, state, mostStructs }) {
		const { judgeState } = await import('../../doc/state-work.ts');
		return judgeState(kind, state, mostStructs);
	},
});

/** A document with other names for those it names: for copies. */
export const renameInStateTask = defineTask({
	params: v.object({ kind: documentKind, state: bytes, names: v.array(v.tuple([documentId, documentId])) }),
	result: bytes,
	progress: v.never(),
	async run({ kind, state, names }) {
		const { renameInState } = await import('../../doc/state-work.ts');
		return renameInState(kind, state, new Map(names)).slice();
	},
	transfer: (state) => [state.buffer],
});
