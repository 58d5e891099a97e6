import { EditorState, type Transaction, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import { setText } from '#lib/doc/commands/edit-script.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { seededRandom } from '#lib/base/random.ts';
import { MAX_TEXT_LENGTH } from '#lib/doc/plain-text.ts';
import { ScriptText } from '../script-text.ts';
import { showChanges, writeFirst } from './shared-text.ts';

/** An editor without its screen, over a script of its own replica. */
function openEditor(id = mintDocumentId()) {
	const text = new ScriptText(new LiveDocument(id, 'script'));
	const refused: string[] = [];
	const write = writeFirst(text, (message) => refused.push(message));
	void text.history;
	const view = {
		state: EditorState.create({ doc: '', extensions: EditorState.lineSeparator.of('\n') }),
		update(transactions: readonly Transaction[]) {
			for (const { state } of transactions) this.state = state;
		},
		dispatch(...specs: unknown[]) {
			write([this.state.update(...(specs as TransactionSpec[]))], this);
		},
	};
	showChanges(text, view);
	const type = (from: number, insert: string, to = from) => view.dispatch({ changes: { from, to, insert } });
	return { text, view, refused, type, shown: () => view.state.doc.toString() };
}

function openTwo() {
	const ada = openEditor();
	const bo = openEditor(ada.text.document.id);
	const pass = (from: typeof ada, to: typeof ada) =>
		from.text.document.onUpdate(({ bytes, local }) => local && to.text.document.apply(bytes, 'network'));
	pass(ada, bo);
	pass(bo, ada);
	return { ada, bo };
}

describe('[T21] the code editor and the script', () => {
	it('says the same on both sides, whatever is typed where', () => {
		const { ada, bo } = openTwo();
		const random = seededRandom(21);
		const below = (most: number) => Math.floor(random() * most);
		for (let step = 0; step < 300; step++) {
			const who = below(2) === 0 ? ada : bo;
			const { length } = who.view.state.doc;
			const from = below(length + 1);
			const to = Math.min(length, from + below(4));
			if (below(8) === 0) who.text.history.undo();
			else who.type(from, ['', 'a', '\n', 'b\tc', '\r\n'][below(5)] ?? '', to);
			for (const { shown, text } of [ada, bo]) expect(shown()).toBe(text.text);
			expect(ada.shown()).toBe(bo.shown());
		}
		expect(ada.shown().length).toBeGreaterThan(20);
	});

	it('undoes only what its person wrote, and leads there', () => {
		const { ada, bo } = openTwo();
		ada.type(0, 'one\n');
		bo.type(4, 'two\n');
		ada.text.history.undo();
		expect(bo.shown()).toBe('two\n');
		ada.text.history.redo();
		expect(ada.shown()).toBe('one\ntwo\n');
		expect(ada.view.state.selection.main.head).toBe(4);
	});

	it('does not show what the script refuses, and says why', () => {
		const { text, type, shown, refused } = openEditor();
		type(0, 'x'.repeat(MAX_TEXT_LENGTH));
		type(0, 'one more');
		expect(shown()).toHaveLength(MAX_TEXT_LENGTH);
		expect(shown()).toBe(text.text);
		expect(refused).toEqual([expect.stringContaining('Split it into several scripts')]);
	});

	it('shows what is formatted or restored without writing it again', () => {
		const { ada, bo } = openTwo();
		ada.type(0, 'let a=1');
		setText(ada.text.script, 'let a = 1;\n');
		expect([ada.shown(), bo.shown()]).toEqual(['let a = 1;\n', 'let a = 1;\n']);
	});
});
