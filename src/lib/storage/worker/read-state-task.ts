import * as v from 'valibot';
import type { DocumentKind } from '../../doc/live-document.ts';
import { defineTask } from './device-task.ts';
import { bytes, documentId, projectId } from './task-schemas.ts';

// Its list of kinds would bring all documents' code along, to pages that need none.
const kind = v.custom<DocumentKind>((value) => typeof value === 'string', 'Not a kind of document');

/** The whole of a document, with what the page has of it that is not in the database yet. */
export const readStateTask = defineTask({
	params: v.object({
		id: documentId,
		projectId,
		stored: v.boolean(),
		unwritten: v.nullable(v.object({ projectId, kind, updates: v.array(bytes) })),
	}),
	result: v.nullable(bytes),
	progress: v.never(),
	async run(wanted, device) {
		const { readState } = await import('../read-state.ts');
		return readState(wanted, device);
	},
	transfer: (state) => (state ? [state.buffer] : []),
});
