import * as v from 'valibot';
import { defineTask } from './device-task.ts';
import { documentId } from './task-schemas.ts';

/** Folds the rows of a document into a snapshot. Answers whether it did. */
export const compactTask = defineTask({
	params: v.object({ id: documentId }),
	result: v.boolean(),
	progress: v.never(),
	async run({ id }, device) {
		const { compactDocument } = await import('../compact-document.ts');
		return compactDocument(id, device);
	},
});
