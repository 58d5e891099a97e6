import ts from 'typescript';
import { completionKind, isUseful } from './completion-kinds.ts';
import { LanguageHost } from './language-host.ts';
import type {
	CompletionDetails,
	LanguageQuestions,
	ProblemHint,
	ScriptCompletion,
	ScriptCompletions,
	ScriptHover,
	ScriptProblem,
	ScriptSource,
	ScriptWords,
	TextInsert,
} from './language-protocol.ts';
import type { ScriptFile } from './script-file.ts';

const PREFERENCES: ts.UserPreferences = {
	includeCompletionsForModuleExports: true,
	includeCompletionsWithInsertText: true,
	includeCompletionsWithClassMemberSnippets: false,
	quotePreference: 'single',
};
const FORMAT: ts.FormatCodeSettings = { semicolons: ts.SemicolonPreference.Insert };

const HINTS: Readonly<Record<string, ProblemHint>> = {
	console: 'console',
	setTimeout: 'timers',
	setInterval: 'timers',
	requestAnimationFrame: 'timers',
	window: 'page',
	document: 'page',
	fetch: 'page',
	localStorage: 'page',
};
/** “Cannot find name …”, with and without an idea what was meant. */
const UNKNOWN_NAME = new Set([2304, 2552, 2584, 2580, 2812]);

/** What TypeScript knows of the scripts of a project. */
export class ScriptLanguage implements LanguageQuestions {
	#host = new LanguageHost();
	#service = ts.createLanguageService(this.#host);

	scripts(scripts: readonly ScriptSource[]): null {
		this.#host.setScripts(scripts);
		return null;
	}

	problems(id: string): readonly ScriptProblem[] {
		const file = this.#host.file(id);
		if (!file) return [];
		const found = [
			...this.#service.getSyntacticDiagnostics(file.name),
			...this.#service.getSemanticDiagnostics(file.name),
		];
		return found
			.filter(({ category }) => category === ts.DiagnosticCategory.Error)
			.map((diagnostic) => problemOf(file, diagnostic))
			.sort((a, b) => a.from - b.from);
	}

	completions(id: string, at: number): ScriptCompletions | null {
		const file = this.#host.file(id);
		if (!file || at > file.text.length) return null;
		const from = at - (/[\p{L}\p{N}_$]*$/u.exec(file.text.slice(0, at))?.[0].length ?? 0);
		const place = file.toChecked(at);
		const found = this.#service.getCompletionsAtPosition(file.name, place, PREFERENCES, FORMAT);
		if (!found) return null;
		const entries = found.entries.filter(isUseful).map(entryOf);
		// Words of the language and of the library are no answer while nothing of one is written.
		if (entries.length === 0 || (from === at && found.isGlobalCompletion)) return null;
		return { from, entries };
	}

	details(id: string, at: number, name: string, source: string | undefined): CompletionDetails | null {
		const file = this.#host.file(id);
		if (!file) return null;
		const place = file.toChecked(at);
		const of = this.#entryData(file, place, name, source);
		const found = this.#service.getCompletionEntryDetails(
			file.name,
			place,
			name,
			FORMAT,
			source,
			PREFERENCES,
			of,
		);
		if (!found) return null;
		const changes = (found.codeActions ?? []).flatMap((action) => action.changes);
		const edits = changes
			.filter(({ fileName }) => fileName === file.name)
			.flatMap(({ textChanges }) => textChanges.map((change) => insertOf(file, change)));
		return { ...wordsOf(found), edits };
	}

	hover(id: string, at: number): ScriptHover | null {
		const file = this.#host.file(id);
		const info = file && this.#service.getQuickInfoAtPosition(file.name, file.toChecked(at));
		return info ? { ...rangeOf(file, info.textSpan), ...wordsOf(info) } : null;
	}

	#entryData(file: ScriptFile, place: number, name: string, source: string | undefined) {
		if (source === undefined) return undefined;
		const { entries = [] } =
			this.#service.getCompletionsAtPosition(file.name, place, PREFERENCES, FORMAT) ?? {};
		return entries.find((entry) => entry.name === name && entry.source === source)?.data;
	}
}

function problemOf(file: ScriptFile, { start, length, messageText, code }: ts.Diagnostic): ScriptProblem {
	const range = rangeOf(file, { start: start ?? 0, length: length ?? 0 });
	const message = ts.flattenDiagnosticMessageText(messageText, '\n');
	const word = file.text.slice(range.from, range.to);
	const hint = UNKNOWN_NAME.has(code) && Object.hasOwn(HINTS, word) ? HINTS[word] : undefined;
	return { ...range, message, ...(hint && { hint }) };
}

function entryOf(entry: ts.CompletionEntry): ScriptCompletion {
	const { name, insertText, source, sortText } = entry;
	return {
		name,
		kind: completionKind(entry.kind),
		boost: 13 - (Number.parseInt(sortText, 10) || 13),
		...(insertText !== undefined && { insert: insertText }),
		...(source !== undefined && { source }),
	};
}

type Described = {
	readonly displayParts?: ts.SymbolDisplayPart[];
	readonly documentation?: ts.SymbolDisplayPart[];
	readonly tags?: ts.JSDocTagInfo[];
};

const wordsOf = ({ displayParts, documentation }: Described): ScriptWords => ({
	signature: ts.displayPartsToString(displayParts),
	comment: ts.displayPartsToString(documentation),
});

function rangeOf(file: ScriptFile, { start, length }: ts.TextSpan): { from: number; to: number } {
	return { from: file.toWritten(start), to: file.toWritten(start + length) };
}

function insertOf(file: ScriptFile, { span, newText }: ts.TextChange): TextInsert {
	return { ...rangeOf(file, span), text: newText };
}
