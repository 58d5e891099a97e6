import type { GameWorld } from '../world/game-world.ts';
import { Reports, type Reporter } from './reports.ts';
import type { RunningScript, RunningScripts } from './running-scripts.ts';
import { hookOf, type Hook } from './script-base.ts';

/** Calls scripts, one at a time. What breaks in one is told of it, and keeps nothing else from its turn. */
export class ScriptCalls {
	/** The tick that is played: when what is told happened. */
	tick = 0;
	readonly #running: RunningScripts;
	readonly #reports: Reports;
	#current: RunningScript | undefined;

	constructor(running: RunningScripts, world: GameWorld) {
		this.#running = running;
		this.#reports = new Reports(world);
	}

	/** Whose code runs. */
	get current(): RunningScript | undefined {
		return this.#current;
	}

	/** Calls a hook of all that have it, by module. */
	all(hook: Hook, given: unknown): void {
		for (const group of this.#running.naming(hook))
			// Those that come meanwhile wait for the next time.
			for (let at = 0, { length } = group; at < length;) at = this.#upToError(group, at, length, hook, given);
	}

	/** Calls a hook where the script has it; answers whether it went through. */
	one(running: RunningScript, hook: Hook, ...given: readonly unknown[]): boolean {
		const call = hookOf(running.script, hook);
		return call === undefined || this.run(running, () => Reflect.apply(call, running.script, given));
	}

	/** Calls what a timer of the script was given. */
	later(running: RunningScript, call: (() => void) | string): void {
		this.#running.mark(running.module);
		this.run(running, () => {
			if (typeof call === 'function') return call();
			const method = running.script[call];
			if (typeof method !== 'function') throw new TypeError(`There is no method “${call}” to call.`);
			return (method as () => unknown).call(running.script);
		});
	}

	/** Runs something of a script; answers whether it went through. */
	run(running: RunningScript, what: () => unknown): boolean {
		this.#current = running;
		try {
			this.#wait(running, what());
			return true;
		} catch (cause) {
			this.error(cause);
			return false;
		} finally {
			this.#current = undefined;
		}
	}

	/** Tells what was thrown; `of`: in what. */
	error(cause: unknown, of: Reporter = this.#reporter()): void {
		this.#reports.error(of, cause, this.tick);
	}

	warn(text: string, of: Reporter): void {
		this.#reports.warn(of, text, this.tick);
	}

	/** Says some values on the console. */
	log(values: readonly unknown[], of: Reporter = this.#reporter()): void {
		this.#reports.log(of, values, this.tick);
	}

	/** From `at` on, up to the first that breaks, and answers where to go on: to be ready for each costs a thousand times. */
	#upToError(group: readonly RunningScript[], at: number, end: number, hook: Hook, given: unknown): number {
		let i = at;
		try {
			for (; i < end; i++) {
				const running = group[i]!;
				const call = running.isStarted && !running.isOver ? hookOf(running.script, hook) : undefined;
				if (!call) continue;
				this.#current = running;
				const answer = call.call(running.script, given);
				if (answer !== undefined) this.#wait(running, answer);
			}
		} catch (cause) {
			this.error(cause);
			i++;
		}
		this.#current = undefined;
		return i;
	}

	/** Ticks wait for nobody: what goes on by itself would differ from game to game. */
	#wait(running: RunningScript, answer: unknown): void {
		if (typeof (answer as { readonly then?: unknown } | null | undefined)?.then !== 'function') return;
		const of = reporterOf(running);
		this.warn('It returned a promise. The game does not wait: use this.after().', of);
		Promise.resolve(answer).catch((cause: unknown) => this.error(cause, of));
	}

	#reporter(): Reporter {
		return this.#current ? reporterOf(this.#current) : { index: -1, script: '' };
	}
}

export const reporterOf = ({ entity, module }: RunningScript): Reporter => ({
	index: entity.index,
	script: module,
});
