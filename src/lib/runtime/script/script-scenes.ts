import type { GameData } from '../world/game-data.ts';
import type { GameWorld } from '../world/game-world.ts';
import type { Json, Scenes } from './api.ts';

/** So many ticks a scene plays at least: scenes that load each other at once would leave nobody a turn. */
export const LEAST_TICKS = 15;

type Host = {
	readonly world: GameWorld;
	readonly data: GameData;
	readonly game: { readonly vars: Readonly<Record<string, Json>> };
};

/** The scenes of a game as scripts see them: whoever shows the game goes from one to the next. */
export class ScriptScenes implements Scenes {
	readonly #host: Host;
	/** The scene that was asked for, null for this one again; undefined while none was. */
	asked: string | null | undefined;

	constructor(host: Host) {
		this.#host = host;
	}

	get current(): string {
		return this.#host.data.scene ?? '';
	}

	load(name: string): void {
		const { scenes = [] } = this.#host.data;
		if (!scenes.includes(name))
			throw new RangeError(`There is no scene “${String(name)}” in this project, but ${scenes.join(', ')}.`);
		this.asked = name;
	}

	restart(): void {
		this.asked = null;
	}

	/** So many ticks are over: asks to go where scripts want to, if it is time to. */
	leave(tick: number, held: readonly string[]): boolean {
		const { asked } = this;
		if (asked === undefined || tick < LEAST_TICKS) return false;
		// Where there is no way, this one goes on.
		this.asked = undefined;
		const { world, game } = this.#host;
		world.tell({ type: 'load-scene', name: asked, vars: { ...game.vars }, held });
		return true;
	}
}
