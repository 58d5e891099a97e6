import type { InputFrame } from '#lib/runtime/input/input-frame.ts';
import type { GameState } from '#lib/runtime/game-state.ts';
import type { SimulationPort } from '#lib/runtime/simulation-port.ts';
import type { EntityData } from '#lib/runtime/world/game-data.ts';
import type { Bot } from './bot.ts';
import { GameView } from './game-view.ts';

/** What became of a game that a bot, or a recording, played: plain, so that a page can tell a test of it. */
export type BotGame = {
	readonly result: 'won' | 'lost' | null;
	readonly words: string;
	readonly ticks: number;
	/** One number for all that the game was in the end, to the last bit. */
	readonly hash: number;
	readonly troubles: readonly string[];
	/** What was done in each tick. */
	readonly inputs: readonly InputFrame[];
};

type Played = { readonly game: SimulationPort; readonly entities: readonly EntityData[] };

/** Plays until the game ends, or for so many ticks. `watch` is told where it is, before each tick. */
export async function playBot(
	{ game, entities }: Played,
	bot: Bot,
	most: number,
	watch: (view: GameView, tick: number, step: number) => void = () => {},
): Promise<BotGame> {
	const view = new GameView(entities);
	const inputs: InputFrame[] = [];
	let step = 0;
	for (let tick = 0; tick < most && !view.ended; tick++) {
		const [input, next] = bot(view, tick, step);
		watch(view, tick, next);
		step = next;
		inputs.push(input);
		view.take(await game.advance(1, input));
	}
	return told(game, view, inputs);
}

/** Plays what was recorded. */
export async function playInputs(
	{ game, entities }: Played,
	inputs: readonly InputFrame[],
): Promise<BotGame> {
	const view = new GameView(entities);
	for (const input of inputs) view.take(await game.advance(1, input));
	return told(game, view, inputs);
}

async function told(game: SimulationPort, view: GameView, inputs: readonly InputFrame[]): Promise<BotGame> {
	const { ended, troubles } = view;
	const hash = hashOf(await game.save());
	const [result, words] = [ended?.result ?? null, ended?.words ?? ''];
	return { result, words, ticks: inputs.length, hash, troubles, inputs };
}

/** FNV-1a, 32 bits, of everything that is kept of a game. */
function hashOf(state: GameState): number {
	const plain = JSON.stringify(state, (_, value: unknown) =>
		ArrayBuffer.isView(value) ? Array.from(value as unknown as Float64Array) : value,
	);
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(plain)) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash >>> 0;
}
