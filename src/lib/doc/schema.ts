import type * as Y from 'yjs';
import type { DocumentKind } from './live-document.ts';

/** The shape of each kind of document that this version writes; raised with a migration (`migrations.ts`). */
export const SCHEMAS: Readonly<Record<DocumentKind, number>> = {
	project: 1,
	scene: 3,
	prefab: 3,
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

/**
 * The newest shape anything in a document was written in; those that say nothing are of the first. Each shape has a
 * key of its own: of two numbers written to one key at once either could win, and the older would deny the newer.
 */
export function readSchema(ydoc: Y.Doc, kind: DocumentKind): number {
	const home = ydoc.getMap(HOME[kind]);
	// The first version wrote a number under `schema`.
	let newest = parseNumber(home.get('schema'));
	for (const key of home.keys()) {
		if (key.startsWith(MARK)) newest = Math.max(newest, parseNumber(Number(key.slice(MARK.length))));
	}
	return newest;
}

/** Says which shape this version writes, unless the document says so already or knows better. */
export function stampSchema(ydoc: Y.Doc, kind: DocumentKind): void {
	if (readSchema(ydoc, kind) < SCHEMAS[kind]) ydoc.getMap(HOME[kind]).set(`${MARK}${SCHEMAS[kind]}`, true);
}

/** Written by a newer RaStudios, in a shape this one does not know: it may be looked at only. */
export const isNewer = (ydoc: Y.Doc, kind: DocumentKind): boolean => readSchema(ydoc, kind) > SCHEMAS[kind];

/** Hears whenever the number may have changed. */
export function watchSchema(ydoc: Y.Doc, kind: DocumentKind, listener: () => void): () => void {
	const home = ydoc.getMap(HOME[kind]);
	home.observe(listener);
	return () => home.unobserve(listener);
}

const MARK = 'schema:';

const parseNumber = (value: unknown): number =>
	typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 1;
