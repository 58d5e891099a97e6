import { REGISTER } from './register.ts';
import { compileScript, type ScriptProblem } from './compile-script.ts';

/** A script of the project. */
export type ScriptSource = {
	/** Its document's id. */
	readonly id: string;
	/** Its document's name: others import it by that, `./Door`. */
	readonly name: string;
	readonly text: string;
};

/** Where a script lies in the linked text. */
export type LinkedModule = {
	readonly id: string;
	readonly name: string;
	/** The line (from 1) of the linked text on which its first line stands. */
	readonly firstLine: number;
	readonly lines: number;
};

export type LinkProblem = ScriptProblem & {
	/** The script's document. */
	readonly id: string;
};

/** All scripts of a game as one text that runs behind the game's own: it registers each, and runs none. */
export type LinkedScripts = {
	readonly text: string;
	readonly modules: readonly LinkedModule[];
	readonly problems: readonly LinkProblem[];
};

/** What the language counts as the end of a line. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/** What a script that does not parse throws when it is asked for. */
export const BROKEN = 'This script does not parse.';

/** Types can be nested so that whoever reads them goes back and forth for years. */
export const TOO_LONG: ScriptProblem = {
	...{ line: 1, column: 0 },
	message: 'It takes too long to read: what is inside of what in it must be simpler.',
};

export type LinkOptions = {
	/** Scripts that cannot be read in time. */
	readonly unread?: readonly string[];
	/** Is told of each script before it is read. */
	readonly onread?: (id: string) => void;
};

/**
 * Links scripts without running anything. Never throws: what does not parse is told, and throws only when the game asks
 * for it. Lines stay as they are, so that places in errors can be found again (`placeOf`).
 */
export function linkScripts(
	sources: readonly ScriptSource[],
	{ unread = [], onread = () => {} }: LinkOptions = {},
): LinkedScripts {
	const modules: LinkedModule[] = [];
	const problems: LinkProblem[] = [];
	const parts: string[] = [];
	let line = 1;
	for (const { id, name, text } of sources) {
		onread(id);
		const compiled = unread.includes(id) ? TOO_LONG : compileScript(text);
		if ('message' in compiled) problems.push({ id, ...compiled });
		const body = 'message' in compiled ? `throw new SyntaxError(${JSON.stringify(BROKEN)});` : compiled.code;
		// In a function of its own, as at the top of a file: there names like `exports` are free.
		const lines = body.split(LINE_END).length;
		parts.push(
			`${REGISTER}(${JSON.stringify(id)}, ${JSON.stringify(name)}, function (exports, require) { (function () {`,
			body,
			'})(); });',
		);
		modules.push({ id, name, firstLine: line + 1, lines });
		line += lines + 2;
	}
	return { text: parts.join('\n'), modules, problems };
}

/** A place in a script; lines from 1. */
export type ScriptPlace = { readonly id: string; readonly name: string; readonly line: number };

/**
 * Where in the scripts an error came from: the innermost place of a stack that lies in one. `before`: lines of the text
 * in front of the linked one.
 */
export function placeOf(
	linked: Pick<LinkedScripts, 'modules'>,
	stack: string,
	before: number,
): ScriptPlace | undefined {
	for (const [, line] of stack.matchAll(/:(\d+):\d+\)?$/gm)) {
		const at = Number(line) - before;
		const module = linked.modules.find(({ firstLine, lines }) => at >= firstLine && at < firstLine + lines);
		if (module) return { id: module.id, name: module.name, line: at - module.firstLine + 1 };
	}
	return undefined;
}
