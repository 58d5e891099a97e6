import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureBuild } from '../../scripts/build.mjs';
import { countMissingFiles } from '../helpers/offline-files.ts';
import { ServerProcess } from '../helpers/server-process.ts';
import { BrowserProfile } from './support/browser-profile.ts';
import { describeInBrowsers } from './support/each-browser.ts';
import { eventually } from '../helpers/eventually.ts';

/** In Chromium the end-to-end tests see to this. */
describeInBrowsers('the app without its server', ['firefox'], (kind) => {
	let server: ServerProcess;
	let profile: BrowserProfile;

	beforeEach(async () => {
		await ensureBuild();
		server = await ServerProcess.start();
		profile = await BrowserProfile.create(kind);
	});
	afterEach(async () => {
		await profile.dispose();
		await server.dispose();
	});

	test('[S43][S45] opens from the second visit on, with the work, and keeps what is done then', async () => {
		let page = await profile.open(server.url);
		await eventually(async () => (await page.evaluate(countMissingFiles)) === 0);
		await press(page, 'button', 'New project');
		await addBox(page);
		await eventually(() => isSaved(page));
		const project = page.url();

		await server.stop();
		await profile.reopen();
		page = await profile.open(server.url);
		await shown(page, 'heading', 'Projects');
		await page.goto(project);
		await shown(page, 'treeitem', 'Box');
		await addBox(page);
		await shown(page, 'treeitem', 'Box 2');
		await eventually(() => isSaved(page));

		await profile.reopen();
		page = await profile.open(project);
		await shown(page, 'treeitem', 'Box 2');
		await page.goto(`${server.url}/storage`); // never visited before
		await shown(page, 'heading', 'Storage');
		expect(server.running).toBe(false);
	});
});

type Role = 'button' | 'heading' | 'menuitem' | 'treeitem';

const named = (page: Page, role: Role, name: string) =>
	page.locator(`::-p-aria([name="${name}"][role="${role}"])`).setTimeout(60_000);

const press = (page: Page, role: Role, name: string) => named(page, role, name).click();
const shown = (page: Page, role: Role, name: string) => named(page, role, name).wait();

async function addBox(page: Page): Promise<void> {
	await press(page, 'button', 'Add');
	await press(page, 'menuitem', 'Box');
	await shown(page, 'treeitem', 'Box');
}

const isSaved = (page: Page): Promise<boolean> =>
	page.evaluate(() => document.body.innerText.includes('Saved on this device'));
