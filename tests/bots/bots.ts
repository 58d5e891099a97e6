import type { StarterId } from '#lib/studio/starters/starter.ts';
import type { Bot } from './bot.ts';
import { collectorBot, stungBot } from './collector-bot.ts';

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
	{ id: 'collector', bot: collectorBot, loser: stungBot, most: 5400 },
];
