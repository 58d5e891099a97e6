import type { JsonValue } from '../base/json.ts';
import type { SavedAction } from './input/game-input.ts';
import type { SavedTimer } from './script/timers.ts';
import type { SavedValue } from './script/saved-values.ts';
import type { GameData, Outline } from './world/game-data.ts';

/** A running game at a moment, to go on from with other code: plain, so that it can be sent. What tweens is not kept. */
export type GameState = {
	readonly tick: number;
	readonly actions: readonly SavedAction[];
	/** What scripts may spawn: edits may have brought more than its scene began with. */
	readonly prefabs: NonNullable<GameData['prefabs']>;
	/** All there ever were, by their index, parents before what they hold. */
	readonly entities: readonly SavedEntity[];
	/** As `Transforms.numbers`. */
	readonly transforms: Float64Array<ArrayBuffer>;
	readonly bodies: readonly SavedBody[];
	readonly contacts: readonly SavedContact[];
	readonly scripts: readonly SavedScript[];
	readonly timers: readonly SavedTimer[];
	readonly vars: Readonly<Record<string, JsonValue>>;
	readonly random: number;
	readonly spawned: number;
	readonly saves: Readonly<Record<string, JsonValue>>;
	readonly speed: number;
	readonly gravity: readonly [number, number, number];
	readonly camera: SavedCamera;
	/** The scene that was asked for, null for the same again; undefined while none was. */
	readonly leaving: string | null | undefined;
	/** The tick with which the words over the picture go; −1 where none stand there. */
	readonly wordsUntil: number;
};

/** Through what the player looks, and what that follows; entities by their index, −1: none. */
export type SavedCamera = {
	readonly entity: number;
	readonly isChosen: boolean;
	readonly way:
		({ readonly kind: string; readonly target: number } & Readonly<Record<string, JsonValue>>) | null;
	readonly yaw: number;
	readonly pitch: number;
};

export type SavedEntity = {
	readonly id: string;
	readonly name: string;
	readonly parent: number;
	readonly values: Readonly<Record<string, JsonValue>>;
	readonly outline?: Outline | undefined;
	readonly isAlive: boolean;
};

/** How a body moves: m/s, and degrees a second. */
export type SavedBody = {
	readonly index: number;
	readonly velocity: readonly [number, number, number];
	readonly spin: readonly [number, number, number];
};

/** What touches, as far as someone listens, by the entities of the outlines. */
export type SavedContact = {
	readonly first: number;
	readonly second: number;
	/** By a step, by walking, or both, see `Contacts`. */
	readonly ways: number;
	/** For how many ticks what walks has not met it. */
	readonly missed: number;
};

export type SavedScript = {
	readonly index: number;
	readonly slot: string;
	/** The script's document. */
	readonly module: string;
	readonly isStarted: boolean;
	/** Its own properties, as far as they are plain. */
	readonly values: Readonly<Record<string, SavedValue>>;
	/** The same as they were when it was made. */
	readonly first: Readonly<Record<string, SavedValue>>;
};
