/** A script as the language service reads it: others import it by its name. */
export type ScriptSource = { readonly id: string; readonly name: string; readonly text: string };

/** What of the page scripts look for in vain, and what they have instead. */
export type ProblemHint = 'console' | 'timers' | 'page';

/** A mistake in a script; places are in UTF-16 units. */
export type ScriptProblem = {
	readonly from: number;
	readonly to: number;
	readonly message: string;
	readonly hint?: ProblemHint;
};

export type CompletionKind =
	'method' | 'property' | 'class' | 'type' | 'variable' | 'function' | 'keyword' | 'constant' | 'namespace';

export type ScriptCompletion = {
	readonly name: string;
	readonly kind: CompletionKind;
	/** What is written instead of the name. */
	readonly insert?: string;
	/** From where it is imported when it is chosen. */
	readonly source?: string;
	/** Nearer things come first: 0 is what others are measured by. */
	readonly boost: number;
};

export type ScriptCompletions = { readonly from: number; readonly entries: readonly ScriptCompletion[] };

/** What is known of a name: how it is declared, and what its comment says. */
export type ScriptWords = { readonly signature: string; readonly comment: string };
export type ScriptHover = ScriptWords & { readonly from: number; readonly to: number };

export type TextInsert = { readonly from: number; readonly to: number; readonly text: string };
/** With what is to be written elsewhere when it is chosen, such as an import. */
export type CompletionDetails = ScriptWords & { readonly edits: readonly TextInsert[] };

/** Everything that can be asked; answers come one for each question. */
export interface LanguageQuestions {
	/** Everything there is now; what is not named is no more. */
	scripts(scripts: readonly ScriptSource[]): null;
	problems(id: string): readonly ScriptProblem[];
	completions(id: string, at: number): ScriptCompletions | null;
	details(id: string, at: number, name: string, source: string | undefined): CompletionDetails | null;
	hover(id: string, at: number): ScriptHover | null;
}

export type Question = {
	[K in keyof LanguageQuestions]: {
		readonly id: number;
		readonly ask: K;
		readonly of: Parameters<LanguageQuestions[K]>;
	};
}[keyof LanguageQuestions];

export type Answer = { readonly id: number; readonly value?: unknown; readonly failed?: string };
