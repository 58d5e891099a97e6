import type { GameState } from '../game-state.ts';
import type { AskedActions } from '../input/asked-actions.ts';
import type { GameInput } from '../input/game-input.ts';
import type { Physics as PhysicsWorld } from '../physics/physics.ts';
import type { GameData } from '../world/game-data.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import type {
	Entity,
	Game,
	Input,
	Json,
	Physics,
	Point,
	PrefabRef,
	RayHit,
	RayOptions,
	Script,
	ScriptClass,
	Vector,
} from './api.ts';
import { CameraRig } from './camera-rig.ts';
import { GameRandom } from './game-random.ts';
import { plainRecord } from './plain-values.ts';
import type { PrefabSpawner } from './prefab-spawner.ts';
import { ScriptEntity } from './script-entity.ts';
import { ScriptSaves } from './script-saves.ts';
import { ScriptScenes } from './script-scenes.ts';
import { ScriptSound } from './script-sound.ts';
import { ScriptUi } from './script-ui.ts';
import { finite, LinkedVector, Vec3 } from './vectors.ts';

/** What the game as scripts see it rests on. */
export type GameHost = {
	readonly world: GameWorld;
	readonly physics: PhysicsWorld;
	readonly input: GameInput;
	readonly asked: AskedActions;
	readonly data: GameData;
	readonly spawner: PrefabSpawner;
	readonly game: Game;
	readonly tick: number;
	/** The script that runs now, by its document. */
	readonly module: string;
	handleOf(entity: GameEntity): ScriptEntity;
	scriptsOf(type: unknown): unknown[];
	send(to: GameEntity | null, message: string, data: unknown): void;
	/** Entities came into the world. */
	take(entities: readonly GameEntity[]): void;
};

/** Slower no script would ever have its turn again, to go faster. */
const SLOWEST = 0.01;

/** The running game as scripts see it. */
export class ScriptGame implements Game {
	readonly #host: GameHost;
	readonly input: Input;
	readonly physics: Physics;
	readonly sound: ScriptSound;
	readonly random: GameRandom;
	readonly vars: Record<string, Json>;
	readonly save: ScriptSaves;
	readonly scenes: ScriptScenes;
	readonly ui: ScriptUi;
	readonly #rig: CameraRig;
	#speed = 1;

	constructor(host: GameHost) {
		const { data, world } = host;
		this.#host = host;
		this.input = inputOf(host);
		this.physics = physicsOf(host);
		this.sound = new ScriptSound(world, () => host.tick);
		this.random = new GameRandom(data.seed);
		this.vars = plainRecord(data.vars ?? {}, (name) => `game.vars.${name.slice(0, 100)}`);
		this.save = new ScriptSaves(world, data.saves ?? {});
		this.scenes = new ScriptScenes(host);
		this.ui = new ScriptUi(host);
		this.#rig = new CameraRig(host);
		// Who puts something else in the place of `vars` is told so there.
		Object.freeze(this);
	}

	get camera(): CameraRig {
		return this.#rig;
	}
	get time(): number {
		return this.#host.tick / 60;
	}
	get tick(): number {
		return this.#host.tick;
	}
	get speed(): number {
		return this.#speed;
	}
	set speed(speed: number) {
		this.#speed = Math.min(4, Math.max(SLOWEST, finite(speed, 'speed')));
		this.#host.world.tell({ type: 'speed', speed: this.#speed });
	}

	/** What it keeps over a change of the code. */
	keepState(): Pick<GameState, 'vars' | 'random' | 'saves' | 'speed' | 'camera' | 'leaving' | 'wordsUntil'> {
		const { random, save, camera, scenes } = this;
		return {
			...{ vars: { ...this.vars }, random: random.state, saves: save.all, speed: this.#speed },
			...{ camera: camera.keepState(), leaving: scenes.asked, wordsUntil: this.ui.wordsUntil },
		};
	}

	restoreState({ random, speed, camera, leaving, wordsUntil }: GameState): void {
		this.scenes.asked = leaving;
		this.random.state = random;
		this.#speed = speed;
		this.#rig.restoreState(camera);
		this.ui.wordsUntil = wordsUntil;
	}

	find(name: string): Entity | null {
		const [found] = this.#host.world.byName(name);
		return found ? this.#host.handleOf(found) : null;
	}
	findAll(name: string): readonly Entity[] {
		return this.#host.world.byName(name).map((entity) => this.#host.handleOf(entity));
	}
	scripts<T extends Script>(type: ScriptClass<T>): readonly T[] {
		return this.#host.scriptsOf(type) as T[];
	}
	spawn(
		prefab: PrefabRef,
		at?: Point,
		{ parent, name }: { readonly parent?: Entity; readonly name?: string } = {},
	): Entity {
		const { world, spawner, tick, module } = this.#host;
		const under = parent === undefined || parent === null ? null : parentOf(world, parent);
		const spawned = spawner.spawn(prefab, tick, {
			...(at && { at }),
			...(name !== undefined && { name }),
			...{ under, module },
		});
		this.#host.take(spawned);
		return this.#host.handleOf(spawned[0]!);
	}
	send(message: string, data: Json = null): void {
		this.#host.send(null, message, data);
	}
	end(result: 'won' | 'lost', words = ''): void {
		if (result !== 'won' && result !== 'lost') throw new TypeError('A game ends “won” or “lost”.');
		this.#host.world.tell({ type: 'end', result, words: String(words).slice(0, 500) });
	}
}

function parentOf(world: GameWorld, parent: unknown): GameEntity {
	const found = parent instanceof ScriptEntity ? world.entities[ScriptEntity.indexOf(parent)] : undefined;
	if (!found) throw new TypeError('What is spawned goes into an entity: that is none.');
	if (!found.isAlive) throw new Error(`“${found.name}” left the game: nothing can be spawned into it.`);
	return found;
}

function inputOf({ input, asked, world }: GameHost): Input {
	return {
		value: (action) => input.value(asked.ask(action)),
		isDown: (action) => input.isDown(asked.ask(action)),
		pressed: (action) => input.pressed(asked.ask(action)),
		released: (action) => input.released(asked.ask(action)),
		get move(): Vector {
			asked.ask('moveX');
			asked.ask('moveY');
			return new Vec3(input.move.x, 0, input.move.z);
		},
		get look() {
			asked.ask('lookX');
			asked.ask('lookY');
			return input.look;
		},
		get pointer() {
			return input.pointer;
		},
		lockPointer: (on) => world.tell({ type: 'lock-pointer', on: Boolean(on) }),
	};
}

function physicsOf(host: GameHost): Physics {
	const { physics, world } = host;
	const entityOf = (index: number): Entity | undefined => {
		const entity = world.entities[index];
		return entity && host.handleOf(entity);
	};
	const gravity = new LinkedVector(
		() => physics.gravity,
		(to) => {
			physics.gravity = to;
		},
	);
	return {
		gravity,
		raycast(from: Point, direction: Point, options: RayOptions = {}): RayHit | null {
			const { ignore, ...others } = options;
			const without = ignore instanceof ScriptEntity ? { ignore: ScriptEntity.indexOf(ignore) } : {};
			const hit = physics.raycast(from, direction, { ...others, ...without });
			const entity = hit && entityOf(hit.index);
			if (!hit || !entity) return null;
			return { entity, point: vector(hit.point), normal: vector(hit.normal), distance: hit.distance };
		},
		within: (center, radius) => physics.within(center, radius).flatMap((index) => entityOf(index) ?? []),
	};
}

const vector = ({ x, y, z }: Point) => new Vec3(x, y, z);
