import type { StarterId } from '#lib/studio/starters/starter.ts';
import type { Bot } from './bot.ts';
import { collectorBot, stungBot } from './collector-bot.ts';
import { fallingBot, platformerBot } from './platformer-bot.ts';
import { puzzleBot, wastingBot } from './puzzle-bot.ts';
import { hauntedBot, walkBot } from './walk-bot.ts';

/** Who finishes which starter. */
export type StarterBot = {
	readonly id: StarterId;
	readonly bot: Bot;
	/** Does what one must not do. */
	readonly loser: Bot;
	/** It takes no longer than this, ticks. */
	readonly most: number;
};

export const BOTS: readonly StarterBot[] = [
	{ id: 'platformer', bot: platformerBot, loser: fallingBot, most: 5400 },
	{ id: 'collector', bot: collectorBot, loser: stungBot, most: 5400 },
	{ id: 'puzzle', bot: puzzleBot, loser: wastingBot, most: 5400 },
	{ id: 'walk', bot: walkBot, loser: hauntedBot, most: 9000 },
];
