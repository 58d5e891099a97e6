import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { replaceText, setText } from './commands/edit-script.ts';
import { LiveDocument } from './live-document.ts';
import { MAX_TEXT_LENGTH } from './plain-text.ts';
import { ScriptDocument, type ScriptChanges } from './script.ts';

/** A script, and a reader that knows only what it was told. */
function setup(text = '', document = new LiveDocument(mintDocumentId(), 'script')) {
	const script = new ScriptDocument(document);
	if (text !== '') unwrap(setText(script, text));
	const heard: ScriptChanges[] = [];
	const reader = { text: script.snapshot.text };
	script.onChange((event) => {
		heard.push(event);
		for (const { index, removed, inserted } of event.changes) {
			reader.text = reader.text.slice(0, index) + inserted + reader.text.slice(index + removed);
		}
	});
	return { document, script, reader, heard, root: document.ydoc.getText('text') };
}

const share = (from: LiveDocument, to: LiveDocument) =>
	to.apply(from.encodeDiff(to.stateVector()), 'network');

function setupTwo(text: string) {
	const ada = setup(text);
	const bob = setup('', new LiveDocument(ada.document.id, 'script'));
	share(ada.document, bob.document);
	return { ada, bob };
}

const errorOf = (result: ReturnType<typeof setText>) => (result.ok ? undefined : result.error);

describe('a script', () => {
	it('[D27] edits of two people at once all stay, in the same order for both', () => {
		const { ada, bob } = setupTwo('let a = 1;\nlet b = 2;\n');
		unwrap(replaceText(ada.script, { start: 8, end: 9, text: '100' }));
		unwrap(setText(bob.script, '// numbers\nlet a = 1;\nlet b = 2;\nlet c;\n'));
		share(ada.document, bob.document);
		share(bob.document, ada.document);
		expect(ada.script.snapshot.text).toBe('// numbers\nlet a = 100;\nlet b = 2;\nlet c;\n');
		expect(bob.script.snapshot).toEqual(ada.script.snapshot);
	});

	it('[D27] setting the whole text touches only what differs: what another typed elsewhere stays', () => {
		const { ada, bob } = setupTwo('one\ntwo\nthree\n');
		unwrap(replaceText(bob.script, { start: 4, end: 4, text: 'zero\n' }));
		unwrap(setText(ada.script, 'ONE\ntwo\nthree!\n'));
		expect(ada.heard.at(-1)?.changes).toHaveLength(2);
		share(ada.document, bob.document);
		expect(bob.script.snapshot.text).toBe('ONE\nzero\ntwo\nthree!\n');
	});

	it('tells readers what changed, in one transaction and with one origin', () => {
		const { script, reader, heard, document } = setup('abc def');
		const updates: unknown[] = [];
		document.onUpdate(({ origin }) => updates.push(origin));
		unwrap(setText(script, 'Abc DEF', 'restore-script', 'restore'));
		expect(updates).toEqual(['restore']);
		expect(heard).toHaveLength(1);
		expect(reader.text).toBe('Abc DEF');
		expect(Object.isFrozen(script.snapshot)).toBe(true);
		expect(script.snapshot).toEqual({ text: 'Abc DEF', length: 7 });
	});

	it('writes nothing when nothing would change', () => {
		const { script, document } = setup('same');
		const before = document.stateVector();
		unwrap(setText(script, 'same'));
		unwrap(replaceText(script, { start: 2, end: 2, text: '' }));
		expect(document.stateVector()).toEqual(before);
	});

	it('hears of an edit within a larger transaction exactly once, with all that changed', () => {
		const { script, reader, root, document } = setup('abc');
		document.ydoc.transact(() => {
			root.insert(0, '>');
			unwrap(replaceText(script, { start: 1, end: 2, text: 'X' }));
		});
		expect(reader.text).toBe(root.toJSON());
		expect(script.snapshot.text).toBe(root.toJSON());
	});

	it('lets go of the document when disposed', () => {
		const { script, heard, root } = setup('abc');
		script.dispose();
		root.insert(0, 'x');
		expect(heard).toEqual([]);
	});
});

describe('[D9] what a script refuses', () => {
	it.each([
		[-1, 0],
		[0, 4],
		[0.5, 1],
		[Number.NaN, 1],
		[0, Infinity],
		[2, 1],
	])('the range %d to %d of three characters', (start, end) => {
		const { script } = setup('abc');
		const error = errorOf(replaceText(script, { start, end, text: 'x' }));
		expect(error?.reason).toBe('invalid-value');
		expect(error?.message).toContain(`${start} to ${end}`);
		expect(script.snapshot.text).toBe('abc');
	});

	it('a range that cuts a character in two, at either end', () => {
		const { script } = setup('a😀b');
		for (const [start, end] of [
			[2, 3],
			[1, 2],
			[2, 2],
		] as const) {
			expect(errorOf(replaceText(script, { start, end, text: '' }))?.message).toContain('at 2');
		}
		unwrap(replaceText(script, { start: 1, end: 3, text: '😁' }));
		expect(script.snapshot.text).toBe('a😁b');
	});

	it('half a character and NUL, naming which and where', () => {
		const { script } = setup('abc');
		expect(errorOf(setText(script, 'ab\ud83d'))?.message).toContain('U+D83D) at 2');
		expect(errorOf(setText(script, '😀\udc00'))?.message).toContain('U+DC00) at 2');
		const nul = errorOf(replaceText(script, { start: 0, end: 0, text: 'x\0' }));
		expect(nul?.message).toContain('NUL (U+0000), but has it at 1');
		expect(errorOf(setText(script, 7 as unknown as string))?.message).toContain('number');
		expect(script.snapshot.text).toBe('abc');
	});

	it('more than a million characters, at once or in sum; but never that a longer one is cut down', () => {
		const { script, root } = setup('abc');
		const most = 'x'.repeat(MAX_TEXT_LENGTH);
		const long = errorOf(setText(script, `${most}y`));
		expect(long?.reason).toBe('too-large');
		expect(long?.message).toContain('1000001');
		expect(errorOf(replaceText(script, { start: 0, end: 0, text: most }))?.message).toContain('1000003');
		unwrap(replaceText(script, { start: 0, end: 3, text: most }));
		root.insert(0, 'from a peer');
		unwrap(replaceText(script, { start: 0, end: 5, text: '' }));
		expect(errorOf(replaceText(script, { start: 0, end: 0, text: '!' }))?.reason).toBe('too-large');
	});

	it('any edit of a script that a newer RaStudios made', () => {
		const { script, document } = setup('abc');
		document.ydoc.getMap('meta').set('schema', 99);
		expect(errorOf(replaceText(script, { start: 0, end: 1, text: '' }))?.reason).toBe('newer');
		expect(errorOf(setText(script, 'x'))?.reason).toBe('newer');
		expect(script.snapshot.text).toBe('abc');
	});
});

