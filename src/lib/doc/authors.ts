import type * as Y from 'yjs';
import { clipText } from '../base/clip-text.ts';

const MAX_NAME_LENGTH = 60;

/** Remembers in the document who this replica is, so that “changed by …” can be said days later. */
export function signEdit(ydoc: Y.Doc, name: string | null): void {
	if (name === null) return;
	const authors = ydoc.getMap('authors');
	const key = String(ydoc.clientID);
	// Half of a character would arrive as another one elsewhere.
	const signed = clipText(name, MAX_NAME_LENGTH).toWellFormed();
	if (authors.get(key) !== signed) authors.set(key, signed);
}

/** Who a replica said it was; undefined when it never did. A name is what a peer claims, not proof. */
export function nameOfAuthor(ydoc: Y.Doc, clientId: number): string | undefined {
	const name: unknown = ydoc.getMap('authors').get(String(clientId));
	return typeof name === 'string' && name.trim() !== '' ? clipText(name, MAX_NAME_LENGTH) : undefined;
}
