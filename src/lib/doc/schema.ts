import type * as Y from 'yjs';
import type { DocumentKind } from './live-document.ts';

/** The shape of each kind of document that this version writes; raised with a migration (`migrations.ts`). */
export const SCHEMAS: Readonly<Record<DocumentKind, number>> = {
	project: 1,
	scene: 2,
	prefab: 2,
	script: 1,
	page: 1,
};

/** Where a project's index kept the number from the first; all other documents have a map for it. */
const HOME: Readonly<Record<DocumentKind, string>> = {
	project: 'settings',
	scene: 'meta',
	prefab: 'meta',
	script: 'meta',
	page: 'meta',
};

/** The shape a document was written in; those without a number are of the first. */
export function readSchema(ydoc: Y.Doc, kind: DocumentKind): number {
	const schema: unknown = ydoc.getMap(HOME[kind]).get('schema');
	return typeof schema === 'number' && Number.isSafeInteger(schema) && schema > 0 ? schema : 1;
}

/** Says which shape this version writes, unless the document says so already or knows better. */
export function stampSchema(ydoc: Y.Doc, kind: DocumentKind): void {
	const home = ydoc.getMap(HOME[kind]);
	const known = home.has('schema') ? readSchema(ydoc, kind) : 0;
	if (known < SCHEMAS[kind]) home.set('schema', SCHEMAS[kind]);
}

/** Written by a newer RaStudios, in a shape this one does not know: it may be looked at only. */
export const isNewer = (ydoc: Y.Doc, kind: DocumentKind): boolean => readSchema(ydoc, kind) > SCHEMAS[kind];
