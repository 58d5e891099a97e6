import { parse, type Program } from 'acorn';
import { transform } from 'sucrase';

/** Where a script is wrong; lines from 1, columns from 0. */
export type ScriptProblem = { readonly line: number; readonly column: number; readonly message: string };

/** JavaScript on the same lines as the script: its imports are calls of `require`, what it gives is on `exports`. */
export type CompiledScript = { readonly code: string; readonly program: Program };

/**
 * Takes the types out of a script. Never throws: what does not parse is told as a problem. Types are not checked here,
 * so that what is merely doubtful runs.
 */
export function compileScript(text: string): CompiledScript | ScriptProblem {
	const code = withoutTypes(text);
	if (typeof code !== 'string') return code;
	try {
		// The first lets much pass; one script that is none would keep all the others from running.
		return { code, program: parse(code, { ecmaVersion: 2023, sourceType: 'script', allowHashBang: false }) };
	} catch (cause) {
		const { line, column, message } = problemOf(cause);
		// Before it on the first line stands what was put there.
		return { line, column: line === 1 ? 0 : column, message };
	}
}

function withoutTypes(text: string): string | ScriptProblem {
	try {
		return transform(text, {
			transforms: ['typescript', 'imports'],
			disableESTransforms: true,
			preserveDynamicImport: true,
			production: true,
		}).code;
	} catch (cause) {
		const { line, column, message } = problemOf(cause);
		return { line, column: Math.max(0, column - 1), message };
	}
}

/** Both parsers name the place in their message, and on the error. */
function problemOf(cause: unknown): ScriptProblem {
	const { message, loc } = cause as {
		readonly message?: unknown;
		readonly loc?: { readonly line?: unknown; readonly column?: unknown };
	};
	return {
		line: typeof loc?.line === 'number' ? loc.line : 1,
		column: typeof loc?.column === 'number' ? loc.column : 0,
		message: String(message)
			.replace(/^Error transforming[^:]*: /, '')
			.replace(/ \(\d+:\d+\)$/, ''),
	};
}
