import type { Clock } from '../base/clock.ts';
import type { EntityId } from '../base/ids.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import { displayFrames } from '../runtime/loop/display-frames-adapter.ts';
import { NO_INPUT, type Player } from '../runtime/input/input-frame.ts';
import { GameLoop } from '../runtime/loop/game-loop.ts';
import { MovedEntities } from '../runtime/loop/moved-entities.ts';
import { openSandbox } from '../runtime/sandbox/sandbox-adapter.ts';
import { SandboxedSimulation } from '../runtime/sandbox/sandboxed-simulation.ts';
import type { SimulationPort } from '../runtime/simulation-port.ts';
import { gameText } from '../runtime/worker/game-text-adapter.ts';
import { gameDataOf, outlined, type GameData } from '../runtime/world/game-data.ts';
import { transformOf } from '../runtime/world/transforms.ts';

type Options = {
	/** What the game begins with; it is never changed. */
	readonly snapshot: SceneSnapshot;
	readonly viewport: Viewport;
	readonly clock: Clock;
	readonly seed: number;
	/** Who plays; null while nobody can. */
	readonly player: () => Player | null;
	/** The game ended by itself. */
	readonly onfailure: (cause: unknown) => void;
};

/** A game that runs on the picture of its scene. When it is disposed, the picture still shows where it ended. */
export class GameRun {
	#simulation: SimulationPort;
	#loop: GameLoop;

	private constructor(simulation: SimulationPort, data: GameData, { viewport, player, onfailure }: Options) {
		this.#simulation = simulation;
		const moved = new MovedEntities(data.entities.length);
		const initial = (index: number) => transformOf(data.entities[index]?.values ?? {});
		this.#loop = new GameLoop({
			simulation,
			nextFrame: displayFrames,
			readInput: () => player()?.read() ?? NO_INPUT,
			onticks: (changes) => moved.take(changes, initial),
			ondraw: (alpha) =>
				moved.show(alpha, (index, transform) => {
					const entity = data.entities[index];
					if (entity) viewport.preview(entity.id as EntityId, transform);
				}),
			onfailure,
		});
	}

	/** Rejects where the game cannot begin: its parts are not here, or it broke. */
	static async start(options: Options): Promise<GameRun> {
		const { snapshot, viewport, seed } = options;
		const [text, outlines] = await Promise.all([gameText(), viewport.outlinesOf(outlined(snapshot))]);
		const data = gameDataOf(snapshot, seed, outlines);
		const open = (onerror: Parameters<typeof openSandbox>[1]) => openSandbox(text, onerror);
		const simulation = await SandboxedSimulation.start(data, open, options.clock);
		return new GameRun(simulation, data, options);
	}

	/** How fast it goes: 1 is real time, 0 stands still. */
	setSpeed(speed: number): void {
		this.#loop.speed = speed;
	}

	/** One tick more, while it stands still. */
	stepOnce(): void {
		void this.#loop.stepOnce();
	}

	dispose(): void {
		this.#loop.dispose();
		this.#simulation.dispose();
	}
}
