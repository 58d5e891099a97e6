import { expect, test } from 'vitest';
import { replayInNode, startRecorded } from '../helpers/recorded-in-node.ts';
import { playAtRandom } from '../helpers/recorded-game.ts';
import { BrowserProfile } from './support/browser-profile.ts';
import { BROWSERS, describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';

const TICKS = 600;

describeInBrowsers('recordings', BROWSERS, (kind) => {
	test('[T75] a recording of a sandbox plays the same without a browser, and the other way round', async () => {
		const server = await PageServer.start();
		const profile = await BrowserProfile.create(kind);
		try {
			const page = await profile.open(`${server.origin}/current/recording.html`);
			const here = await playAtRandom(await startRecorded(), { seed: 3, ticks: TICKS, most: 5 });
			const there = await page.evaluate((how) => globalThis.recordings.play(how), {
				...{ seed: 3, ticks: TICKS, most: 5 },
			});
			expect(there).toEqual(here);
			expect(here.parts[0]?.checks).toHaveLength(TICKS / 30);
			const same = { ticks: TICKS, differsAt: undefined };
			expect(await replayInNode(there)).toEqual(same);
			const replayed = await page.evaluate((recording) => globalThis.recordings.replay(recording), here);
			expect(replayed).toEqual(same);
		} finally {
			await profile.dispose();
			await server.close();
		}
	});
});
