import { Annotation, ChangeSet, type Transaction } from '@codemirror/state';
import { ViewPlugin, type EditorView } from '@codemirror/view';
import type { Dispose } from '#lib/base/disposer.ts';
import { editText } from '#lib/doc/commands/edit-script.ts';
import type { TextChange } from '#lib/doc/script-text.ts';
import type { TextEdit } from '#lib/doc/text-diff.ts';
import type { ScriptText } from '../script-text.ts';

/** Marks what the script already says: it is shown, and not written again. */
const isShown = Annotation.define<true>();

/**
 * Writes what is typed into the script before it is shown, so that what the script refuses is not shown either. Returns
 * what to give the view as its `dispatchTransactions`.
 */
export function writeFirst(text: ScriptText, onrefused: (message: string) => void) {
	return (transactions: readonly Transaction[], view: Pick<EditorView, 'update'>): void => {
		const edits = editsOf(transactions);
		if (edits.length > 0) {
			writing.add(text);
			const written = editText(text.script, edits);
			writing.delete(text);
			if (!written.ok) return onrefused(written.error.message);
		}
		view.update(transactions);
	};
}

const writing = new WeakSet<ScriptText>();

function editsOf(transactions: readonly Transaction[]): TextEdit[] {
	const typed = transactions.filter(({ docChanged }) => docChanged);
	const [first, ...more] = typed;
	if (!first || typed.some((transaction) => transaction.annotation(isShown))) return [];
	const edits: TextEdit[] = [];
	const changes = more.reduce<ChangeSet>((all, { changes }) => all.compose(changes), first.changes);
	changes.iterChanges((start, end, _from, _to, inserted) => {
		edits.push({ start, end, text: inserted.toString() });
	});
	return edits;
}

/** Shows what others write, and what is undone, formatted or restored; undoing leads to where it was. */
export const sharedText = (text: ScriptText) =>
	ViewPlugin.define((view) => ({ destroy: showChanges(text, view) }));

export const showChanges = (text: ScriptText, view: Pick<EditorView, 'state' | 'dispatch'>): Dispose =>
	text.script.onChange(({ changes, origin }) => {
		if (writing.has(text)) return;
		const set = changeSetOf(view.state.doc.length, changes);
		// Only undo has an object for its origin.
		const isStep = typeof origin === 'object' && origin !== null;
		const end = isStep ? endOf(set) : undefined;
		view.dispatch({
			changes: set,
			annotations: isShown.of(true),
			...(end !== undefined && { selection: { anchor: end }, scrollIntoView: true }),
		});
	});

/** Each is to be applied to what the ones before it left. */
function changeSetOf(length: number, changes: readonly TextChange[]): ChangeSet {
	let all = ChangeSet.empty(length);
	for (const { index, removed, inserted } of changes) {
		const spec = { from: index, to: index + removed, insert: inserted };
		all = all.compose(ChangeSet.of(spec, all.newLength, '\n'));
	}
	return all;
}

function endOf(set: ChangeSet): number | undefined {
	let end: number | undefined;
	set.iterChanges((_start, _end, _from, to) => (end = to));
	return end;
}
