// The starters that are games, played by bots in the sandbox that the studio plays them in.
import { systemClock } from '#lib/base/clock.ts';
import type { InputFrame } from '#lib/runtime/input/input-frame.ts';
import { openSandbox } from '#lib/runtime/sandbox/sandbox-adapter.ts';
import { SandboxedSimulation } from '#lib/runtime/sandbox/sandboxed-simulation.ts';
import { gameText } from '#lib/runtime/worker/game-text-adapter.ts';
import { BOTS } from '../../bots/bots.ts';
import { playBot, playInputs, type BotGame } from '../../bots/play-bot.ts';
import type { StarterGame } from '../../helpers/starter-game.ts';

declare global {
	var games: {
		readonly byBot: (game: StarterGame, id: string) => Promise<BotGame>;
		readonly byInputs: (game: StarterGame, inputs: readonly InputFrame[]) => Promise<BotGame>;
	};
}

async function inSandbox(
	{ data, code: scripts }: StarterGame,
	play: (played: Parameters<typeof playBot>[0]) => Promise<BotGame>,
): Promise<BotGame> {
	const { code } = await gameText(scripts);
	const game = await SandboxedSimulation.start(data, (onerror) => openSandbox(code, onerror), systemClock);
	try {
		return await play({ game, entities: data.entities });
	} finally {
		game.dispose();
	}
}

globalThis.games = {
	byBot: (game, id) => {
		const { bot, most } = BOTS.find((one) => one.id === id)!;
		return inSandbox(game, (played) => playBot(played, bot, most));
	},
	byInputs: (game, inputs) => inSandbox(game, (played) => playInputs(played, inputs)),
};
