import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { MAX_PAGE_NODES, setPage } from './commands/set-page.ts';
import { LiveDocument } from './live-document.ts';
import { MAX_PAGE_DEPTH, type PageElement, type PageNode } from './page-content.ts';
import { PageDocument, type PageChanges } from './page.ts';

const run = (text: string, marks = {}): PageNode => ({ text, marks });
const block = (type: string, ...children: (PageNode | string)[]): PageElement => ({
	type,
	attrs: {},
	children: children.map((child) => (typeof child === 'string' ? run(child) : child)),
});
const paragraph = (...children: (PageNode | string)[]) => block('paragraph', ...children);

function setup(content: readonly PageNode[] = [], document = new LiveDocument(mintDocumentId(), 'page')) {
	const page = new PageDocument(document);
	if (content.length > 0) unwrap(setPage(page, content));
	const heard: PageChanges[] = [];
	const reader = { content: [...page.snapshot.content] };
	page.onChange((event) => {
		heard.push(event);
		reader.content.splice(event.index, event.removed, ...event.inserted);
	});
	return { document, page, heard, reader, body: document.ydoc.getXmlFragment('body') };
}

const share = (from: LiveDocument, to: LiveDocument) =>
	to.apply(from.encodeDiff(to.stateVector()), 'network');

function setupTwo(content: readonly PageNode[]) {
	const ada = setup(content);
	const bob = setup([], new LiveDocument(ada.document.id, 'page'));
	share(ada.document, bob.document);
	return { ada, bob };
}

const STORY = [
	{ type: 'heading', attrs: { level: 1 }, children: [run('Story')] },
	paragraph('Once ', run('upon', { bold: {} }), run(' a time', { link: { href: 'https://a.b' } })),
	block('bulletList', block('listItem', paragraph('one')), block('listItem', paragraph('two'))),
	paragraph('The end'),
];

