import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { linkInWorker } from '../runtime/link/link-worker-adapter.ts';
import {
	placeOf,
	type LinkedScripts,
	type LinkProblem,
	type ScriptPlace,
	type ScriptSource,
} from '../runtime/link/link-scripts.ts';
import { openSandbox, type SandboxError } from '../runtime/sandbox/sandbox-adapter.ts';
import type { SandboxOpener } from '../runtime/sandbox/sandboxed-simulation.ts';
import { gameText, type GameText } from '../runtime/worker/game-text-adapter.ts';
import { readScripts, watchScripts, type ScriptsOfProject } from './project-scripts.ts';

/** What games are made of that run in the browser's sandbox; tests have another. */
export type GameWorkshop = {
	link(sources: readonly ScriptSource[]): Promise<LinkedScripts>;
	text(scripts: string): Promise<GameText>;
	open: typeof openSandbox;
};

const BROWSERS: GameWorkshop = { link: linkInWorker, text: gameText, open: openSandbox };

/** A sandbox that nobody plays in yet. It runs nothing of the scripts until it is told to begin. */
type Spare = { readonly sandbox: ReturnType<typeof openSandbox>; onerror: (error: SandboxError) => void };

/** All that runs in a game's sandbox: the same text until a script is changed. */
export class GameCode {
	/** The scripts alone, as one text. */
	readonly text: string;
	readonly problems: readonly LinkProblem[];
	#linked: LinkedScripts;
	#game: GameText;
	#open: GameWorkshop['open'];
	#known: ReadonlyMap<string, string>;
	#spare: Spare | undefined;

	constructor(linked: LinkedScripts, game: GameText, open: GameWorkshop['open']) {
		this.text = linked.text;
		this.problems = linked.problems;
		this.#linked = linked;
		this.#game = game;
		this.#open = open;
		this.#known = new Map(linked.modules.map(({ id, name }) => [id, name]));
	}

	/** Opens a sandbox: the one that stands ready, where there is one. */
	readonly open: SandboxOpener = (onerror) => {
		const spare = this.#spare;
		this.#spare = undefined;
		if (!spare) return this.#open(this.#game.code, onerror);
		spare.onerror = onerror;
		return spare.sandbox;
	};

	/** Has a sandbox stand ready for whoever opens the next. */
	prepare(): void {
		if (this.#spare) return;
		// One that breaks while it waits is of no use.
		const onerror = () => this.dispose();
		const sandbox = this.#open(this.#game.code, (error) => spare.onerror(error));
		const spare: Spare = { sandbox, onerror };
		this.#spare = spare;
	}

	/** Nobody needs the one that stands ready any more. */
	readonly dispose: Dispose = () => {
		const spare = this.#spare;
		this.#spare = undefined;
		void spare?.sandbox.then((sandbox) => sandbox.dispose());
	};

	nameOf(script: string): string {
		return this.#known.get(script) ?? '';
	}

	/** Where an error came from, by its stack; else the script's first line, as far as that is known. */
	placeOf(stack: string, script: string): ScriptPlace | null {
		const name = this.#known.get(script);
		const whole = name === undefined ? null : { id: script, name, line: 0 };
		return placeOf(this.#linked, stack, this.#game.linesBefore) ?? whole;
	}
}

type Kept = { readonly sources: readonly ScriptSource[]; readonly code: Promise<GameCode> };

/** As long as nobody goes on writing, ms. */
const SETTLED_MS = 2000;

/** What the games of a project run, linked anew only where a script says something else. */
export class GameCodes {
	#session: ScriptsOfProject;
	#clock: Clock;
	#workshop: GameWorkshop;
	#kept: Kept | undefined;
	#isOver = false;
	#isAhead = false;
	#stopWatching: Dispose = () => {};
	#stopWaiting: Dispose = () => {};

	constructor(session: ScriptsOfProject, clock: Clock, workshop: GameWorkshop = BROWSERS) {
		this.#session = session;
		this.#clock = clock;
		this.#workshop = workshop;
	}

	/** Of the scripts as they are now, for a game. Rejects with a `GameFailure` where what links them is not here. */
	link(): Promise<GameCode> {
		this.#rest();
		return this.#link();
	}

	/** Has the next game begin sooner, also when scripts are changed until then. Where that cannot be, it begins as it would have. */
	async prepare(): Promise<void> {
		if (this.#isOver) return;
		this.#rest();
		this.#stopWatching = watchScripts(this.#session, () => {
			this.#stopWaiting();
			this.#stopWaiting = this.#clock.after(SETTLED_MS, () => void this.prepare());
		});
		const linking = this.#link();
		const code = await linking.catch(() => undefined);
		if (this.#kept?.code === linking) code?.prepare();
	}

	/**
	 * Somebody writes while a game runs: what it is to go on with is made ready meanwhile, for what is written last. What does
	 * not parse is not gone on with.
	 */
	async ahead(): Promise<void> {
		if (this.#isAhead) return;
		this.#isAhead = true;
		while (!this.#isOver) {
			const linking = this.#link();
			const code = await linking.catch(() => undefined);
			if (!code || this.#isOver) break;
			// More was written meanwhile.
			if (this.#link() !== linking) continue;
			if (code.problems.length === 0) code.prepare();
			break;
		}
		this.#isAhead = false;
	}

	dispose(): void {
		this.#isOver = true;
		this.#rest();
		this.#forget();
	}

	#link(): Promise<GameCode> {
		const sources = readScripts(this.#session);
		if (this.#kept && isSame(this.#kept.sources, sources)) return this.#kept.code;
		this.#forget();
		const kept: Kept = { sources, code: this.#make(sources) };
		this.#kept = kept;
		kept.code.catch(() => {
			// The next one tries again.
			if (this.#kept === kept) this.#kept = undefined;
		});
		return kept.code;
	}

	async #make(sources: readonly ScriptSource[]): Promise<GameCode> {
		const linked = await this.#workshop.link(sources);
		return new GameCode(linked, await this.#workshop.text(linked.text), this.#workshop.open);
	}

	#forget(): void {
		void this.#kept?.code.then(({ dispose }) => dispose()).catch(() => {});
		this.#kept = undefined;
	}

	#rest(): void {
		this.#stopWatching();
		this.#stopWaiting();
	}
}

const isSame = (one: readonly ScriptSource[], other: readonly ScriptSource[]): boolean =>
	one.length === other.length &&
	one.every(
		({ id, name, text }, i) => id === other[i]?.id && name === other[i].name && text === other[i].text,
	);
