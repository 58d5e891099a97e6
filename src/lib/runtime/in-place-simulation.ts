import type { GameState } from './game-state.ts';
import { goesOn, type InputFrame } from './input/input-frame.ts';
import type { GameFacts, GameQuery } from './insight/game-facts.ts';
import type { GameEdit } from './live/game-edit.ts';
import type { Simulation } from './simulation.ts';
import type { Advanced, Changes, SimulationPort } from './simulation-port.ts';

/** A game that runs right here, without a sandbox: for what is trusted, tests and bots. */
export class InPlaceSimulation implements SimulationPort {
	readonly #simulation: Simulation;
	readonly #nextTurn: () => Promise<void>;

	/** `nextTurn`: is over when promises that scripts made have gone on, as a sandbox lets them after each tick. */
	constructor(simulation: Simulation, nextTurn: () => Promise<void>) {
		this.#simulation = simulation;
		this.#nextTurn = nextTurn;
	}

	async advance(ticks: number, input: InputFrame, spare?: Changes): Promise<Advanced> {
		for (let i = 0; i < ticks; i++) {
			const goes = this.#simulation.advance(1, i === 0 ? input : goesOn(input));
			await this.#nextTurn();
			if (!goes) break;
		}
		const { tick, world } = this.#simulation;
		const changes = world.transforms.takeChanges(spare);
		const [commands, checks] = [world.takeCommands(), this.#simulation.takeChecks()];
		return { tick, changes, commands, checks };
	}

	edit(edit: GameEdit): Promise<void> {
		this.#simulation.edit(edit);
		return Promise.resolve();
	}

	inspect(query: GameQuery): Promise<GameFacts> {
		return Promise.resolve(this.#simulation.inspect(query));
	}

	save(): Promise<GameState> {
		return Promise.resolve(this.#simulation.save());
	}

	dispose(): void {
		this.#simulation.dispose();
	}
}
