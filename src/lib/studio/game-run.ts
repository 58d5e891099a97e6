import type { Clock } from '../base/clock.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import type { GameCommand } from '../runtime/game-commands.ts';
import { NO_INPUT, type Player } from '../runtime/input/input-frame.ts';
import { linkInWorker } from '../runtime/link/link-worker-adapter.ts';
import {
	placeOf,
	type LinkedScripts,
	type LinkProblem,
	type ScriptPlace,
} from '../runtime/link/link-scripts.ts';
import { displayFrames } from '../runtime/loop/display-frames-adapter.ts';
import { GameLoop } from '../runtime/loop/game-loop.ts';
import { openSandbox } from '../runtime/sandbox/sandbox-adapter.ts';
import { SandboxedSimulation } from '../runtime/sandbox/sandboxed-simulation.ts';
import type { Advanced, SimulationPort } from '../runtime/simulation-port.ts';
import { isSoundCommand } from '../runtime/sound/game-sound.ts';
import { gameText } from '../runtime/worker/game-text-adapter.ts';
import { gameDataOf, outlined, type EntityData, type GameData } from '../runtime/world/game-data.ts';
import { GameCamera } from './game-camera.ts';
import { GameHearing } from './game-hearing.ts';
import { GamePicture } from './game-picture.ts';
import { readScripts, spawnable } from './play-scene.ts';
import type { ProjectSession } from './project-session.svelte.ts';
/** What a game begins with; none of it is ever changed. */
export type PlayScene = {
	/** The scene's name. */
	readonly name: string;
	readonly snapshot: SceneSnapshot;
	/** The project it belongs to, with its scripts and prefabs. */
	readonly session: Pick<ProjectSession, 'documents' | 'liveDocument' | 'prefabs' | 'assets'>;
};

/** Something that a game says on the console, with the entity and the line it came from, as far as they are known. */
export type GameMessage = {
	readonly level: 'info' | 'warn' | 'error';
	readonly text: string;
	readonly entity: Pick<EntityData, 'id' | 'name'> | null;
	readonly place: ScriptPlace | null;
};

export type GameRunOptions = PlayScene & {
	readonly viewport: Viewport;
	readonly clock: Clock;
	readonly seed: number;
	/** Who plays; null while nobody can. */
	readonly player: () => Player | null;
	readonly onmessage: (message: GameMessage) => void;
	/** What else the game asks of whoever shows it. */
	readonly oncommand: (command: GameCommand) => void;
	/** The game ended by itself. */
	readonly onfailure: (cause: unknown) => void;
};

/** A game that runs on the picture of its scene. When it is disposed, what moved still stands where it ended. */
export class GameRun {
	#simulation: SimulationPort;
	#loop: GameLoop;
	#picture: GamePicture;
	#camera: GameCamera;
	#hearing: GameHearing;
	/** As fast as whoever plays wants it, and as the game itself does. */
	#speed = 1;
	#ownSpeed = 1;
	#options: GameRunOptions;
	#linked: LinkedScripts;
	/** Lines of the sandbox's text before the scripts begin. */
	#linesBefore: number;

	private constructor(
		simulation: SimulationPort,
		data: GameData,
		linked: LinkedScripts,
		linesBefore: number,
		options: GameRunOptions,
	) {
		const { snapshot, viewport, onfailure, player } = options;
		this.#simulation = simulation;
		this.#options = options;
		this.#linked = linked;
		this.#linesBefore = linesBefore;
		this.#picture = new GamePicture(data.entities, snapshot, viewport);
		this.#camera = new GameCamera(this.#picture, viewport);
		this.#hearing = new GameHearing({
			entities: data.entities,
			session: options.session,
			picture: this.#picture,
			camera: this.#camera,
			viewport,
		});
		this.#loop = new GameLoop({
			simulation,
			nextFrame: displayFrames,
			readInput: () => player()?.read() ?? NO_INPUT,
			onticks: (advanced) => this.#take(advanced),
			ondraw: (alpha) => {
				this.#picture.show(alpha);
				this.#camera.show(alpha);
				this.#hearing.show(alpha);
			},
			onfailure,
		});
		for (const problem of linked.problems) this.#tellProblem(problem);
	}

	/** Rejects where the game cannot begin: its parts are not here, or it broke. */
	static async start(options: GameRunOptions): Promise<GameRun> {
		const { snapshot, session, name, viewport, seed } = options;
		const [text, linked, outlines] = await Promise.all([
			gameText(),
			linkInWorker(readScripts(session)),
			viewport.outlinesOf(outlined(snapshot)),
		]);
		const data = {
			...gameDataOf(snapshot, seed, outlines),
			scene: name,
			prefabs: spawnable(snapshot, session.prefabs),
		};
		const open = (onerror: Parameters<typeof openSandbox>[1]) =>
			openSandbox(`${text}\n${linked.text}`, onerror);
		const simulation = await SandboxedSimulation.start(data, open, options.clock);
		return new GameRun(simulation, data, linked, text.split('\n').length, options);
	}

	/** How fast it goes: 1 is real time, 0 stands still. */
	setSpeed(speed: number): void {
		this.#speed = speed;
		this.#loop.speed = speed * this.#ownSpeed;
		this.#hearing.setPaused(speed === 0);
	}

	/** One tick more, while it stands still. */
	stepOnce(): void {
		void this.#loop.stepOnce();
	}

	dispose(): void {
		this.#loop.dispose();
		this.#simulation.dispose();
		this.#camera.dispose();
		this.#hearing.dispose();
		this.#options.player()?.lockPointer(false);
	}

	#take({ changes, commands }: Advanced): void {
		this.#picture.take(changes, commands);
		for (const command of commands) {
			if (command.type === 'log') this.#tell(command);
			else this.#obey(command);
		}
	}

	#obey(command: Exclude<GameCommand, { type: 'log' }>): void {
		if (isSoundCommand(command)) this.#hearing.take(command);
		else if (command.type === 'look') this.#camera.look(command.index);
		else if (command.type === 'speed') {
			this.#ownSpeed = command.speed;
			this.#loop.speed = this.#speed * command.speed;
		} else this.#options.oncommand(command);
	}

	#tell({ level, text, index, script, stack }: Extract<GameCommand, { type: 'log' }>): void {
		const known = this.#linked.modules.find(({ id }) => id === script);
		const place =
			placeOf(this.#linked, stack, this.#linesBefore) ??
			(known ? { id: known.id, name: known.name, line: 0 } : null);
		this.#options.onmessage({ level, text, entity: this.#picture.entityAt(index) ?? null, place });
	}

	#tellProblem({ id, line, message }: LinkProblem): void {
		const name = this.#linked.modules.find((module) => module.id === id)?.name ?? '';
		this.#options.onmessage({ level: 'error', text: message, entity: null, place: { id, name, line } });
	}
}
