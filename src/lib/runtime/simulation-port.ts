import type { GameCommand } from './game-commands.ts';
import type { GameState } from './game-state.ts';
import type { InputFrame } from './input/input-frame.ts';
import type { GameFacts, GameQuery } from './insight/game-facts.ts';
import type { GameEdit } from './live/game-edit.ts';
import type { GameData } from './world/game-data.ts';

/** Entities that moved: their index (as in `GameData.entities`) and ten numbers each, see `Transforms`. */
export type Changes = Float32Array<ArrayBuffer>;

/** What a game did in some ticks. */
export type Advanced = {
	/** Ticks that are over since it began. */
	readonly tick: number;
	readonly changes: Changes;
	/** What else it wants to be seen and heard, in this order. */
	readonly commands: readonly GameCommand[];
	/** What its state was after some of the ticks. */
	readonly checks?: readonly StateCheck[];
};

/** One number for all that a game was after a tick, see `Simulation.hash`. */
export type StateCheck = { readonly tick: number; readonly hash: number };

/** `missing`: what plays games is not on this device, and cannot be fetched. */
export type GameFailureReason = 'missing' | 'broken' | 'stuck';

/** Why a game ended by itself, or did not begin. */
export class GameFailure extends Error {
	readonly reason: GameFailureReason;
	/** The script (its document) that ran last, '' where none did. */
	readonly script: string;

	constructor(reason: GameFailureReason, message: string, script = '') {
		super(message);
		this.reason = reason;
		this.script = script;
	}
}

/** A game, wherever it runs. One call waits for the one before; after a `GameFailure` it is over. */
export interface SimulationPort {
	/**
	 * The ticks hear of what the player does. `spare`: changes of an answer before that nobody looks at any more; it is gone
	 * afterwards. To make room for thousands of them anew in each tick takes longer than to write them.
	 */
	advance(ticks: number, input: InputFrame, spare?: Changes): Promise<Advanced>;
	/** Takes in what was edited of its scene, between two ticks. */
	edit(edit: GameEdit): Promise<void>;
	/** Looks into it, between two ticks. */
	inspect(query: GameQuery): Promise<GameFacts>;
	/** All of it, for another to go on from. */
	save(): Promise<GameState>;
	dispose(): void;
}

export type StartSimulation = (data: GameData) => Promise<SimulationPort>;
