import { globSync, readFileSync } from 'node:fs';
import type { DocumentId } from '../../src/lib/base/ids.ts';
import { LiveDocument, type DocumentKind } from '../../src/lib/doc/live-document.ts';

/** A document as an earlier version wrote it, and what it must be read as now. */
export type DocumentSample = {
	readonly name: string;
	readonly kind: DocumentKind;
	readonly schema: number;
	readonly content: unknown;
	/** One v2 update, base64. */
	readonly state: string;
};

export const DOCUMENT_SAMPLES: readonly DocumentSample[] = globSync('tests/samples/documents/schema-*/*.json')
	.sort()
	.map((file) => ({
		...(JSON.parse(readFileSync(file, 'utf8')) as Omit<DocumentSample, 'name'>),
		name: file.replace(/^.*schema-/, 'schema ').replace(/\.json$/, ''),
	}));

/** Opens a sample as if it came from this device's storage. */
export function openSample({ kind, state }: DocumentSample, replica?: number): LiveDocument {
	const document = new LiveDocument('sample'.padEnd(22, '0') as DocumentId, kind);
	if (replica !== undefined) document.ydoc.clientID = replica;
	document.applyV2(Buffer.from(state, 'base64'), 'storage');
	return document;
}
