import * as v from 'valibot';
import { isId, type DocumentId, type ProjectId } from '../../base/ids.ts';

export const documentId = v.custom<DocumentId>(isId, 'Not a document id');
export const projectId = v.custom<ProjectId>(isId, 'Not a project id');
export const bytes = v.custom<Uint8Array<ArrayBuffer>>(
	(value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer,
	'Not bytes',
);
