import * as Y from 'yjs';

/** An update that sets one key of the map "entities", by an author of its own. */
export function setKey(key: string, value: unknown = 1): Uint8Array {
	const doc = new Y.Doc();
	doc.getMap('entities').set(key, value);
	return Y.encodeStateAsUpdate(doc);
}

/** The keys a document has once all the updates are applied, sorted. */
export function keysOf(...updates: Uint8Array[]): string[] {
	const doc = new Y.Doc();
	for (const update of updates) Y.applyUpdate(doc, update);
	return [...doc.getMap('entities').keys()].sort();
}
