import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '../base/ids.ts';
import { nameOfAuthor } from './authors.ts';
import { LiveDocument } from './live-document.ts';

describe('what an author is called', () => {
	it.each([
		['long', `${'x'.repeat(59)}😀`, 'x'.repeat(59)],
		['broken', 'Ana\ud83d', 'Ana\ufffd'],
	])('[D1] is the same everywhere, also when it is too %s', (_, name, signed) => {
		const document = new LiveDocument(mintDocumentId(), 'scene');
		document.author = name;
		document.edit('set', 'edit', (edit) => edit.create('entities', 'A'.repeat(22), {}));
		const replica = new LiveDocument(document.id, 'scene');
		replica.apply(document.encodeDiff(), 'network');
		for (const { ydoc } of [document, replica]) expect(nameOfAuthor(ydoc, document.clientId)).toBe(signed);
		const [there, here] = [replica, document].map(({ ydoc }) => ydoc.getMap('authors').toJSON());
		expect(there).toEqual(here);
	});
});
