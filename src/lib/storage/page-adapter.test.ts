import { describe, expect, test, vi } from 'vitest';
import { createPageAround } from './page-adapter.ts';

const LONG_MS = 20_000;

describe('locks of the page', () => {
	test('[S22] a lock has one holder, and the next gets it when it is let go', async () => {
		const page = createPageAround();
		const release = await page.holdLock('one', 0);
		expect(release).not.toBeNull();
		expect(await page.holdLock('one', 0)).toBeNull();
		expect(await page.holdLock('one', 1)).toBeNull();
		expect(await page.holdLock('another', 0)).not.toBeNull();
		const next = page.holdLock('one', LONG_MS);
		release!();
		expect(await next).not.toBeNull();
		expect(await page.holdLock('one', 0)).toBeNull();
	});

	test('[S22] a lock that is held is not run under', async () => {
		const page = createPageAround();
		const release = await page.holdLock('shared', 0);
		expect(await page.withLock('shared', async () => {})).toBe(false);
		release!();
		await page.holdLock('shared', LONG_MS).then((again) => again!());
	});

	test('[S50] a shared lock has several holders, and nobody has it alone before all let go', async () => {
		const page = createPageAround();
		const [first, second] = [await page.shareLock('many', LONG_MS), await page.shareLock('many', LONG_MS)];
		first();
		expect(await page.holdLock('many', 0)).toBeNull();
		second();
		const release = await page.holdLock('many', LONG_MS);
		expect(release).not.toBeNull();
		(await page.shareLock('many', 1))(); // nothing is held, and nothing waits for ever
		release!();
	});

	test.each([
		['without locks', {}],
		[
			'that refuses locks',
			{ locks: { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } },
		],
	])('[S22] in a browser %s, the parts of one page keep apart', async (name, navigator) => {
		vi.stubGlobal('navigator', navigator);
		const page = createPageAround();
		const release = await page.holdLock(name, 0);
		expect(await page.holdLock(name, 1)).toBeNull();
		release!();
		(await page.shareLock(name, 1))();
		expect(await page.holdLock(name, 0)).not.toBeNull();
		vi.unstubAllGlobals();
	});
});
