import { afterAll, beforeAll, expect, test } from 'vitest';
import { BOTS } from '../bots/bots.ts';
import { playBot } from '../bots/play-bot.ts';
import { playInNode } from '../helpers/node-game.ts';
import { gameOf, openStarter } from '../helpers/starter-game.ts';
import { BrowserProfile } from './support/browser-profile.ts';
import { describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';

describeInBrowsers('starters that are games', ['chromium'], (kind) => {
	let [server, profile]: [PageServer | undefined, BrowserProfile | undefined] = [undefined, undefined];
	beforeAll(async () => {
		server = await PageServer.start();
		profile = await BrowserProfile.create(kind);
	});
	afterAll(async () => {
		await profile?.dispose();
		await server?.close();
	});

	test.each(BOTS)(
		'[T93] [T94] $id is won by its bot, and its recording is the same game, to the last bit',
		async ({ id, bot, most }) => {
			const game = gameOf(await openStarter(id));
			const here = await playBot(await playInNode(game), bot, most);
			expect(here).toMatchObject({ result: 'won', troubles: [] });
			// A busy machine is told of in a warning: that is not the game's.
			const same = { ...here, troubles: expect.any(Array) as string[] };
			const page = await profile!.open(`${server!.origin}/current/games.html`);
			expect(await page.evaluate((played, name) => globalThis.games.byBot(played, name), game, id)).toEqual(
				same,
			);
			const replayed = await page.evaluate(
				(played, inputs) => globalThis.games.byInputs(played, inputs),
				game,
				here.inputs,
			);
			expect(replayed).toEqual(same);
		},
	);
});
