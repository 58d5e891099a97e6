import type { Diagnostic } from '@codemirror/lint';
import type { ChangeDesc, Text } from '@codemirror/state';
import { m } from '#lib/paraglide/messages.js';
import type { ScriptMark } from '#lib/studio/script-session.svelte.ts';
import type { ProblemHint, ScriptProblem } from './language/language-protocol.ts';

/** Something wrong in the code as the editor and the list show it. */
export type CodeProblem = {
	readonly from: number;
	readonly to: number;
	readonly message: string;
	/** Whether it was found by reading the code, or went wrong while it ran. */
	readonly found: 'reading' | 'running';
};

const HINTS: Readonly<Record<ProblemHint, () => string>> = {
	console: m.code_hint_console,
	timers: m.code_hint_timers,
	page: m.code_hint_page,
};

export const readProblem = ({ from, to, message, hint }: ScriptProblem): CodeProblem => ({
	from,
	to,
	message: hint ? HINTS[hint]() : message,
	found: 'reading',
});

/** A mark as a stretch of the text: to the end of its line, which may not be there any more. */
export function ranProblem({ line, column = 1, message }: ScriptMark, text: Text): CodeProblem {
	const at = text.line(Math.max(1, Math.min(line, text.lines)));
	const indent = /^\s*/.exec(at.text)?.[0].length ?? 0;
	const from = at.from + Math.min(Math.max(column - 1, indent), at.length);
	return { from, to: at.to, message, found: 'running' };
}

/** Where it is after an edit. */
export const moveProblem = (problem: CodeProblem, changes: ChangeDesc): CodeProblem => {
	const from = changes.mapPos(problem.from, 1);
	return { ...problem, from, to: Math.max(from, changes.mapPos(problem.to, -1)) };
};

export const diagnosticOf = ({ from, to, message, found }: CodeProblem): Diagnostic => ({
	from,
	to,
	severity: 'error',
	message: found === 'running' ? `${m.code_problem_ran()}: ${message}` : message,
});
