import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';

/** A document as y-indexeddb keeps it. Its types don't say that closing takes time. */
export async function openPeer(name: string) {
	const ydoc = new Y.Doc();
	const persistence = new IndexeddbPersistence(name, ydoc);
	await persistence.whenSynced;
	const close = () => Promise.resolve(persistence.destroy() as unknown);
	return { ydoc, close };
}
