import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import type { ContractResult } from './pages/contract-runner.ts';
import { BrowserProfile, skipReason, type BrowserKind } from './support/browser-profile.ts';
import { BROWSERS, describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';

// Run before the tests are named, so that each contract is a test of its own in every count.
const results = new Map<BrowserKind, readonly ContractResult[]>();
for (const kind of BROWSERS) {
	const run = (page: Page) => page.evaluate(() => globalThis.largeAssets.runContracts());
	results.set(kind, skipReason(kind) ? [] : await onPage(kind, run));
}

describeInBrowsers('large assets', BROWSERS, (kind) => {
	const found = results.get(kind) ?? [];
	test('keep every contract', () => expect(found.length).toBeGreaterThan(20));
	for (const { name, error } of found) {
		test(name, () => {
			if (error) throw new Error(error);
		});
	}

	test('[S30] a file of 64 MiB is kept by the worker, and is there after a restart', async () => {
		await onPage(kind, async (page, reopen) => {
			const kept = await page.evaluate(() => globalThis.largeAssets.keep(64, true));
			expect(kept?.bytes).toBe(64 * 1024 * 1024);
			if (kind === 'chromium') expect(page.workers()).toHaveLength(1);
			const later = await reopen();
			const seen = await later.evaluate((hash) => globalThis.largeAssets.look(hash), kept?.hash ?? '');
			expect(seen).toEqual({ bytes: 64 * 1024 * 1024, same: true });
			expect(await later.evaluate(() => globalThis.largeAssets.strays())).toBe(0);
		});
	});

	test('[S30] a browser killed in the middle keeps nothing of it, and clears up at the next start', async () => {
		await onPage(kind, async (page, reopen) => {
			await page.evaluate(() => globalThis.largeAssets.keep(256, false));
			await page.waitForFunction(() => globalThis.largeAssets.writing().then((bytes) => bytes > 8_000_000));
			const later = await reopen('kill');
			expect(await later.evaluate(() => globalThis.largeAssets.strays())).toBe(1);
			expect(await later.evaluate(() => globalThis.largeAssets.removeStrays())).toBe(1);
			expect(await later.evaluate(() => globalThis.largeAssets.strays())).toBe(0);
			const kept = await later.evaluate(() => globalThis.largeAssets.keep(16, true));
			expect(kept?.bytes).toBe(16 * 1024 * 1024);
		});
	});
});

type Reopen = (how?: 'close' | 'kill') => Promise<Page>;

async function onPage<T>(kind: BrowserKind, run: (page: Page, reopen: Reopen) => Promise<T>): Promise<T> {
	const server = await PageServer.start();
	const profile = await BrowserProfile.create(kind);
	const open = () => profile.open(`${server.origin}/current/large-assets.html`);
	try {
		return await run(await open(), async (how = 'close') => {
			await profile[how]();
			await profile.launch();
			return await open();
		});
	} finally {
		await profile.dispose();
		await server.close();
	}
}
