import { readCommands } from './read-commands.ts';
import type { InputFrame } from '../input/input-frame.ts';
import type { GameCommand } from '../game-commands.ts';
import type { GameState } from '../game-state.ts';
import type { GameFacts, GameQuery } from '../insight/game-facts.ts';
import { readFacts } from '../insight/read-facts.ts';
import type { Changes, StateCheck } from '../simulation-port.ts';
import type { GameEdit } from '../live/game-edit.ts';
import type { GameData } from '../world/game-data.ts';

/** What is said to a game where it runs. It answers each message by one, in their order, and says which script runs. */
export type ToGame =
	/** `state`: it goes on from there. */
	| { readonly type: 'start'; readonly data: GameData; readonly state?: GameState }
	| { readonly type: 'save' }
	| { readonly type: 'edit'; readonly edit: GameEdit }
	| { readonly type: 'inspect'; readonly query: GameQuery }
	/** `input`: where anybody does anything; `spare`: room for changes. */
	| {
			readonly type: 'advance';
			readonly ticks: number;
			readonly input?: InputFrame;
			readonly spare?: Changes;
	  };

/** What a game says. None of it can be trusted: scripts of strangers run where it comes from. */
export type FromGame =
	| { readonly type: 'started' }
	| { readonly type: 'edited' }
	| { readonly type: 'inspected'; readonly facts: GameFacts }
	| {
			readonly type: 'advanced';
			readonly tick: number;
			readonly changes: Changes;
			readonly commands: readonly GameCommand[];
			readonly checks: readonly StateCheck[];
	  }
	/** What it is in the middle of. Nobody but a sandbox ever looks into it. */
	| { readonly type: 'saved'; readonly state: GameState }
	/** Said unasked: this script (its document; '' is none) begins to run. Whoever is stuck said so before. */
	| { readonly type: 'running'; readonly script: string }
	/** Said unasked: one of the ticks that were asked for is over, and the next begins. */
	| { readonly type: 'ticked' }
	/** It cannot go on. */
	| { readonly type: 'failed'; readonly message: string };

type AdvancedMessage = Extract<FromGame, { type: 'advanced' }>;

/** As it is sent: without what there is nothing of. Each tick pays for all that it sends. */
export type SaidByGame =
	Exclude<FromGame, AdvancedMessage> | (Pick<AdvancedMessage, 'type' | 'tick'> & Partial<AdvancedMessage>);

/** What came of some ticks, as it is sent. */
export const sayAdvanced = (
	tick: number,
	{ changes, commands, checks }: Omit<AdvancedMessage, 'type' | 'tick'>,
): SaidByGame => ({
	...{ type: 'advanced', tick },
	...(changes.length > 0 && { changes }),
	...(commands.length > 0 && { commands }),
	...(checks.length > 0 && { checks }),
});

const MAX_MESSAGE_LENGTH = 500;
const MOST_CHECKS = 16;
const NO_CHANGES = new Float32Array();

/** What a game said, if it is anything that games say; undefined otherwise. */
export function readFromGame(value: unknown): FromGame | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const said = value as Readonly<Record<string, unknown>>;
	const { type, tick, changes = NO_CHANGES, commands = [], checks = [] } = said;
	const { message, script, state, facts } = said;
	if (type === 'running')
		return typeof script === 'string' ? { type, script: script.slice(0, 200) } : undefined;
	if (type === 'started' || type === 'edited' || type === 'ticked') return { type };
	if (type === 'inspected') return { type, facts: readFacts(facts) };
	if (type === 'saved') return { type, state: state as GameState };
	if (type === 'failed')
		return { type, message: typeof message === 'string' ? message.slice(0, MAX_MESSAGE_LENGTH) : '' };
	if (type !== 'advanced' || !Number.isSafeInteger(tick) || !isFloats(changes)) return undefined;
	const read = readCommands(commands);
	return read && { type, tick: tick as number, changes, commands: read, checks: readChecks(checks) };
}

/** Whatever is none is left out: they are for looking at only. */
function readChecks(value: unknown): readonly StateCheck[] {
	if (!Array.isArray(value)) return [];
	return value.slice(0, MOST_CHECKS).flatMap((one: unknown) => {
		const { tick, hash } = (one ?? {}) as Readonly<Record<string, unknown>>;
		return Number.isSafeInteger(tick) && Number.isSafeInteger(hash)
			? [{ tick: tick as number, hash: hash as number }]
			: [];
	});
}

const isFloats = (value: unknown): value is Changes =>
	value instanceof Float32Array && value.buffer instanceof ArrayBuffer;
