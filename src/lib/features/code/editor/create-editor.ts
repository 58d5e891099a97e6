import {
	autocompletion,
	closeBrackets,
	closeBracketsKeymap,
	completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type ChangeDesc, type Extension } from '@codemirror/state';
import {
	EditorView,
	highlightActiveLine,
	highlightActiveLineGutter,
	highlightSpecialChars,
	keymap,
	lineNumbers,
} from '@codemirror/view';
import { cleanText } from '#lib/doc/plain-text.ts';
import type { ScriptSession } from '#lib/studio/script-session.svelte.ts';
import { ScriptText } from '../script-text.ts';
import { codeTheme } from './code-theme.ts';
import { peerCursors } from './peer-cursors.ts';
import { completionOf, hoverOf, type AskLanguage } from './language-tips.ts';
import { sharedText, writeFirst } from './shared-text.ts';

export type EditorOptions = {
	readonly parent: HTMLElement;
	readonly session: ScriptSession;
	/** Its accessible name. */
	readonly label: string;
	/** The id of what says how one leaves it by key. */
	readonly describedBy: string;
	readonly guest: string;
	readonly readOnly: boolean;
	/** What the search says, by what it would say in English. */
	readonly phrases: Readonly<Record<string, string>>;
	readonly language: AskLanguage;
	readonly onkey: (event: KeyboardEvent) => boolean;
	readonly onchange: (changes: ChangeDesc) => void;
	readonly onrefused: (message: string) => void;
};

const access = new Compartment();
const accessOf = (readOnly: boolean): Extension => EditorState.readOnly.of(readOnly);

/** The editor of one script, bound to the shared text. */
export function createEditor(options: EditorOptions): EditorView {
	const { parent, session, label, describedBy, guest, readOnly, phrases } = options;
	const text = ScriptText.of(session);
	return new EditorView({
		parent,
		dispatchTransactions: writeFirst(text, options.onrefused),
		state: EditorState.create({
			doc: EditorState.create({ extensions: LINES }).toText(text.text),
			extensions: [
				LINES,
				access.of(accessOf(readOnly)),
				EditorState.phrases.of(phrases),
				EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': describedBy }),
				EditorView.domEventHandlers({ keydown: options.onkey }),
				EditorView.updateListener.of(({ docChanged, changes }) => {
					if (docChanged) options.onchange(changes);
				}),
				writing(),
				reading(),
				autocompletion({ override: [completionOf(options.language)], icons: true }),
				hoverOf(options.language),
				keys(text),
				sharedText(text),
				peerCursors({ document: session.document, awareness: session.awareness, guest }),
			],
		}),
	});
}

export function setReadOnly(view: EditorView, readOnly: boolean): void {
	if (view.state.readOnly !== readOnly) view.dispatch({ effects: access.reconfigure(accessOf(readOnly)) });
}

// Places are counted as the document counts them: what ends a line is one unit, and nothing else ends one.
const LINES: Extension = EditorState.lineSeparator.of('\n');

const writing = (): Extension => [
	javascript({ typescript: true }),
	indentUnit.of('\t'),
	EditorState.tabSize.of(2),
	indentOnInput(),
	closeBrackets(),
	EditorView.clipboardInputFilter.of((text) => cleanText(text.replaceAll(/\r\n?/g, '\n'))),
];

const reading = (): Extension => [
	lineNumbers(),
	lintGutter(),
	highlightSpecialChars(),
	highlightActiveLine(),
	highlightActiveLineGutter(),
	highlightSelectionMatches(),
	bracketMatching(),
	search({ top: true }),
	codeTheme,
];

/** Tab indents; Escape before it, or Ctrl+M, lets it leave the text as everywhere else. */
const keys = ({ history }: ScriptText): Extension =>
	keymap.of([
		{ key: 'Mod-z', run: () => (history.undo(), true), preventDefault: true },
		{ key: 'Mod-Shift-z', run: () => (history.redo(), true), preventDefault: true },
		{ key: 'Mod-y', run: () => (history.redo(), true), preventDefault: true },
		...closeBracketsKeymap,
		...completionKeymap,
		...lintKeymap.filter(({ key }) => key === 'F8'),
		...searchKeymap,
		...foldKeymap,
		// The palette's.
		...defaultKeymap.filter(({ key, mac }) => key !== 'Mod-k' && mac !== 'Ctrl-k'),
		indentWithTab,
	]);
