import type { Ease, Timer } from './api.ts';
import type { TweenOptions } from './script-base.ts';
import { finite } from './vectors.ts';

/** More than this at once is a mistake: who begins them without end is told so. */
const MOST_TIMERS = 20_000;

type Call = (() => void) | string;

/** Something that waits for its time in the game. `owner` calls a method by its name. */
type Waiting<Owner> = {
	readonly owner: Owner;
	readonly call: Call;
	due: number;
	/** Ticks between its times; 0: once. */
	readonly every: number;
	isOver: boolean;
};

type Tween<Owner> = {
	readonly owner: Owner;
	readonly target: Record<string, number>;
	readonly parts: readonly { readonly key: string; readonly from: number; readonly to: number }[];
	readonly begin: number;
	readonly ticks: number;
	readonly ease: Ease;
	readonly then: Call | undefined;
	isOver: boolean;
};

/** Kept over a change of the code: what goes by name. */
export type SavedTimer = {
	readonly owner: number;
	readonly method: string;
	readonly due: number;
	readonly every: number;
};

/** What scripts do later, and little by little, in ticks of the game. */
export class Timers<Owner extends { readonly isOver: boolean }> {
	#waiting: Waiting<Owner>[] = [];
	#tweens: Tween<Owner>[] = [];

	wait(owner: Owner, tick: number, seconds: number, call: Call, again: boolean): Timer {
		this.#makeRoom();
		const ticks = Math.max(1, Math.round(finite(seconds, 'seconds') * 60));
		const waiting = { owner, call, due: tick + ticks, every: again ? ticks : 0, isOver: false };
		this.#waiting.push(waiting);
		return stopper(waiting);
	}

	tween(
		owner: Owner,
		tick: number,
		of: object,
		to: Readonly<Record<string, number>>,
		seconds: number,
		options: TweenOptions,
	): Timer {
		this.#makeRoom();
		const target = of as Record<string, number>;
		const parts = Object.entries(to).map(([key, value]) => ({
			key,
			from: finite(target[key] as number, key),
			to: finite(value, key),
		}));
		const ticks = Math.max(1, Math.round(finite(seconds, 'seconds') * 60));
		const { ease = 'in-out', then } = options;
		if (!Object.hasOwn(EASES, ease)) throw new TypeError(`There is no ease “${ease}”.`);
		const tween = { owner, target, parts, begin: tick, ticks, ease, then, isOver: false };
		this.#tweens.push(tween);
		return stopper(tween);
	}

	/** Does what is due in this tick. `run` calls for an owner, and hears of what breaks. */
	advance(tick: number, run: (owner: Owner, call: Call) => void): void {
		for (const waiting of [...this.#waiting]) {
			if (isOver(waiting) || waiting.due > tick) continue;
			if (waiting.every > 0) waiting.due += waiting.every;
			else waiting.isOver = true;
			run(waiting.owner, waiting.call);
		}
		for (const tween of [...this.#tweens]) if (!isOver(tween)) this.#lead(tween, tick, run);
		if (this.#waiting.some(isOver)) this.#waiting = this.#waiting.filter((one) => !isOver(one));
		if (this.#tweens.some(isOver)) this.#tweens = this.#tweens.filter((one) => !isOver(one));
	}

	/** What goes by name; `place` says where its owner is among those that are kept. */
	save(place: (owner: Owner) => number): SavedTimer[] {
		return this.#waiting.flatMap((waiting) => {
			const { owner, call, due, every } = waiting;
			if (isOver(waiting) || typeof call !== 'string') return [];
			return [{ owner: place(owner), method: call, due, every }];
		});
	}

	restore(owner: Owner, { method, due, every }: SavedTimer): void {
		this.#waiting.push({ owner, call: method, due, every, isOver: false });
	}

	#lead(tween: Tween<Owner>, tick: number, run: (owner: Owner, call: Call) => void): void {
		const share = Math.min(1, (tick - tween.begin) / tween.ticks);
		const eased = share === 1 ? 1 : EASES[tween.ease](share);
		tween.isOver = share === 1;
		run(tween.owner, () => {
			for (const { key, from, to } of tween.parts) tween.target[key] = from + (to - from) * eased;
		});
		if (tween.isOver && tween.then) run(tween.owner, tween.then);
	}

	#makeRoom(): void {
		if (this.#waiting.length + this.#tweens.length >= MOST_TIMERS)
			throw new RangeError(`A game has ${MOST_TIMERS} timers and tweens at most.`);
	}
}

const isOver = (one: { readonly isOver: boolean; readonly owner: { readonly isOver: boolean } }): boolean =>
	one.isOver || one.owner.isOver;

const stopper = (one: { isOver: boolean }): Timer => ({
	stop() {
		one.isOver = true;
	},
});

const EASES: Record<Ease, (share: number) => number> = {
	linear: (share) => share,
	in: (share) => share * share,
	out: (share) => share * (2 - share),
	'in-out': (share) => share * share * (3 - 2 * share),
	bounce: (share) => {
		// A ball let fall: four arcs, each lower.
		for (const [from, middle, top] of BOUNCES) if (share >= from) return 7.5625 * (share - middle) ** 2 + top;
		return 7.5625 * share * share;
	},
};

const BOUNCES = [
	[2.5 / 2.75, 2.625 / 2.75, 0.984375],
	[2 / 2.75, 2.25 / 2.75, 0.9375],
	[1 / 2.75, 1.5 / 2.75, 0.75],
] as const;
