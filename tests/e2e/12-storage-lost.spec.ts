import type { Page } from '@playwright/test';
import { expect, LONG, test } from '../helpers/fixtures.ts';
import type { ServerProcess } from '../helpers/server-process.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	expectTree,
	exportProject,
	newProject,
	saveState,
	share,
	studioReady,
} from '../helpers/studio-steps.ts';

const QUIET = { flags: WITHOUT_PICTURE };

test(
	'[12] with only the caches cleared, the app starts and everything is there',
	LONG,
	async ({ person, server }) => {
		const { page } = await person(QUIET);
		const { shared } = await makeBoth(page);
		await clear(page, server, 'cache_storage,service_workers');
		await page.goto('/');
		await expect(projects(page)).toHaveCount(2);
		await expect(lostNotice(page)).toBeHidden();
		await page.goto(shared);
		await expectTree(page, ['Box']);
	},
);

test('[12] with only the database cleared, Home says what is gone: one comes back from the server, one from its file', async ({
	person,
	server,
}) => {
	const { page } = await person(QUIET);
	const { file, alone } = await makeBoth(page);
	await clear(page, server, 'indexeddb');
	await page.goto('/');
	await expect(lostNotice(page)).toContainText('This browser lost 2 projects');
	await expect(projects(page)).toHaveCount(0);

	await test.step('the shared one is fetched', async () => {
		await lostNotice(page).getByRole('button', { name: 'Get the server’s copy' }).click();
		await page.waitForURL(/\/studio\//);
		await expectTree(page, ['Box']);
		await page.reload();
		await expectTree(page, ['Box']);
	});

	await test.step('a link into the other says the same, and takes its file', async () => {
		await page.goto(alone);
		await expect(page.getByRole('heading', { name: 'This browser lost “Untitled project”' })).toBeVisible();
		await expect(page.getByText('no server has a copy')).toBeVisible();
		const choosing = page.waitForEvent('filechooser');
		await page.getByRole('button', { name: 'Open a file…' }).click();
		const buffer = file;
		await (await choosing).setFiles({ name: 'castle.rastudio', mimeType: 'application/zip', buffer });
		await studioReady(page);
		await expectTree(page, ['Sphere']);
	});

	await page.goto('/');
	await expect(projects(page)).toHaveCount(2);
	await expect(lostNotice(page)).toBeHidden();
});

test('[12] what is not missed is forgotten, and not asked about again', LONG, async ({ person, server }) => {
	const { page } = await person(QUIET);
	await makeBoth(page);
	await clear(page, server, 'indexeddb');
	await page.goto('/');
	await lostNotice(page).getByRole('button', { name: 'Forget all of them' }).click();
	await expect(lostNotice(page)).toBeHidden();
	await page.reload();
	await expect(page.getByRole('button', { name: 'New project' }).first()).toBeVisible();
	await expect(lostNotice(page)).toBeHidden();
});

test('[12] with everything of the site cleared, the app starts as on a first visit, and a link says what to do', async ({
	person,
	server,
}) => {
	const { page } = await person(QUIET);
	const { file, shared } = await makeBoth(page);
	await clear(page, server, 'all');
	await page.goto('/');
	await expect(page.getByRole('button', { name: 'New project' }).first()).toBeVisible();
	await expect(projects(page)).toHaveCount(0);
	await page.goto(shared);
	await expect(page.getByRole('heading', { name: 'This project is not on this device' })).toBeVisible();
	await expect(page.getByText('If you exported it, open that file.')).toBeVisible();
	const choosing = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Open a file…' }).click();
	await (await choosing).setFiles({ name: 'a.rastudio', mimeType: 'application/zip', buffer: file });
	await studioReady(page);
	await expectTree(page, ['Sphere']);
	await page.reload();
	await expectTree(page, ['Sphere']);
});

const projects = (page: Page) =>
	page.getByRole('main').getByRole('link').filter({ hasText: 'Untitled project' });
const lostNotice = (page: Page) => page.getByRole('region', { name: /^This browser lost/ });

/** A project that its server has, and one that is only here and in a file. */
async function makeBoth(page: Page) {
	await newProject(page);
	await add(page, 'Box');
	await share(page, 'Editor', 'Ada');
	await expect(saveState(page)).toHaveText('Saved here and on the server');
	const shared = page.url();
	await newProject(page);
	await add(page, 'Sphere');
	await expectTree(page, ['Sphere']);
	const file = await exportProject(page);
	const alone = page.url();
	await page.goto('/');
	await expect(projects(page)).toHaveCount(2);
	// What is here is noted outside the database before long.
	await expect
		.poll(() => page.evaluate(() => localStorage.getItem('rastudios-witness')))
		.toMatch(idOf(alone));
	return { shared, alone, file };
}

const idOf = (address: string): RegExp => new RegExp(/studio\/([\w-]{22})/.exec(address)![1]!);

/** As browsers and people clear it: with no page of it open. */
async function clear(page: Page, server: ServerProcess, storageTypes: string): Promise<void> {
	await page.goto('about:blank');
	const session = await page.context().newCDPSession(page);
	await session.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes });
}