describe('[D9] what a peer may have put into a script', () => {
	const FORGED: [string, (root: Y.Text) => void][] = [
		['a picture', (root) => root.insertEmbed(1, { image: 'x' })],
		['a map', (root) => root.insertEmbed(1, new Y.Map([['a', 1]]))],
		['a text', (root) => root.insertEmbed(1, new Y.Text('inner'))],
		['a style', (root) => root.format(0, 2, { bold: true, ['__proto__']: { evil: true } })],
		['values of a list', (root) => Y.Array.prototype.insert.call(root, 1, [1, { a: 1 }, 'x'])],
		['bytes', (root) => Y.Array.prototype.insert.call(root, 1, [new Uint8Array(3)])],
		['a document', (root) => Y.Array.prototype.insert.call(root, 1, [new Y.Doc()])],
		['keys of a map', (root) => Y.Map.prototype.set.call(root, 'length', 7)],
		['NUL', (root) => root.insert(1, 'x\0y')],
		['half a character', (root) => root.insert(1, '\ud83d')],
		['an element', (root) => root.insertEmbed(1, new Y.XmlElement('p'))],
	];

	it.each(FORGED)(
		'%s: reads as text of the same length, on both sides, and can be written over',
		(_, forge) => {
			const { ada, bob } = setupTwo('abcdef');
			forge(bob.root);
			share(bob.document, ada.document);
			for (const { script, reader, root } of [ada, bob]) {
				expect(script.snapshot.length).toBe(root.length);
				expect(reader.text).toBe(script.snapshot.text);
				expect(script.snapshot.text.isWellFormed()).toBe(true);
				expect(script.snapshot.text).not.toContain('\0');
				expect(new ScriptDocument(script.document).snapshot).toEqual(script.snapshot);
			}
			expect(ada.script.snapshot.text).toBe(bob.script.snapshot.text);
			unwrap(setText(ada.script, 'abcdef'));
			expect(ada.script.snapshot.text).toBe('abcdef');
			unwrap(setText(ada.script, 'clean'));
			expect(ada.script.snapshot.text).toBe('clean');
			share(ada.document, bob.document);
			expect(bob.script.snapshot.text).toBe('clean');
			expect(bob.reader.text).toBe('clean');
		},
	);

	it('many values in one piece: replacing one takes them all, and nothing else', () => {
		const { script, reader, root } = setup('abcd');
		Y.Array.prototype.insert.call(root, 2, [1, 2, 3]);
		expect(script.snapshot.text).toBe('ab\uFFFD\uFFFD\uFFFDcd');
		unwrap(replaceText(script, { start: 3, end: 6, text: 'X' }));
		expect(script.snapshot.text).toBe('abXd');
		expect(reader.text).toBe('abXd');
		expect(root.length).toBe(4);
	});

	it('a character cut in two by a peer: both read what Yjs makes of the halves', () => {
		for (const cut of [
			(root: Y.Text) => root.insert(2, 'x'),
			(root: Y.Text) => root.delete(1, 1),
			(root: Y.Text) => root.delete(2, 1),
		]) {
			const { ada, bob } = setupTwo('a😀b');
			cut(bob.root);
			share(bob.document, ada.document);
			expect(ada.script.snapshot.text).toBe(ada.root.toJSON());
			expect(ada.script.snapshot.text).toContain('\uFFFD');
			expect(ada.reader.text).toBe(ada.script.snapshot.text);
			expect(bob.script.snapshot).toEqual(ada.script.snapshot);
			expect(bob.reader.text).toBe(ada.reader.text);
		}
	});

	it('types within types without end are read, and left alone where deleting them would overflow every peer', () => {
		const { script, root, document } = setup('ab');
		document.ydoc.transact(() => {
			let parent = new Y.XmlElement('p');
			root.insertEmbed(1, parent);
			for (let depth = 0; depth < 20_000; depth++) {
				const child = new Y.XmlElement('p');
				parent.insert(0, [child]);
				parent = child;
			}
		});
		expect(script.snapshot.text).toBe('a\uFFFDb');
		unwrap(setText(script, 'xy'));
		expect(script.snapshot.text).toBe('xy\uFFFD');
	});

	it('a name that is taken for another type on this page: reads what it can, and refuses to write', () => {
		const document = new LiveDocument(mintDocumentId(), 'script');
		document.ydoc.getArray('text').insert(0, ['a']);
		const script = new ScriptDocument(document);
		expect(script.snapshot.text).toBe('\uFFFD');
		expect(errorOf(setText(script, 'x'))?.reason).toBe('read-only');
	});
});
