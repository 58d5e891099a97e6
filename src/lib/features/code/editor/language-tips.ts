import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { pickedCompletion } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { hoverTooltip, type EditorView } from '@codemirror/view';
import type {
	CompletionDetails,
	ScriptCompletion,
	ScriptCompletions,
	ScriptHover,
	ScriptWords,
} from '../language/language-protocol.ts';

/** What the editor asks of the language service about its script; null where there is no answer. */
export interface AskLanguage {
	completions(at: number): Promise<ScriptCompletions | null>;
	details(at: number, name: string, source: string | undefined): Promise<CompletionDetails | null>;
	hover(at: number): Promise<ScriptHover | null>;
}

const WORD = /^[\p{L}\p{N}_$]*$/u;

export const completionOf =
	(language: AskLanguage) =>
	async (context: CompletionContext): Promise<CompletionResult | null> => {
		const { pos, explicit } = context;
		const isWanted = explicit || context.matchBefore(/[\p{L}_$][\p{L}\p{N}_$]*|[.'"]/u);
		const found = isWanted ? await language.completions(pos) : null;
		if (!found || context.aborted) return null;
		const options = found.entries.map((entry) => optionOf(language, entry, pos));
		return { from: found.from, options, validFor: WORD };
	};

function optionOf(language: AskLanguage, entry: ScriptCompletion, at: number): Completion {
	const { name, kind, source, insert = name, boost } = entry;
	const details = () => language.details(at, name, source);
	return {
		label: name,
		type: kind,
		boost,
		...(source !== undefined && { detail: source }),
		info: () => details().then((words) => words && wordsElement(words)),
		apply(view, completion, from, to) {
			const imports = source === undefined ? null : language.details(at, name, source);
			view.dispatch({
				changes: { from, to, insert },
				selection: { anchor: from + insert.length },
				annotations: pickedCompletion.of(completion),
				userEvent: 'input.complete',
			});
			void imports?.then((found) => found && writeImports(view, found, from));
		},
	};
}

/** Adds what a chosen name takes, above where it was written, unless something changed there meanwhile. */
function writeImports(view: EditorView, { edits }: CompletionDetails, before: number): void {
	if (edits.some(({ to }) => to > before)) return;
	view.dispatch({
		changes: edits.map(({ from, to, text }) => ({ from, to, insert: text })),
		userEvent: 'input.complete',
	});
}

export const hoverOf = (language: AskLanguage): Extension =>
	hoverTooltip(async (_view, pos) => {
		const found = await language.hover(pos);
		if (!found || found.signature === '') return null;
		return { pos: found.from, end: found.to, create: () => ({ dom: wordsElement(found) }) };
	});

function wordsElement({ signature, comment }: ScriptWords): HTMLElement {
	const words = document.createElement('div');
	words.className = 'code-words';
	for (const [name, text] of [
		['code-signature', signature],
		['code-comment', comment],
	] as const) {
		if (text === '') continue;
		const part = document.createElement('p');
		part.className = name;
		part.textContent = text;
		words.append(part);
	}
	return words;
}
