import * as v from 'valibot';
import type { DocumentKind } from '../../doc/live-document.ts';
import { isAssetHash, isId, type AssetHash, type DocumentId, type ProjectId } from '../../base/ids.ts';

export const documentId = v.custom<DocumentId>(isId, 'Not a document id');
export const projectId = v.custom<ProjectId>(isId, 'Not a project id');
export const assetHash = v.custom<AssetHash>(isAssetHash, 'Not the hash of an asset');
// Its list of kinds would bring all documents' code along, to pages that need none.
export const documentKind = v.custom<DocumentKind>(
	(value) => typeof value === 'string',
	'Not a kind of document',
);
export const bytes = v.custom<Uint8Array<ArrayBuffer>>(
	(value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer,
	'Not bytes',
);
