import type { JsonValue } from '../base/json.ts';
import type { EntityData } from './world/game-data.ts';

/** More words over the picture nobody reads while they play. */
export const MOST_SAID = 300;

/** More in one answer no game has to say. */
export const MOST_COMMANDS = 35_000;
/** In one tick: what scripts ask for ends before an answer of several ticks does, where they ask. */
export const MOST_ASKED = 6000;
/** More values no entity has. */
export const MOST_VALUES = 2000;

/**
 * What a game asks of whoever shows it, besides where things are. Entities are told by their index; −1 is none.
 * All of it is untrusted.
 */
export type GameCommand =
	/** Entities came, parents first; the first has this index, the others follow. */
	| { readonly type: 'spawn'; readonly index: number; readonly entities: readonly EntityData[] }
	/** An entity and what it holds is gone. */
	| { readonly type: 'destroy'; readonly index: number }
	/** A value of an entity changed, by the key it has in documents (`light.intensity`). */
	| { readonly type: 'set'; readonly index: number; readonly key: string; readonly value: JsonValue }
	/** An entity plays a movement of its model: '' the first, null none. */
	| {
			readonly type: 'clip';
			readonly index: number;
			readonly clip: string | null;
			readonly fade: number;
			readonly loop: 'once' | 'repeat' | 'pingpong';
			readonly speed: number;
	  }
	/** Through whose camera the player looks. */
	| { readonly type: 'look'; readonly index: number }
	/** A sound begins; `id` names it to the one that stops it. `sound`: an asset's hash, or the name of an effect. */
	| {
			readonly type: 'sound';
			readonly id: number;
			readonly sound: string;
			readonly isAsset: boolean;
			readonly volume: number;
			readonly pitch: number;
			readonly loop: boolean;
			readonly index: number;
			readonly bus: 'effects' | 'music' | 'voice';
	  }
	| { readonly type: 'stop-sound'; readonly id: number }
	/** `sound`: an asset's hash; null for silence. */
	| { readonly type: 'music'; readonly sound: string | null; readonly volume: number; readonly fade: number }
	/** Words over the picture, until others come; '' takes them away. */
	| { readonly type: 'say'; readonly words: string }
	/** Scripts ask for this action (`*`: for any): whoever plays on glass sees its button. Told once each. */
	| { readonly type: 'ask'; readonly action: string }
	| { readonly type: 'lock-pointer'; readonly on: boolean }
	| { readonly type: 'speed'; readonly speed: number }
	| { readonly type: 'save'; readonly name: string; readonly value: JsonValue }
	/** It is left for another scene, or begins anew (null): with what scripts shared, and the actions that are held. */
	| {
			readonly type: 'load-scene';
			readonly name: string | null;
			readonly vars: Readonly<Record<string, JsonValue>>;
			readonly held: readonly string[];
	  }
	| { readonly type: 'end'; readonly result: 'won' | 'lost'; readonly words: string }
	| LogCommand;

/** Something for the console. `stack`: where an error came from, in the browser's words. */
export type LogCommand = {
	readonly type: 'log';
	readonly level: 'info' | 'warn' | 'error';
	readonly text: string;
	readonly index: number;
	/** The script's document, '' when none. */
	readonly script: string;
	readonly stack: string;
};
