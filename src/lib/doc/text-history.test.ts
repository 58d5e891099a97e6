import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ManualClock } from '../base/clock.ts';
import { mintDocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { replaceText, setText } from './commands/edit-script.ts';
import { LiveDocument } from './live-document.ts';
import { ScriptDocument } from './script.ts';
import { createTextHistory, MAX_TEXT_STEPS } from './text-history.ts';

const PAUSE = 500;

function setup(text = '') {
	const document = new LiveDocument(mintDocumentId(), 'script');
	const script = new ScriptDocument(document);
	if (text !== '') unwrap(setText(script, text));
	const clock = new ManualClock(1_000_000);
	const history = createTextHistory(document, undefined, clock);
	/** Types at the end. */
	const type = (added: string) => {
		const { length } = script.snapshot;
		unwrap(replaceText(script, { start: length, end: length, text: added }));
	};
	const read = () => script.snapshot.text;
	return { document, script, clock, history, type, read, root: document.ydoc.getText('text') };
}

/** Deleted text that is still in memory, as one string. */
function deletedText(root: Y.Text): string {
	let text = '';
	for (let item = root._start; item; item = item.right) {
		if (item.deleted && item.content instanceof Y.ContentString) text += item.content.str;
	}
	return text;
}

const share = (from: LiveDocument, to: LiveDocument) =>
	to.apply(from.encodeDiff(to.stateVector()), 'network');

describe('undo of text', () => {
	it('takes back and makes again, step by step', () => {
		const { history, type, read, clock } = setup('base ');
		type('one ');
		clock.advance(PAUSE);
		type('two');
		unwrap(history.undo());
		expect(read()).toBe('base one ');
		unwrap(history.undo());
		expect(read()).toBe('base ');
		expect(history.undo()).toMatchObject({ ok: false, error: { reason: 'nothing-to-do' } });
		unwrap(history.redo());
		unwrap(history.redo());
		expect(read()).toBe('base one two');
		expect(history.redo()).toMatchObject({ ok: false, error: { reason: 'nothing-to-do' } });
	});

	it('a pause begins a step, and so do two seconds without one, and whoever says so', () => {
		const { history, type, read, clock } = setup();
		for (const letter of 'abcdef') {
			type(letter);
			clock.advance(PAUSE - 1);
		}
		// Five letters fit into the two seconds.
		unwrap(history.undo());
		expect(read()).toBe('abcde');
		type('x');
		type('y');
		history.endStep();
		type('z');
		unwrap(history.undo());
		expect(read()).toBe('abcdexy');
		unwrap(history.undo());
		expect(read()).toBe('abcde');
	});

	it('[D27] leaves what others typed, in the middle of it as well', () => {
		const ada = setup('start ');
		const bob = setup();
		share(ada.document, bob.document);
		ada.type('hello');
		share(ada.document, bob.document);
		unwrap(replaceText(bob.script, { start: 8, end: 8, text: 'BOB' }));
		share(bob.document, ada.document);
		unwrap(ada.history.undo());
		expect(ada.read()).toBe('start BOB');
		share(ada.document, bob.document);
		expect(bob.read()).toBe('start BOB');
		unwrap(ada.history.redo());
		expect(ada.read()).toContain('BOB');
		expect(ada.history.canRedo).toBe(false);
	});

	it('follows the origins it was given, and nothing that only arrived', () => {
		const { document, root, clock } = setup('abc');
		const binding = { name: 'a text editor' };
		const history = createTextHistory(document, [binding], clock);
		document.ydoc.transact(() => root.insert(0, '1'), 'network');
		document.ydoc.transact(() => root.insert(0, '2'), 'edit');
		expect(history.canUndo).toBe(false);
		document.ydoc.transact(() => root.insert(0, '3'), binding);
		unwrap(history.undo());
		expect(root.toJSON()).toBe('21abc');
	});

	it('undoes a page alike', () => {
		const document = new LiveDocument(mintDocumentId(), 'page');
		const history = createTextHistory(document, ['binding']);
		const body = document.ydoc.getXmlFragment('body');
		document.ydoc.transact(() => body.insert(0, [new Y.XmlElement('p')]), 'binding');
		unwrap(history.undo());
		expect(body.length).toBe(0);
		history.dispose();
	});

	it('is refused in a document that a newer RaStudios made', () => {
		const { document, history, type, read } = setup();
		type('abc');
		document.ydoc.getMap('meta').set('schema', 99);
		expect(history.undo()).toMatchObject({ ok: false, error: { reason: 'newer' } });
		expect(read()).toBe('abc');
	});

	it('tells when there is more or less of it', () => {
		const { history, type } = setup();
		const heard: string[] = [];
		history.onChange(() => heard.push(`${history.canUndo} ${history.canRedo}`));
		type('a');
		unwrap(history.undo());
		expect(heard).toContain('true false');
		expect(heard.at(-1)).toBe('false true');
	});
});

describe('[D27] what undo of text keeps', () => {
	it('the text of steps that can be undone, and of no others', () => {
		const { history, script, root, clock } = setup('x'.repeat(MAX_TEXT_STEPS + 50));
		for (let step = 0; step < MAX_TEXT_STEPS + 50; step++) {
			unwrap(replaceText(script, { start: 0, end: 1, text: '' }));
			clock.advance(PAUSE);
		}
		expect(deletedText(root)).toHaveLength(MAX_TEXT_STEPS);
		let undone = 0;
		while (history.undo().ok) undone++;
		expect(undone).toBe(MAX_TEXT_STEPS);
		expect(root.toJSON()).toHaveLength(MAX_TEXT_STEPS);
	});

	it('nothing that could be redone, once something else was written', () => {
		const { history, type, root, read } = setup('a');
		type('undone');
		unwrap(history.undo());
		expect(deletedText(root)).toBe('undone');
		type('b');
		expect(deletedText(root)).toBe('');
		expect(history.canRedo).toBe(false);
		expect(read()).toBe('ab');
	});

	it('nothing at all once disposed: no text, no listener, and no more steps', () => {
		const { history, document, script, root, read } = setup('secret words');
		const listeners = () => [...document.ydoc._observers.values()].reduce((sum, set) => sum + set.size, 0);
		const before = listeners();
		const other = createTextHistory(document);
		other.dispose();
		expect(listeners()).toBe(before);
		unwrap(setText(script, 'words'));
		expect(deletedText(root)).toBe('secret ');
		history.dispose();
		history.dispose();
		expect(deletedText(root)).toBe('');
		unwrap(setText(script, ''));
		expect(deletedText(root)).toBe('');
		expect(history.canUndo).toBe(false);
		expect(history.undo().ok).toBe(false);
		expect(read()).toBe('');
		expect(document.encodeState().byteLength).toBeLessThan(100);
	});
});
