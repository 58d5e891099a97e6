import * as v from 'valibot';
import { defineTask } from './device-task.ts';
import { bytes, documentId, documentKind, projectId } from './task-schemas.ts';

/** The whole of a document, with what the page has of it that is not in the database yet. */
export const readStateTask = defineTask({
	params: v.object({
		id: documentId,
		projectId,
		stored: v.boolean(),
		unwritten: v.nullable(v.object({ projectId, kind: documentKind, updates: v.array(bytes) })),
	}),
	result: v.nullable(bytes),
	progress: v.never(),
	async run(wanted, device) {
		const { readState } = await import('../read-state.ts');
		return readState(wanted, device);
	},
	transfer: (state) => (state ? [state.buffer] : []),
});
