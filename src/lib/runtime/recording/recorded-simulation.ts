import type { GameState } from '../game-state.ts';
import type { InputFrame } from '../input/input-frame.ts';
import type { GameFacts, GameQuery } from '../insight/game-facts.ts';
import type { GameEdit } from '../live/game-edit.ts';
import type { Advanced, Changes, SimulationPort } from '../simulation-port.ts';
import type { Recorder } from './recorder.ts';

/** A game of which everything it is told is written down. */
export class RecordedSimulation implements SimulationPort {
	readonly #simulation: SimulationPort;
	readonly #recorder: Recorder;
	/** Ticks that were over when it was asked the last time. */
	#tick = 0;

	constructor(simulation: SimulationPort, recorder: Recorder) {
		this.#simulation = simulation;
		this.#recorder = recorder;
	}

	async advance(ticks: number, input: InputFrame, spare?: Changes): Promise<Advanced> {
		// Before: the tick that never ends is the one somebody will look for.
		const told = this.#recorder.take(ticks, input);
		const advanced = await this.#simulation.advance(ticks, told, spare);
		// It stops early where it asks for another scene.
		this.#recorder.takeBack(ticks - (advanced.tick - this.#tick));
		this.#tick = advanced.tick;
		this.#recorder.check(advanced.checks ?? []);
		return advanced;
	}

	/** What it becomes of that stands in no recording: it ends there. */
	edit(edit: GameEdit): Promise<void> {
		this.#recorder.stop('changed');
		return this.#simulation.edit(edit);
	}

	inspect(query: GameQuery): Promise<GameFacts> {
		return this.#simulation.inspect(query);
	}

	save(): Promise<GameState> {
		return this.#simulation.save();
	}

	dispose(): void {
		this.#simulation.dispose();
	}
}
