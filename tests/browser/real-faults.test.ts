import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BrowserProfile } from './support/browser-profile.ts';
import { describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';
import { eventually } from '../helpers/eventually.ts';

const MEGABYTE = 1024 * 1024;

// Only Chromium lets a test change the room it gives, or clear what a page keeps while it is open.
describeInBrowsers('a device that really fails', ['chromium'], (kind) => {
	let server: PageServer;
	let profile: BrowserProfile;

	beforeEach(async () => {
		server = await PageServer.start();
		profile = await BrowserProfile.create(kind);
	});
	afterEach(async () => {
		await profile.dispose();
		await server.close();
	});

	const openTab = (): Promise<Page> => profile.open(`${server.origin}/current/device.html`);

	/** Holds until the browser ends; one that has the database open looks at it only when it thinks it is near it. */
	async function setQuota(quotaSize?: number): Promise<void> {
		const session = await profile.session();
		const quota = quotaSize === undefined ? {} : { quotaSize };
		await session.send('Storage.overrideQuotaForOrigin', { origin: server.origin, ...quota });
	}

	test('[S4] a quota that is used up: said, everything stays readable, and it is saved once there is room', async () => {
		await setQuota(2 * MEGABYTE);
		const page = await openTab();
		await pushSome(page, 'first', 10);
		expect(await isDurable(page)).toBe(true);
		for (let turn = 0; (await lookAt(page)).health === 'ok'; turn++) {
			expect(turn).toBeLessThan(50);
			await pushSome(page, `more-${turn}`, 1, MEGABYTE / 4);
			await isDurable(page);
		}
		const { health, count } = await lookAt(page);
		expect(health).toBe('full');
		await pushSome(page, 'while full', 5);
		expect(await isDurable(page)).toBe(false);
		expect((await lookAt(page)).count).toBe(count + 5);

		await setQuota();
		await eventually(async () => (await lookAt(page)).health === 'ok');
		expect(await isDurable(page)).toBe(true);
		await page.reload();
		expect(await lookAt(page)).toEqual({ health: 'ok', count: count + 5 });
	});

	test('[S4] a quota that is used up when the page opens: works from memory, joins what is there later', async () => {
		const before = await openTab();
		await pushSome(before, 'before', 10, 10_000);
		expect(await isDurable(before)).toBe(true);
		await profile.reopen();
		await setQuota(1);
		const page = await openTab();
		await pushSome(page, 'while full', 5);
		expect(await isDurable(page)).toBe(false);
		expect(await lookAt(page)).toEqual({ health: 'full', count: 15 });
		await setQuota();
		await eventually(async () => (await lookAt(page)).health === 'ok');
		await page.reload();
		expect(await lookAt(page)).toEqual({ health: 'ok', count: 15 });
	});

	test('[S5] a database cleared under an open page: what the page has is written again whole', async () => {
		const page = await openTab();
		const session = await page.createCDPSession();
		await pushSome(page, 'before', 10);
		expect(await isDurable(page)).toBe(true);
		await session.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes: 'indexeddb' });
		await pushSome(page, 'after', 5);
		await eventually(() => isDurable(page));
		await page.reload();
		expect(await lookAt(page)).toEqual({ health: 'ok', count: 15 });
	});
});

const pushSome = (page: Page, name: string, count: number, letters = 10): Promise<void> =>
	page.evaluate(
		async (name, count, letters) => {
			const device = await globalThis.devicePage;
			for (let item = 0; item < count; item++) device.push(`${name} ${item} ${noise(letters)}`);

			/** Nothing that a database could keep in less room. */
			function noise(letters: number): string {
				const bytes = new Uint8Array(Math.ceil(letters / 2));
				for (let at = 0; at < bytes.length; at += 65_536) {
					crypto.getRandomValues(bytes.subarray(at, at + 65_536));
				}
				return Array.from(bytes, (byte) => byte.toString(16)).join('');
			}
		},
		name,
		count,
		Math.floor(letters),
	);

const isDurable = (page: Page): Promise<boolean> =>
	page.evaluate(async () => (await globalThis.devicePage).whenDurable());

const lookAt = (page: Page) =>
	page.evaluate(async () => {
		const { content, state } = await globalThis.devicePage;
		const { health } = state;
		return { count: content.items.length, health: health.kind === 'ok' ? 'ok' : health.problem.reason };
	});
