import { InPlaceSimulation } from '#lib/runtime/in-place-simulation.ts';
import { Simulation } from '#lib/runtime/simulation.ts';
import { modulesOf } from './game.ts';
import type { StarterGame } from './starter-game.ts';

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Plays a game without a browser, through the port that the sandbox has. */
export async function playInNode({ data, code }: StarterGame) {
	const simulation = await Simulation.start(data, { modules: modulesOf(code) });
	return { game: new InPlaceSimulation(simulation, nextTurn), entities: data.entities };
}
