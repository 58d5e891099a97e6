import { expect, test } from 'vitest';
import { playPhysicsStory } from '../helpers/physics-story.ts';
import { BrowserProfile } from './support/browser-profile.ts';
import { BROWSERS, describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';

describeInBrowsers('physics', BROWSERS, (kind) => {
	test('[T3] [T37] plays a thousand ticks as they are without a browser, to the last bit', async () => {
		const server = await PageServer.start();
		const profile = await BrowserProfile.create(kind);
		try {
			const page = await profile.open(`${server.origin}/current/physics.html`);
			const seen = await page.evaluate(() => globalThis.playPhysics(5));
			expect(seen).toEqual(await playPhysicsStory(5));
		} finally {
			await profile.dispose();
			await server.close();
		}
	});
});
