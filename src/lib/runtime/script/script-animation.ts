import { readField } from '#lib/doc/components/registry.ts';
import type { GameCommand } from '../game-commands.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import type { Animation } from './api.ts';
import { finite } from './vectors.ts';

const LOOPS = ['once', 'repeat', 'pingpong'] as const;
const LONGEST_NAME = 200;
const LONGEST_FADE = 60;
const FASTEST = 10;

type PlayOptions = NonNullable<Parameters<Animation['play']>[1]>;
type ClipCommand = Extract<GameCommand, { type: 'clip' }>;

/** The clips of an entity's model, which whoever shows the game plays. */
export class ScriptAnimation implements Animation {
	#world: GameWorld;
	#entity: GameEntity;
	/** What was told last and goes on for ever: scripts say it in every tick. */
	#told = '';

	constructor(world: GameWorld, entity: GameEntity) {
		this.#world = world;
		this.#entity = entity;
	}

	play(clip: string, options: PlayOptions = {}): void {
		if (typeof clip !== 'string' || clip.length > LONGEST_NAME)
			throw new TypeError(`A clip is told by its name, of at most ${LONGEST_NAME} characters.`);
		const { fade, loop, speed } = this.#chosen(options);
		const wish = JSON.stringify([clip, loop, speed]);
		if (wish === this.#told) return;
		// What plays once may be over, and is wanted again.
		this.#told = loop === 'once' ? '' : wish;
		this.#tell({ clip, fade, loop, speed });
	}

	stop(fade?: number): void {
		this.#told = '';
		this.#tell({ clip: null, ...this.#chosen(fade === undefined ? {} : { fade }) });
	}

	#chosen({ fade, loop, speed }: PlayOptions) {
		const chosen = loop ?? readField(this.#entity, 'animation', 'loop');
		if (!LOOPS.includes(chosen)) throw new TypeError(`A clip loops ${LOOPS.join(', ')}.`);
		const seconds = fade ?? readField(this.#entity, 'animation', 'fade');
		const times = speed ?? readField(this.#entity, 'animation', 'speed');
		return {
			fade: Math.min(LONGEST_FADE, Math.max(0, finite(seconds, 'fade'))),
			loop: chosen,
			speed: Math.min(FASTEST, Math.max(-FASTEST, finite(times, 'speed'))),
		};
	}

	#tell(choice: Pick<ClipCommand, 'clip' | 'fade' | 'loop' | 'speed'>): void {
		if (this.#entity.isAlive) this.#world.tell({ type: 'clip', index: this.#entity.index, ...choice });
	}
}
