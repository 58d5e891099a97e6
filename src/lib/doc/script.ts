import * as Y from 'yjs';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { err, ok } from '../base/result.ts';
import type { CommandError, CommandResult } from './commands/command.ts';
import type { EditLabel, LiveDocument, Origin } from './live-document.ts';
import { REPLACEMENT } from './plain-text.ts';
import {
	changeBetween,
	changesOf,
	clearRange,
	patchText,
	readChanges,
	readText,
	scriptText,
	type TextChange,
	type TextRoot,
} from './script-text.ts';
import type { TextEdit } from './text-diff.ts';

/** A script at one moment. Lengths and places are in UTF-16 units. */
export type ScriptSnapshot = { readonly text: string; readonly length: number };

export type ScriptChanges = {
	/** To be applied in this order, each to the text that the ones before it left. */
	readonly changes: readonly TextChange[];
	readonly origin: unknown;
};

/** The text of a script in a document: what it says, and what of it changes. */
export class ScriptDocument {
	readonly document: LiveDocument;
	#root: TextRoot;
	#text: string;
	#snapshot: ScriptSnapshot | undefined;
	/** What the edit being made will change: finding it out would cost a walk over the whole text. */
	#expected: readonly TextChange[] | undefined;
	#changed = new Emitter<ScriptChanges>();
	#disposer = new Disposer();

	constructor(document: LiveDocument) {
		this.document = document;
		this.#root = scriptText(document);
		this.#text = readText(this.#root);
		const observer = (_: unknown, transaction: Y.Transaction) => this.#absorb(transaction);
		this.#root.observe(observer);
		this.#disposer.add(() => this.#root.unobserve(observer));
	}

	get snapshot(): ScriptSnapshot {
		const text = this.#text;
		return (this.#snapshot ??= Object.freeze({ text, length: text.length }));
	}

	onChange(listener: (changes: ScriptChanges) => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Why nothing may be written; undefined when it may. */
	get refusal(): CommandError | undefined {
		return this.document.refusal ?? (this.#root instanceof Y.Text ? undefined : NO_TEXT);
	}

	/** Makes edits (ascending, apart) in one transaction. Commands call this after they validated everything. */
	edit(label: EditLabel, origin: Origin, edits: readonly TextEdit[]): CommandResult {
		const { refusal, document } = this;
		const root = this.#root;
		if (refusal || !(root instanceof Y.Text)) return err(refusal ?? NO_TEXT);
		const isPlain = edits.every(({ start, end }) => !this.#text.slice(start, end).includes(REPLACEMENT));
		// Within somebody's larger transaction more may change than these edits.
		this.#expected = isPlain && document.ydoc._transaction === null ? changesOf(edits) : undefined;
		const made = document.edit(label, origin, () => {
			for (const { start, end, text } of edits.toReversed()) {
				let at = start;
				if (isPlain) root.delete(start, end - start);
				else at = document.ydoc.transact((transaction) => clearRange(root, transaction, start, end));
				root.insert(at, text);
			}
		});
		this.#expected = undefined;
		return made.ok ? ok() : made;
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#absorb(transaction: Y.Transaction): void {
		const before = this.#text;
		const read = this.#expected ?? readChanges(this.#root, transaction);
		this.#expected = undefined;
		const patched = patchText(before, read);
		this.#text = patched ?? readText(this.#root);
		const changes = patched === undefined ? changeBetween(before, this.#text) : read;
		if (changes.length === 0) return;
		this.#snapshot = undefined;
		this.#changed.emit({ changes: Object.freeze(changes), origin: transaction.origin });
	}
}

const NO_TEXT: CommandError = {
	reason: 'read-only',
	message:
		'The text of this script is open as something that is no text. Close the document and open it again.',
};
