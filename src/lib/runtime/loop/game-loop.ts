import type { Dispose } from '#lib/base/disposer.ts';
import { NO_INPUT, type InputFrame } from '../input/input-frame.ts';
import type { GameFacts, GameQuery } from '../insight/game-facts.ts';
import type { GameEdit } from '../live/game-edit.ts';
import type { Advanced, Changes, SimulationPort } from '../simulation-port.ts';
import { FixedStep } from './fixed-step.ts';

/** Calls back once before the next picture with its time, ms; the returned function cancels it. */
export type NextFrame = (draw: (time: number) => void) => Dispose;

export type GameLoopOptions = {
	readonly simulation: SimulationPort;
	readonly nextFrame: NextFrame;
	/** What the player does, and did since it was asked the last time. */
	readonly readInput: () => InputFrame;
	/** What the clock of the page says, ms. */
	readonly readTime: () => number;
	/**
	 * Ticks are over: what they changed, how many they are, and how long it took until that was known, ms. The numbers of
	 * `changes` are there until this returns.
	 */
	readonly onticks: (advanced: Advanced, ticks: number, ms: number) => void;
	/** A picture is to be drawn, so far between the last two ticks (0 to 1). */
	readonly ondraw: (alpha: number) => void;
	readonly onfailure: (cause: unknown) => void;
};

/** Has a game go on while pictures are drawn. One question is on its way at a time: a slow game never piles them up. */
export class GameLoop {
	#options: GameLoopOptions;
	#simulation: SimulationPort;
	#step = new FixedStep();
	#cancel: Dispose | undefined;
	#last: number | undefined;
	/** Real time that no tick was asked for yet, ms. */
	#owed = 0;
	#isAsking = false;
	/** Over when the answer to the last question was taken in. */
	#asked: Promise<void> | undefined;
	#ended = false;
	/** Room for the changes of the next ticks. */
	#spare: Changes | undefined;
	#isHeld = false;
	#isReplacing = false;
	#tick = 0;
	/** How fast the game goes: 1 is real time, 0 stands still. */
	speed = 1;

	constructor(options: GameLoopOptions) {
		this.#options = options;
		this.#simulation = options.simulation;
		this.#plan();
	}

	/** Ticks that are over. */
	get tick(): number {
		return this.#tick;
	}

	/** No tick is asked for and nothing drawn until it is released. */
	hold(): void {
		this.#isHeld = true;
	}

	release(): void {
		this.#isHeld = false;
	}

	/**
	 * Has another go on in place of the one that plays, made of it between two ticks. Where that fails, the old one goes
	 * on, and what went wrong is thrown.
	 */
	async replace(make: (old: SimulationPort) => Promise<SimulationPort>): Promise<void> {
		while (this.#isAsking) await this.#asked;
		if (this.#ended) return;
		const done = this.#occupy();
		this.#isReplacing = true;
		try {
			const next = await make(this.#simulation);
			if (this.#ended) return next.dispose();
			if (next !== this.#simulation) this.#simulation.dispose();
			this.#simulation = next;
		} finally {
			this.#isReplacing = false;
			done();
		}
	}

	/** Looks into the game between two ticks, also while it stands still. `query`: is asked when it is its turn. */
	async inspect(query: () => GameQuery): Promise<GameFacts | undefined> {
		while (this.#isAsking) await this.#asked;
		if (this.#ended || this.#isHeld) return undefined;
		const done = this.#occupy();
		try {
			return await this.#simulation.inspect(query());
		} catch (cause) {
			this.#fail(cause);
			return undefined;
		} finally {
			done();
		}
	}

	/** Takes what was edited into the game, between two ticks, and shows it, also where it stands still. */
	async edit(edit: GameEdit): Promise<void> {
		await this.replace(async (simulation) => {
			await simulation.edit(edit);
			return simulation;
		});
		while (this.#isAsking) await this.#asked;
		await this.#ask(0);
		if (!this.#ended && !this.#isHeld) this.#options.ondraw(1);
	}

	/** One tick more, while it stands still. */
	async stepOnce(): Promise<void> {
		while (this.#isAsking) await this.#asked;
		await this.#ask(1);
		if (!this.#ended && !this.#isHeld) this.#options.ondraw(1);
	}

	/** Ends the game with it. */
	dispose(): void {
		this.#ended = true;
		this.#cancel?.();
		this.#simulation.dispose();
	}

	#plan(): void {
		this.#cancel = this.#options.nextFrame((time) => this.#frame(time));
	}

	#frame(time: number): void {
		if (this.#ended) return;
		this.#plan();
		const elapsed = time - (this.#last ?? time);
		this.#last = time;
		if (this.speed === 0 || this.#isHeld) return;
		this.#owed += elapsed;
		if (!this.#isAsking) {
			const due = this.#step.advance(this.#owed, this.speed);
			this.#owed = 0;
			if (due > 0) void this.#ask(due);
		}
		// Nothing moves until another goes on; to draw it again would only keep that from coming.
		if (!this.#isReplacing) this.#options.ondraw(this.#step.alpha);
	}

	async #ask(ticks: number): Promise<void> {
		if (this.#isAsking || this.#ended || this.#isHeld) return;
		const done = this.#occupy();
		const asked = this.#options.readTime();
		try {
			const input = ticks === 0 ? NO_INPUT : this.#options.readInput();
			const advanced = await this.#simulation.advance(ticks, input, this.#spare);
			this.#spare = advanced.changes;
			if (this.#ended) return;
			this.#tick = advanced.tick;
			this.#options.onticks(advanced, ticks, this.#options.readTime() - asked);
		} catch (cause) {
			this.#fail(cause);
		} finally {
			done();
		}
	}

	/** From now on others wait; the returned function gives the next one its turn. */
	#occupy(): () => void {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#isAsking = true;
		this.#asked = promise;
		return () => {
			this.#isAsking = false;
			resolve();
		};
	}

	#fail(cause: unknown): void {
		const wasOn = !this.#ended;
		this.dispose();
		if (wasOn) this.#options.onfailure(cause);
	}
}
