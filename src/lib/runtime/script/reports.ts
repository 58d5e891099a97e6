import type { GameWorld } from '../world/game-world.ts';
import { describe } from './api-values.ts';

/** More lines than this in one tick nobody reads. */
const MOST_A_TICK = 50;
/** The same mistake is told again after so many ticks. */
const AGAIN_AFTER = 60;
const MOST_KNOWN = 1000;
const LONGEST_STACK = 2000;
const LONGEST_TEXT = 1000;

/** Of whom something is told: an entity's index (−1: none), and a script's document ('': none). */
export type Reporter = { readonly index: number; readonly script: string };

/** What scripts say on the console, and what went wrong in them. */
export class Reports {
	#world: GameWorld;
	/** In this tick. Errors count apart: who talks without end silences nobody's mistake. */
	#told = { lines: 0, mistakes: 0 };
	#tick = -1;
	/** By place and words: when a mistake was told last. */
	#known = new Map<string, number>();

	constructor(world: GameWorld) {
		this.#world = world;
	}

	/** Says some values. */
	log(of: Reporter, values: readonly unknown[], tick: number): void {
		if (this.#mayTell(tick, 'lines')) this.#tell(of, 'info', values.map(describe).join(' '), '');
	}

	warn(of: Reporter, text: string, tick: number): void {
		if (this.#isNews(`${of.script} ${text}`, tick)) this.#tell(of, 'warn', text, '');
	}

	/** A script broke: what it threw. Tells the same from the same place once a second. */
	error(of: Reporter, cause: unknown, tick: number): void {
		const stack = stackOf(cause);
		const text = describe(cause);
		const [, place = ''] = /(:\d+:\d+)/.exec(stack) ?? [];
		if (this.#isNews(`${of.script} ${place} ${text}`, tick)) this.#tell(of, 'error', text, stack);
	}

	#isNews(key: string, tick: number): boolean {
		const before = this.#known.get(key);
		if (before !== undefined && tick - before < AGAIN_AFTER) return false;
		if (this.#known.size >= MOST_KNOWN) this.#known.clear();
		this.#known.set(key, tick);
		return this.#mayTell(tick, 'mistakes');
	}

	#mayTell(tick: number, what: 'lines' | 'mistakes'): boolean {
		if (tick !== this.#tick) this.#told = { lines: 0, mistakes: 0 };
		this.#tick = tick;
		return ++this.#told[what] <= MOST_A_TICK;
	}

	#tell({ index, script }: Reporter, level: 'info' | 'warn' | 'error', text: string, stack: string): void {
		this.#world.tell({ type: 'log', level, text: text.slice(0, LONGEST_TEXT), index, script, stack });
	}
}

/** Never throws: what was thrown may be anything. */
function stackOf(cause: unknown): string {
	try {
		const stack = (cause as { readonly stack?: unknown } | null)?.stack;
		return typeof stack === 'string' ? stack.slice(0, LONGEST_STACK) : '';
	} catch {
		return '';
	}
}