describe('a page', () => {
	it('reads as it was written, frozen throughout', () => {
		const { page, document } = setup(STORY);
		expect(page.snapshot.content).toEqual(STORY);
		const heading = page.snapshot.content[0] as PageElement;
		for (const part of [page.snapshot, page.snapshot.content, heading, heading.attrs, heading.children]) {
			expect(Object.isFrozen(part)).toBe(true);
		}
		expect(new PageDocument(document).snapshot).toEqual(page.snapshot);
	});

	it('has a text of one line for each block, and for each break in one', () => {
		const { page } = setup([
			...STORY,
			paragraph('a', block('hardBreak'), 'b', block('mention', 'Ada')),
			paragraph(),
		]);
		expect(page.text).toBe('Story\nOnce upon a time\none\ntwo\nThe end\na\nbAda');
	});

	it('tells readers which blocks changed; all others are the same objects', () => {
		const { page, heard, reader, body } = setup(STORY);
		const before = page.snapshot.content;
		((body.get(1) as Y.XmlElement).get(0) as Y.XmlText).insert(0, '!');
		expect(heard).toHaveLength(1);
		expect(heard[0]).toMatchObject({ index: 1, removed: 1 });
		expect(page.snapshot.content.filter((node) => before.includes(node))).toHaveLength(3);
		body.delete(0, 1);
		expect(reader.content).toEqual(page.snapshot.content);
		page.dispose();
		body.delete(0, 1);
		expect(heard).toHaveLength(2);
	});

	it('[D28] setting its content replaces only the blocks that differ, in one transaction', () => {
		const { ada, bob } = setupTwo(STORY);
		const updates: unknown[] = [];
		ada.document.onUpdate(({ origin }) => updates.push(origin));
		const [title, end] = [ada.body.get(0), ada.body.get(3)];
		// Meanwhile somebody types into the blocks that are equal at both ends.
		((bob.body.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(5, ' of Bob');
		((bob.body.get(3) as Y.XmlElement).get(0) as Y.XmlText).insert(7, '.');
		const restored = [STORY[0], paragraph('Another middle'), STORY[3]] as PageNode[];
		unwrap(setPage(ada.page, restored, 'restore-page', 'restore'));
		expect(updates).toEqual(['restore']);
		expect([ada.body.get(0), ada.body.get(2)]).toEqual([title, end]);
		share(bob.document, ada.document);
		share(ada.document, bob.document);
		expect(ada.page.text).toBe('Story of Bob\nAnother middle\nThe end.');
		expect(bob.page.snapshot).toEqual(ada.page.snapshot);
	});

	it('[D28] setting what it holds already writes nothing', () => {
		const { page, document } = setup(STORY);
		const before = document.stateVector();
		unwrap(setPage(page, structuredClone(STORY)));
		unwrap(setPage(page, page.snapshot.content));
		expect(document.stateVector()).toEqual(before);
	});

	it('keeps blocks and styles it does not know', () => {
		const hologram = {
			type: 'hologram',
			attrs: { depth: 3, of: [1, { a: true }] },
			children: [run('x', { glow: 7 })],
		};
		const { page } = setup([hologram, paragraph('a')]);
		unwrap(setPage(page, [hologram, paragraph('b')]));
		expect(page.snapshot.content[0]).toEqual(hologram);
		unwrap(setPage(page, [paragraph('b'), hologram]));
		expect(page.snapshot.content[1]).toEqual(hologram);
	});

	it('counts runs of one style side by side as one', () => {
		const { page } = setup([paragraph('a', 'b', '', run('c', { bold: {} }), run('d', { bold: {} }))]);
		expect(page.snapshot.content).toEqual([paragraph('ab', run('cd', { bold: {} }))]);
	});
});

describe('[D9] what a page refuses', () => {
	const deep = (levels: number): PageNode => (levels === 1 ? block('p') : block('p', deep(levels - 1)));
	const REFUSED: [string, unknown, string][] = [
		['no list', 'text', 'list of blocks'],
		['no block', [null], 'null'],
		['a block without a type', [{ attrs: {}, children: [] }], 'type'],
		['a type that is too long', [block('x'.repeat(65))], '64'],
		['a type that is reserved', [block('__proto__')], '__proto__'],
		['no children', [{ type: 'p', attrs: {} }], 'list of blocks'],
		['no attributes', [{ type: 'p', children: [] }], 'attribute'],
		['an attribute that is null', [{ type: 'p', attrs: { a: null }, children: [] }], '"a" is null'],
		['an attribute that is not finite', [{ type: 'p', attrs: { a: [NaN] }, children: [] }], '"a"'],
		['an attribute that is no JSON', [{ type: 'p', attrs: { a: new Map() }, children: [] }], '"a"'],
		[
			'an attribute that is reserved',
			[JSON.parse('{"type":"p","attrs":{"__proto__":1},"children":[]}')],
			'__proto__',
		],
		['an attribute without end', [{ type: 'p', attrs: { a: 'x'.repeat(100_001) }, children: [] }], '100000'],
		['text that is a number', [paragraph({ text: 7, marks: {} } as never)], 'number'],
		['half a character', [paragraph('a\ud83d')], 'U+D83D'],
		['NUL', [paragraph('a\0')], 'NUL'],
		['a style that is no JSON', [paragraph(run('a', { bold: undefined }))], '"bold"'],
		['too many levels', [deep(MAX_PAGE_DEPTH + 1)], `${MAX_PAGE_DEPTH} levels`],
		['too many parts', Array.from({ length: MAX_PAGE_NODES + 1 }, () => block('p')), '50001'],
		['too much text', [paragraph('x'.repeat(600_000)), paragraph('y'.repeat(600_000))], '1200000'],
	];

	it.each(REFUSED)('%s', (_, content, word) => {
		const { page, document } = setup([paragraph('a')]);
		const before = document.stateVector();
		const set = setPage(page, content as PageNode[]);
		expect(set.ok ? '' : set.error.message).toContain(word);
		expect(document.stateVector()).toEqual(before);
	});

	it('takes as many levels as it shows', () => {
		const { page } = setup([deep(MAX_PAGE_DEPTH)]);
		unwrap(setPage(page, [paragraph('a'), ...page.snapshot.content]));
		expect(page.snapshot.content[1]).toEqual(deep(MAX_PAGE_DEPTH));
	});

	it('any edit of a page that a newer RaStudios made', () => {
		const { page, document } = setup([paragraph('a')]);
		document.ydoc.getMap('meta').set('schema', 99);
		expect(setPage(page, [])).toMatchObject({ ok: false, error: { reason: 'newer' } });
	});
});

describe('[D9] what a peer may have put into a page', () => {
	const FORGED: [string, (body: Y.XmlFragment) => void][] = [
		['a map', (body) => Y.Array.prototype.insert.call(body, 1, [new Y.Map([['a', 1]])])],
		['values', (body) => Y.Array.prototype.insert.call(body, 1, [1, null, { a: 1 }])],
		['bare text', (body) => Y.Text.prototype.insert.call(body, 1, 'bare text')],
		['styles', (body) => Y.Text.prototype.format.call(body, 0, 2, { bold: true })],
		['a document', (body) => Y.Array.prototype.insert.call(body, 1, [new Y.Doc()])],
		['keys', (body) => Y.Map.prototype.set.call(body, 'length', 7)],
		['a hook', (body) => body.insert(1, [new Y.XmlHook('hook') as never])],
		[
			'attributes that are no JSON',
			(body) => {
				const element = new Y.XmlElement<Record<string, never>>('paragraph');
				for (const [name, value] of Object.entries({ map: new Y.Map(), big: 10n, nan: NaN, nothing: null })) {
					element.setAttribute(name, value as never);
				}
				element.setAttribute('__proto__', { evil: true } as never);
				body.insert(1, [element]);
			},
		],
		[
			'pictures, NUL and styles of all kinds in text',
			(body) => {
				const text = new Y.XmlText();
				text.insertEmbed(0, { image: 1 });
				text.insert(1, 'a\0b', { ['__proto__']: { evil: 1 }, nan: NaN, gone: null });
				text.insertEmbed(0, new Y.Map());
				body.insert(1, [text]);
			},
		],
	];

	it.each(FORGED)(
		'%s: is read as far as it makes sense, alike by both, and goes when the page is set',
		(_, forge) => {
			const { ada, bob } = setupTwo([paragraph('a'), paragraph('b')]);
			forge(bob.body);
			share(bob.document, ada.document);
			expect(ada.page.snapshot).toEqual(bob.page.snapshot);
			expect(ada.reader.content).toEqual(ada.page.snapshot.content);
			expect(JSON.stringify(ada.page.snapshot)).not.toContain('evil');
			expect(({} as Record<string, unknown>)['evil']).toBeUndefined();
			expect(ada.page.text).toMatch(/^a\n/);
			unwrap(setPage(ada.page, ada.page.snapshot.content));
			unwrap(setPage(ada.page, [paragraph('a'), paragraph('new')]));
			expect(ada.page.snapshot.content).toEqual([paragraph('a'), paragraph('new')]);
			share(ada.document, bob.document);
			expect(bob.page.snapshot).toEqual(ada.page.snapshot);
			expect(bob.reader.content).toEqual(ada.page.snapshot.content);
		},
	);

	it('blocks within blocks without end are shown so far, and left alone where deleting them would overflow', () => {
		const { page, body, document } = setup([paragraph('a')]);
		document.ydoc.transact(() => {
			let parent: Y.XmlFragment = body;
			for (let depth = 0; depth < 20_000; depth++) {
				const child = new Y.XmlElement('blockquote');
				parent.insert(0, [child]);
				parent = child;
			}
		});
		let levels = 0;
		for (let node = page.snapshot.content[0] as PageElement | undefined; node; levels++) {
			node = node.children[0] as PageElement | undefined;
		}
		expect(levels).toBe(MAX_PAGE_DEPTH);
		expect(unwrap(setPage(page, [paragraph('b')]))).toEqual({ left: 1 });
		expect(page.text).toBe('b');
	});
});
