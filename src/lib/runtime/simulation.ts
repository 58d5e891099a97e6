import type { GameState } from './game-state.ts';
import { GameInput } from './input/game-input.ts';
import { NO_INPUT, type InputFrame } from './input/input-frame.ts';
import { pressedButtons, withActions } from './input/pressed-buttons.ts';
import {
	LINE_SIZE,
	MOST_LINES,
	MOST_WATCHED_SCRIPTS,
	type GameFacts,
	type GameQuery,
} from './insight/game-facts.ts';
import { propertyWords } from './insight/value-words.ts';
import { applyEdit } from './live/apply-edit.ts';
import type { GameEdit } from './live/game-edit.ts';
import { Physics, preparePhysics } from './physics/physics.ts';
import { restoreBodies, saveBodies, tripleOf } from './physics/saved-bodies.ts';
import { CHECK_EVERY } from './recording/recording.ts';
import type { InputEvent } from './script/api.ts';
import { ScriptHost } from './script/script-host.ts';
import type { RegisteredModule } from './script/script-modules.ts';
import type { StateCheck } from './simulation-port.ts';
import { GameWorld } from './world/game-world.ts';
import { TRANSFORM_SIZE } from './world/transforms.ts';
import type { GameData } from './world/game-data.ts';

export type SimulationOptions = {
	/** The scripts, in the order in which they run. */
	readonly modules?: readonly RegisteredModule[];
	/** This script begins to run; '' when none does. */
	readonly onmodule?: (script: string) => void;
};

/** A running game without anything to see or hear: the same beginning and the same inputs give the same game. */
export class Simulation {
	readonly world: GameWorld;
	readonly scripts: ScriptHost;
	#physics: Physics;
	#input: GameInput;
	#tick = 0;
	#checks: StateCheck[] = [];

	private constructor(
		data: GameData,
		{ modules = [], onmodule = () => {} }: SimulationOptions,
		state: GameState | undefined,
	) {
		this.world = state ? GameWorld.restored(data.entities, state) : new GameWorld(data.entities);
		this.#physics = new Physics(this.world);
		this.#input = new GameInput(data.held, state?.actions);
		const [world, physics, input] = [this.world, this.#physics, this.#input];
		this.scripts = new ScriptHost({
			data: { ...data, ...keptOf(state) },
			world,
			physics,
			input,
			modules,
			onmodule,
		});
		if (state) this.#restore(state);
	}

	/** `state`: goes on from there, with other scripts. */
	static async start(
		data: GameData,
		options: SimulationOptions = {},
		state?: GameState,
	): Promise<Simulation> {
		await preparePhysics();
		return new Simulation(data, options, state);
	}

	/** All of it, to go on from with other scripts. */
	save(): GameState {
		const { world, scripts } = this;
		const { game, spawner } = scripts;
		return {
			...{ tick: this.#tick, entities: world.save(), transforms: world.transforms.numbers.slice() },
			...{ bodies: saveBodies(world, this.#physics), contacts: this.#physics.saveContacts() },
			...{ ...scripts.save(), ...game.keepState() },
			...{ prefabs: spawner.prefabs, spawned: spawner.spawned },
			...{ actions: this.#input.actions, gravity: tripleOf(this.#physics.gravity) },
		};
	}

	#restore(state: GameState): void {
		this.#tick = state.tick;
		restoreBodies(state.bodies, this.#physics);
		this.#physics.restoreContacts(state.contacts);
		const [x, y, z] = state.gravity;
		this.#physics.gravity = { x, y, z };
		this.scripts.spawner.spawned = state.spawned;
		this.scripts.game.restoreState(state);
		this.scripts.restore(state);
	}

	/** Ticks that are over. */
	get tick(): number {
		return this.#tick;
	}

	/** Takes in what was edited of its scene; what came of it is told with the next ticks. */
	edit(edit: GameEdit): void {
		const { world, scripts } = this;
		world.allow();
		applyEdit({ world, scripts, physics: this.#physics }, edit);
	}

	/** What there is to know of it; it goes on the same whether it was asked or not. */
	inspect({ physics, watch }: GameQuery): GameFacts {
		const watched = new Set(watch);
		const scripts = [...this.scripts.running]
			.filter(({ entity, isOver }) => !isOver && watched.has(entity.index))
			.slice(0, MOST_WATCHED_SCRIPTS)
			.map(({ entity, slot, script }) => ({ index: entity.index, slot, values: propertyWords(script) }));
		const lines = physics ? this.#physics.debugLines().slice(0, MOST_LINES * LINE_SIZE) : null;
		return { lines, scripts };
	}

	/** False where the game asks for another scene: that begins in place of the ticks that are left. */
	advance(ticks: number, input: InputFrame = NO_INPUT): boolean {
		for (let i = 0; i < ticks; i++) {
			this.world.allow();
			const events = i === 0 ? this.#begin(input) : this.#input.nextTick();
			this.scripts.beforePhysics(this.#tick, events);
			this.#physics.step();
			this.scripts.afterPhysics();
			this.#tick++;
			if (this.#tick % CHECK_EVERY === 0) this.#checks.push({ tick: this.#tick, hash: this.hash() });
			if (this.scripts.game.scenes.leave(this.#tick, this.#input.held)) return false;
		}
		return true;
	}

	/** What a button of the interface does is done as if a key did it. */
	#begin(input: InputFrame): readonly InputEvent[] {
		const pressed = pressedButtons(this.world.entities, input.buttons);
		for (const entity of pressed) this.scripts.send(entity, 'pressed', null);
		return this.#input.begin(withActions(input, pressed));
	}

	/** What its state was after some of the ticks since this was asked the last time. */
	takeChecks(): readonly StateCheck[] {
		const checks = this.#checks;
		this.#checks = [];
		return checks;
	}

	/** One number for where everything stands and what scripts share, to the last bit (FNV-1a, 32 bits). */
	hash(): number {
		const { entities, transforms } = this.world;
		const { numbers } = transforms;
		const alive = new Uint8Array(entities.length);
		for (let i = 0; i < alive.length; i++) alive[i] = entities[i]!.isAlive ? 1 : 0;
		const shared = new TextEncoder().encode(JSON.stringify(this.scripts.game.vars));
		const stood = numbers.subarray(0, entities.length * TRANSFORM_SIZE);
		return (
			fnv(
				shared,
				fnv(alive, fnv(new Uint8Array(stood.buffer, stood.byteOffset, stood.byteLength), 0x811c9dc5)),
			) >>> 0
		);
	}

	dispose(): void {
		this.#physics.dispose();
	}
}

/** What scripts go on with, in place of what their scene began with. */
const keptOf = (state: GameState | undefined): Partial<GameData> =>
	state ? { vars: state.vars, saves: state.saves, prefabs: state.prefabs } : {};

function fnv(bytes: Uint8Array, from: number): number {
	let hash = from;
	// By index: to be handed each of a hundred thousand takes longer than to count it in.
	for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
	return hash;
}
