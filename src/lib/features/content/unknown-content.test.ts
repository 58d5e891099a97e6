import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { pageBody } from '#lib/doc/page.ts';
import { unknownContent } from './unknown-content.ts';

const known = { nodes: { doc: {}, paragraph: {}, heading: {} }, marks: { bold: {} } };

/** A page whose tree is stood in for by the shape the check reads. */
const tree = (...children: unknown[]) =>
	({ toArray: () => children }) as unknown as ReturnType<typeof pageBody>;
const element = (nodeName: string, ...children: unknown[]) => ({ nodeName, toArray: () => children });
const words = (attributes?: Record<string, unknown>, insert: unknown = 'words') => ({
	toDelta: () => [attributes ? { insert, attributes } : { insert }],
});

describe('what a page has that this version does not know', () => {
	it('is nothing in an empty page and in one of known parts', () => {
		const body = pageBody(new LiveDocument(mintDocumentId(), 'page'));
		expect(unknownContent(body, known)).toEqual([]);
		const page = tree(element('paragraph', words({ bold: {}, 'bold--abcDEF12': {}, gone: null })));
		expect(unknownContent(page, known)).toEqual([]);
	});

	it('names blocks, styles and embeds, however deep', () => {
		const page = tree(
			element('paragraph', element('poll', words({ sparkle: {} }))),
			element('heading', words(undefined, { image: 'x' })),
			element('toString'),
		);
		expect(unknownContent(page, known)).toEqual(['embed', 'poll', 'sparkle', 'toString']);
	});
});
