import type { Clock } from '#lib/base/clock.ts';
import type { GameState } from '../game-state.ts';
import { isNoInput, NO_INPUT, type InputFrame } from '../input/input-frame.ts';
import type { GameFacts, GameQuery } from '../insight/game-facts.ts';
import type { GameEdit } from '../live/game-edit.ts';
import { readFromGame, type FromGame, type ToGame } from '../worker/messages.ts';
import { GameFailure, type Advanced, type Changes, type SimulationPort } from '../simulation-port.ts';
import type { GameData } from '../world/game-data.ts';
import { Patience } from './patience.ts';
import type { Sandbox, SandboxError } from './sandbox-adapter.ts';

/** What answers no tick for so long is not slow any more, ms. */
const STUCK_AFTER_MS = 1000;
/** To begin takes longer: the physics engine is compiled each time. What a script does meanwhile does not. */
const BEGUN_AFTER_MS = 20_000;

export type SandboxOpener = (onerror: (error: SandboxError) => void) => Promise<Sandbox>;

/** A game in a sandbox. Whatever goes wrong in there ends it, and is told once. */
export class SandboxedSimulation implements SimulationPort {
	#sandbox: Sandbox | undefined;
	#waiting: { answer(message: FromGame): void; fail(failure: GameFailure): void } | undefined;
	#failure: GameFailure | undefined;
	/** The script that runs now, '' when none does. */
	#script = '';
	#isBeginning = true;
	/** For what was asked. */
	#answer: Patience;
	/** Ticks that were asked for and are not over, besides the one that is played. */
	#ticksLeft = 0;
	/** For the script that runs while the game begins. */
	#beginning: Patience;

	private constructor(clock: Clock) {
		const onover = () => this.#fail('stuck', '');
		this.#answer = new Patience(clock, onover);
		this.#beginning = new Patience(clock, onover);
	}

	/** `state`: the game goes on from there. */
	static async start(
		data: GameData,
		open: SandboxOpener,
		clock: Clock,
		state?: GameState,
	): Promise<SandboxedSimulation> {
		const simulation = new SandboxedSimulation(clock);
		const sandbox = await open(({ message }) => simulation.#fail('broken', message));
		simulation.#sandbox = sandbox;
		if (simulation.#failure) sandbox.dispose();
		sandbox.port.onmessage = ({ data }: MessageEvent<unknown>) => simulation.#receive(readFromGame(data));
		await simulation.#ask({ type: 'start', data, ...(state && { state }) }, 'started', BEGUN_AFTER_MS);
		simulation.#isBeginning = false;
		simulation.#beginning.dispose();
		return simulation;
	}

	advance(ticks: number, input: InputFrame = NO_INPUT, spare?: Changes): Promise<Advanced> {
		// What is gone already has no length any more.
		const room = spare && spare.length > 0 ? spare : undefined;
		const question: ToGame = {
			...{ type: 'advance', ticks },
			...(!isNoInput(input) && { input }),
			...(room && { spare: room }),
		};
		const advanced = this.#ask(question, 'advanced', STUCK_AFTER_MS, room ? [room.buffer] : []);
		this.#ticksLeft = ticks - 1;
		return advanced;
	}

	async edit(edit: GameEdit): Promise<void> {
		await this.#ask({ type: 'edit', edit }, 'edited', STUCK_AFTER_MS);
	}

	async inspect(query: GameQuery): Promise<GameFacts> {
		return (await this.#ask({ type: 'inspect', query }, 'inspected', STUCK_AFTER_MS)).facts;
	}

	async save(): Promise<GameState> {
		return (await this.#ask({ type: 'save' }, 'saved', STUCK_AFTER_MS)).state;
	}

	dispose(): void {
		this.#fail('broken', 'The game was ended.');
	}

	#ask<T extends FromGame['type']>(
		message: ToGame,
		expected: T,
		patience: number,
		transfer: Transferable[] = [],
	): Promise<Extract<FromGame, { type: T }>> {
		return new Promise((resolve, reject) => {
			if (this.#failure) return reject(this.#failure);
			this.#answer.begin(patience);
			const done = () => {
				this.#answer.end();
				this.#ticksLeft = 0;
				this.#waiting = undefined;
			};
			this.#waiting = {
				answer: (answer) => {
					if (answer.type !== expected)
						return this.#fail('broken', answer.type === 'failed' ? answer.message : '');
					done();
					resolve(answer as Extract<FromGame, { type: T }>);
				},
				fail: (failure) => {
					done();
					reject(failure);
				},
			};
			this.#sandbox?.port.postMessage(message, transfer);
		});
	}

	#receive(message: FromGame | undefined): void {
		if (message?.type === 'running') this.#run(message.script);
		else if (message?.type === 'ticked' && this.#ticksLeft > 0) this.#goOn();
		else if (message && this.#waiting) this.#waiting.answer(message);
		else this.#fail('broken', 'It said what no game says.');
	}

	/** Each tick has its second: on a weak device several that are slow take longer than one that does not end. */
	#goOn(): void {
		this.#ticksLeft--;
		this.#answer.begin(STUCK_AFTER_MS);
	}

	#run(script: string): void {
		this.#script = script;
		if (!this.#isBeginning || this.#failure) return;
		if (script === '') this.#beginning.end();
		else this.#beginning.begin(STUCK_AFTER_MS);
	}

	#fail(reason: GameFailure['reason'], message: string): void {
		if (this.#failure) return;
		this.#answer.dispose();
		this.#beginning.dispose();
		this.#failure = new GameFailure(reason, message, this.#script);
		this.#sandbox?.dispose();
		this.#waiting?.fail(this.#failure);
	}
}
