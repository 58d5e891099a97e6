import { GameInput } from './input/game-input.ts';
import { NO_INPUT, type InputFrame } from './input/input-frame.ts';
import { Physics, preparePhysics } from './physics/physics.ts';
import { GameWorld } from './world/game-world.ts';
import type { GameData } from './world/game-data.ts';

/** A running game without anything to see or hear: the same beginning and the same inputs give the same game. */
export class Simulation {
	readonly world: GameWorld;
	#physics: Physics;
	#input = new GameInput();
	#tick = 0;

	private constructor(data: GameData) {
		this.world = new GameWorld(data.entities);
		this.#physics = new Physics(this.world);
	}

	static async start(data: GameData): Promise<Simulation> {
		await preparePhysics();
		return new Simulation(data);
	}

	/** Ticks that are over. */
	get tick(): number {
		return this.#tick;
	}

	advance(ticks: number, input: InputFrame = NO_INPUT): void {
		for (let i = 0; i < ticks; i++) {
			if (i === 0) this.#input.begin(input);
			else this.#input.nextTick();
			this.#physics.step();
			this.#tick++;
		}
	}

	dispose(): void {
		this.#physics.dispose();
	}
}
