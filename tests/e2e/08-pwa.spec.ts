import { AppCopy } from '../helpers/app-copy.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { Person } from '../helpers/person.ts';

type Installability = { installabilityErrors: { errorId: string }[] };

test('[8] the app is installable, without a single objection from the browser', async ({ person }) => {
	// Only the whole browser objects to anything.
	const { page, context } = await person({ name: 'Ada', wholeBrowser: true });
	await page.goto('/');
	await page.evaluate(() => navigator.serviceWorker.ready);
	const devtools = await context.newCDPSession(page);
	const { installabilityErrors } = (await devtools.send('Page.getInstallabilityErrors')) as Installability;
	expect(installabilityErrors).toEqual([]);

	const manifest = await devtools.send('Page.getAppManifest');
	expect(manifest.errors).toEqual([]);
	const { icons, screenshots } = JSON.parse(manifest.data ?? '{}') as Record<string, { src: string }[]>;
	for (const { src } of [...(icons ?? []), ...(screenshots ?? [])]) {
		const type = await page.evaluate(async (url) => (await fetch(url)).headers.get('content-type'), src);
		expect(type, src).toMatch(/^image\//);
	}
});

test('[8] from the second visit on, the app opens without server or network, at any address', async ({
	person,
	server,
}) => {
	const ada = await person({ name: 'Ada' });
	await ada.page.goto('/');
	await ada.whenOfflineReady();
	await server.stop();
	ada.allow(...SERVER_AWAY);

	const page = await ada.reopen();
	await page.goto('/');
	await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
	// An address that was never visited, and names a project this device does not have.
	await page.goto('/studio/AAAAAAAAAAAAAAAAAAAAAA');
	await expect(page.getByRole('heading').first()).toBeVisible();
	await page.goto('/join/AAAAAAAAAAAAAAAAAAAAAA#viewer.AAAA');
	await expect(page.getByRole('heading').first()).toBeVisible();
	await page.goto('/storage');
	await expect(page.getByRole('heading', { name: 'Storage', level: 1 })).toBeVisible();
	const workers = await page.evaluate(fetchWorkers);
	expect(workers.length).toBeGreaterThan(0);
	for (const answer of workers) expect(answer).toBe('200 text/javascript; charset=utf-8');
	// What belongs to the server is never answered by the app's page.
	expect(await page.evaluate(() => fetch('/api/version').then(String, () => 'unreachable'))).toBe(
		'unreachable',
	);
});

test('[8] npm start after a code change offers the new version and swaps nothing before a yes', async () => {
	test.setTimeout(240_000);
	const copy = await AppCopy.create();
	const ada = await Person.open(await copy.start(), { name: 'Ada' });
	try {
		// A restart in between is part of the test.
		ada.allow(...SERVER_AWAY);
		const { page } = ada;
		const heading = page.getByRole('heading', { level: 1 });
		const reload = page.getByRole('button', { name: 'Reload' });
		await page.goto('/');
		await page.evaluate(() => navigator.serviceWorker.ready);
		await expect(heading).toHaveText('Projects');

		expect(await copy.stop(), copy.log).toBe(0);
		await copy.change('messages/en/home.json', '"Projects"', '"Newer projects"');
		await copy.start();

		await page.reload();
		await expect(reload).toBeVisible({ timeout: 30_000 });
		await expect(heading).toHaveText('Projects');

		// A second tab joins with the version that is running, and is not pulled along either.
		const other = await ada.context.newPage();
		await other.goto('/');
		await expect(other.getByRole('heading', { level: 1 })).toHaveText('Projects');
		await expect(other.getByRole('button', { name: 'Reload' })).toBeVisible();

		await reload.click();
		await expect(heading).toHaveText('Newer projects');
		await expect(other.getByRole('heading', { level: 1 })).toHaveText('Projects');
		await other.getByRole('button', { name: 'Reload' }).click();
		await expect(other.getByRole('heading', { level: 1 })).toHaveText('Newer projects');
		await expect(reload).toBeHidden();
	} finally {
		await ada.dispose();
		await copy.dispose();
	}
});

/** What the scripts of the app's workers are answered with; runs in the page. */
async function fetchWorkers(): Promise<string[]> {
	const kept = await (await caches.open('rastudios-app-parts')).keys();
	const scripts = kept.map(({ url }) => url).filter((url) => url.includes('/workers/'));
	const answers = await Promise.all(scripts.map((script) => fetch(script)));
	return answers.map(({ status, headers }) => `${status} ${headers.get('content-type')}`);
}
