import type { JsonValue } from '#lib/base/json.ts';
import type { GameCommand } from '../game-commands.ts';
import { KeptValues } from '../script/kept-values.ts';
import type { EntityData, GameData } from '../world/game-data.ts';

type Values = Readonly<Record<string, JsonValue>>;

/** With what a scene of a game begins, besides what stands in it: plain, and all that a later scene has of an earlier one. */
export type SceneBeginning = {
	/** The scene's name. */
	readonly scene: string;
	readonly seed: number;
	/** What scripts shared in the scene before. */
	readonly vars: Values;
	/** What the game keeps on this device, by name. */
	readonly saves: Values;
	/** Actions that were held as the scene before was left: they are not pressed anew. */
	readonly held: readonly string[];
};

/** What stands in a scene, and what the project it belongs to has for it. */
export type SceneContents = {
	readonly entities: readonly EntityData[];
	readonly prefabs: NonNullable<GameData['prefabs']>;
	/** The names of all scenes that the game may go to. */
	readonly scenes: readonly string[];
};

/** How a game begins, of one scene or in the middle of several. */
export const firstBeginning = (scene: string, seed: number, saves: Values = {}): SceneBeginning => ({
	...{ scene, seed, saves, vars: {}, held: [] },
});

/** A scene as a game begins with it: the same project and the same beginning give the same game. */
export const beginScene = (beginning: SceneBeginning, contents: SceneContents): GameData => ({
	...contents,
	...beginning,
});

/** What a game does over its scenes: hears what it asks for, and says what the next scene begins with. */
export class GameStory {
	#now: SceneBeginning;
	readonly #kept: KeptValues;

	constructor(first: SceneBeginning) {
		this.#now = first;
		this.#kept = new KeptValues(first.saves);
	}

	get now(): SceneBeginning {
		return this.#now;
	}

	/** Takes what the game asked for; answers with the beginning of the scene it goes to, until `go` says that it is there. */
	take(commands: readonly GameCommand[]): SceneBeginning | undefined {
		let next: SceneBeginning | undefined;
		const saved = new Map<string, JsonValue>();
		for (const command of commands) {
			if (command.type === 'save') saved.set(command.name, command.value);
			if (command.type !== 'load-scene') continue;
			const { name, vars, held } = command;
			next = { ...this.#now, scene: name ?? this.#now.scene, seed: seedAfter(this.#now.seed), vars, held };
		}
		this.#save(saved);
		return next && { ...next, saves: this.#now.saves };
	}

	go(next: SceneBeginning): void {
		this.#now = next;
	}

	/** The newest of each, copied once. A sandbox can say what no script may: what is too much is not kept. */
	#save(saved: ReadonlyMap<string, JsonValue>): void {
		if (saved.size === 0) return;
		for (const [name, value] of saved) this.#kept.set(name, value);
		this.#now = { ...this.#now, saves: this.#kept.all };
	}
}

/** Another seed for the next scene: chance does not repeat itself, and yet is the same in the same game. */
function seedAfter(seed: number): number {
	const mixed = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
	return (mixed + 0x9e3779b9) >>> 0;
}
