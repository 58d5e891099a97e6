import { linkInWorker } from '../runtime/link/link-worker-adapter.ts';
import { placeOf, type LinkProblem, type ScriptPlace } from '../runtime/link/link-scripts.ts';
import { openSandbox } from '../runtime/sandbox/sandbox-adapter.ts';
import type { SandboxOpener } from '../runtime/sandbox/sandboxed-simulation.ts';
import { gameText } from '../runtime/worker/game-text-adapter.ts';
import { readScripts, type ScriptsOfProject } from './project-scripts.ts';

/** All that runs in a game's sandbox: the same text until a script is changed. */
export type GameCode = {
	readonly open: SandboxOpener;
	/** The scripts alone, as one text. */
	readonly text: string;
	readonly problems: readonly LinkProblem[];
	nameOf(script: string): string;
	/** Where an error came from, by its stack; else the script's first line, as far as that is known. */
	placeOf(stack: string, script: string): ScriptPlace | null;
};

/** Links the scripts of a project as they are now. Rejects with a `GameFailure` where what does that is not here. */
export async function linkCode(session: ScriptsOfProject): Promise<GameCode> {
	const [text, linked] = await Promise.all([gameText(), linkInWorker(readScripts(session))]);
	const linesBefore = text.split('\n').length;
	const known = new Map(linked.modules.map(({ id, name }) => [id, name]));
	return {
		open: (onerror) => openSandbox(`${text}\n${linked.text}`, onerror),
		text: linked.text,
		problems: linked.problems,
		nameOf: (script) => known.get(script) ?? '',
		placeOf(stack, script) {
			const name = known.get(script);
			const whole = name === undefined ? null : { id: script, name, line: 0 };
			return placeOf(linked, stack, linesBefore) ?? whole;
		},
	};
}
