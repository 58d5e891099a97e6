import type * as Y from 'yjs';

const MAX_NAME_LENGTH = 60;

/** Remembers in the document who this replica is, so that “changed by …” can be said days later. */
export function signEdit(ydoc: Y.Doc, name: string | null): void {
	if (name === null) return;
	const authors = ydoc.getMap('authors');
	const key = String(ydoc.clientID);
	const signed = name.slice(0, MAX_NAME_LENGTH);
	if (authors.get(key) !== signed) authors.set(key, signed);
}

/** Who a replica said it was; undefined when it never did. A name is what a peer claims, not proof. */
export function nameOfAuthor(ydoc: Y.Doc, clientId: number): string | undefined {
	const name: unknown = ydoc.getMap('authors').get(String(clientId));
	return typeof name === 'string' && name.trim() !== '' ? name.slice(0, MAX_NAME_LENGTH) : undefined;
}
