import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags as t } from '@lezer/highlight';

const COLOURS = HighlightStyle.define([
	{ tag: [t.keyword, t.modifier, t.self, t.null, t.bool, t.atom], color: 'var(--code-keyword)' },
	{ tag: [t.string, t.special(t.string), t.regexp], color: 'var(--code-text)' },
	{ tag: [t.number], color: 'var(--code-number)' },
	{ tag: [t.comment], color: 'var(--ink-faint)', fontStyle: 'italic' },
	{ tag: [t.typeName, t.className, t.namespace], color: 'var(--code-type)' },
	{ tag: [t.function(t.variableName), t.function(t.propertyName)], color: 'var(--code-call)' },
	{ tag: [t.operator, t.punctuation, t.bracket, t.separator], color: 'var(--ink-soft)' },
	{ tag: t.invalid, color: 'var(--error)' },
]);

const LOOK = EditorView.theme({
	'&': { height: '100%', color: 'var(--ink)', fontSize: 'var(--code-size)' },
	'&.cm-focused': { outline: 'none' },
	'.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
	'.cm-content': { padding: '8px 0 30vb', caretColor: 'var(--accent)', minHeight: '100%' },
	'.cm-line': { padding: '0 16px 0 6px' },
	'.cm-gutters': { border: 'none', background: 'var(--panel)', color: 'var(--ink-faint)' },
	'.cm-activeLine': { background: 'color-mix(in srgb, var(--hover), transparent 55%)' },
	'.cm-activeLineGutter': { background: 'transparent', color: 'var(--ink)' },
	'.cm-selectionMatch': { background: 'var(--accent-wash)' },
	'&.cm-focused .cm-matchingBracket': { background: 'var(--accent-wash)', color: 'inherit' },
	'&.cm-focused .cm-nonmatchingBracket': { background: 'transparent', color: 'var(--error)' },
	'.cm-searchMatch': { background: 'color-mix(in srgb, var(--warning), transparent 65%)' },
	'.cm-searchMatch-selected': { background: 'color-mix(in srgb, var(--warning), transparent 30%)' },
	'.cm-lintRange-error': {
		backgroundImage: 'none',
		textDecoration: 'underline wavy var(--error)',
		textUnderlineOffset: '3px',
	},
	'.cm-gutter-lint': { width: '16px' },
	'.cm-lint-marker': { width: '8px', height: '8px', padding: '0' },
	'.cm-lint-marker-error': {
		content: 'none',
		margin: '6px 4px',
		borderRadius: '50%',
		background: 'var(--error)',
	},
	'.cm-panels': { background: 'var(--panel)', color: 'var(--ink)', fontFamily: 'var(--font)' },
	'.cm-panels-top': { borderBottom: '1px solid var(--line)' },
});

const FLOATING = EditorView.theme({
	'.cm-tooltip': {
		overflow: 'hidden',
		maxWidth: 'min(520px, 92vw)',
		border: '1px solid var(--line-strong)',
		borderRadius: 'var(--radius-md)',
		background: 'var(--raised)',
		boxShadow: 'var(--shadow)',
		color: 'var(--ink)',
	},
	'.cm-tooltip .code-words': { padding: '8px 10px', maxHeight: '40vh', overflow: 'auto' },
	'.code-signature': { whiteSpace: 'pre-wrap', fontFamily: 'var(--mono)', fontSize: 'var(--text-sm)' },
	'.code-comment': { marginBlockStart: '4px', whiteSpace: 'pre-wrap', color: 'var(--ink-soft)' },
	'.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '16em' },
	'.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
	'.cm-tooltip-autocomplete ul li[aria-selected]': {
		background: 'var(--accent-strong)',
		color: 'var(--accent-ink)',
	},
	'.cm-tooltip.cm-completionInfo': { padding: '0' },
	'.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'var(--weight-strong)' },
	'.cm-completionIcon': { opacity: '1', color: 'var(--ink-faint)' },
	'li[aria-selected] .cm-completionIcon': { color: 'inherit' },
	'.cm-diagnostic': { padding: '6px 10px', whiteSpace: 'pre-wrap', fontFamily: 'var(--font)' },
	'.cm-diagnostic-error': { borderInlineStart: '3px solid var(--error)' },
	'.cm-panel.cm-search': {
		display: 'flex',
		flexWrap: 'wrap',
		gap: '4px',
		padding: '6px 34px 6px 8px',
	},
	'.cm-panel.cm-search br': { flexBasis: '100%', display: 'none' },
	'.cm-textfield': {
		margin: '0',
		minWidth: '10ch',
		minHeight: 'var(--control-sm)',
		padding: '2px 8px',
		border: '1px solid var(--line-strong)',
		borderRadius: 'var(--radius-sm)',
		background: 'var(--field)',
		color: 'inherit',
		fontSize: 'var(--text-sm)',
	},
	'.cm-button': {
		margin: '0',
		minHeight: 'var(--control-sm)',
		padding: '2px 8px',
		border: '1px solid var(--line-strong)',
		borderRadius: 'var(--radius-sm)',
		background: 'var(--raised)',
		backgroundImage: 'none',
		color: 'inherit',
		fontSize: 'var(--text-sm)',
	},
	'.cm-button:active': { backgroundImage: 'none' },
	'.cm-panel.cm-search label': {
		display: 'inline-flex',
		alignItems: 'center',
		gap: '4px',
		margin: '0 4px',
		fontSize: 'var(--text-sm)',
	},
	'.cm-panel.cm-search [name=close]': {
		insetBlockStart: '6px',
		insetInlineEnd: '6px',
		minWidth: 'var(--control-sm)',
		minHeight: 'var(--control-sm)',
		color: 'var(--ink-soft)',
		fontSize: '18px',
	},
});

/** Drawn by our tokens, which follow the theme by themselves. */
export const codeTheme = [LOOK, FLOATING, syntaxHighlighting(COLOURS)];
