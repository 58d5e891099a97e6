import type { Page } from '@playwright/test';
import { DeployedApp, makeTwoBuilds, type TwoBuilds } from '../helpers/deployed-app.ts';
import type { LineFault } from '../helpers/faulty-proxy.ts';
import { expect, LONG, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { Person, WITHOUT_PICTURE } from '../helpers/person.ts';
import { chooseInProject, field, newProject, select, setField, add } from '../helpers/studio-steps.ts';

// What parts say that cannot be had, because no server has them or none is there, and a worker that was not installed.
const PART_GONE = [
	/^console: Failed to load resource: (net::ERR_FAILED|the server responded with a status of 404)/,
	/^page error: /,
];
const NOT_INSTALLED = /This version was not installed/;

let builds: TwoBuilds;
test.beforeAll(async () => {
	test.setTimeout(180_000);
	builds = await makeTwoBuilds();
});
test.afterAll(() => builds.dispose());

const rig = test.extend<{ app: DeployedApp; ada: Person }>({
	app: async ({}, use) => {
		const app = await DeployedApp.start(builds.older);
		await use(app);
		await app.dispose();
	},
	ada: async ({ app }, use) => {
		const ada = await Person.open(app.url, { name: 'Ada', flags: WITHOUT_PICTURE });
		await use(ada);
		await ada.dispose();
	},
});

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const offer = (page: Page) =>
	page.getByRole('complementary', { name: 'A new version of RaStudios is ready' });
const partMissing = (page: Page) =>
	page.getByRole('complementary', { name: 'A part of RaStudios could not be loaded' });
const reload = (page: Page) => page.getByRole('button', { name: 'Reload', exact: true });
const editorClass = (page: Page) => page.locator('.prose').first();

/** Asks the server for a newer worker, and waits until it is installed or refused. */
function askForNewer(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const registration = await navigator.serviceWorker.getRegistration();
		await registration?.update();
		const worker = registration?.installing;
		if (!worker) return registration?.waiting ? 'waiting' : 'none';
		return await new Promise<string>((resolve) => {
			worker.onstatechange = () => resolve(worker.state);
		});
	});
}

/** Everything in this origin's caches. */
function keptFiles(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const names = await caches.keys();
		const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
		return keys.flat().map(({ url }) => new URL(url).pathname);
	});
}

/** Asks for a part that is not on this device, and does not wait for it; runs in the page. */
function askForMissingWorker(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	navigator.serviceWorker.controller?.postMessage({ type: 'offline-status' }, [port2]);
	return new Promise((resolve) => {
		port1.onmessage = ({ data }: MessageEvent<{ missing: string[] }>) => {
			void fetch(data.missing.find((url) => url.includes('/workers/')) ?? '');
			resolve();
		};
	});
}

/** The data saver is on, in every page of the person from now on. */
async function saveData({ context }: Person): Promise<void> {
	await context.addInitScript(() => {
		const { connection } = navigator as unknown as { connection: object };
		Object.defineProperty(connection, 'saveData', { get: () => true });
	});
}

rig(
	'[8] [S43] [S45] the shell is all that is installed; the rest comes when somebody wants it',
	async ({ ada, app }) => {
		await saveData(ada);
		const { page } = ada;
		await page.goto('/');
		const state = page.getByText('Not ready to work offline: data saver is on');
		await expect(state.first()).toBeVisible();
		expect((await keptFiles(page)).filter((path) => path.includes('workers/'))).toEqual([]);

		await app.server.stop();
		ada.allow(...SERVER_AWAY, ...PART_GONE);
		await page.reload();
		await expect(heading(page)).toHaveText('Projects');
		const widths = () =>
			page.locator('img').evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));
		await expect.poll(widths, 'Home shows its pictures').not.toContain(0);
		await page.getByRole('button', { name: 'New project' }).first().click();
		await expect(partMissing(page)).toBeVisible();
		await expect(heading(page)).toHaveText('Projects');

		await app.server.restart();
		await page
			.getByRole('button', { name: /Get it now|Try again/ })
			.first()
			.click();
		await expect(page.getByText('Ready to work offline').first()).toBeVisible({ timeout: 30_000 });
		await ada.whenOfflineReady();
		await app.server.stop();
		await newProject(page);
	},
);

rig(
	'[8] [S46] a tab goes on in its version while the server has only the next, and takes that when asked',
	LONG,
	async ({ ada, app }) => {
		const { page } = ada;
		await newProject(page);
		await add(page, 'Box');
		await ada.whenOfflineReady();
		const before = await keptFiles(page);

		await app.deploy(builds.newer);
		expect(await askForNewer(page)).toBe('installed');
		await expect(offer(page)).toBeVisible();
		// A part of its own version that this tab has not used yet, and that no server has any more.
		await chooseInProject(page, 'New page');
		await expect(editorClass(page)).toBeVisible();
		await expect(editorClass(page)).not.toHaveClass(/newer/);
		const deep = await ada.context.newPage();
		await deep.goto(page.url());
		await expect(editorClass(deep)).not.toHaveClass(/newer/);
		await deep.goto('/');
		await expect(heading(deep)).toHaveText('Projects');

		// What was typed a moment ago is there afterwards.
		await editorClass(page).click();
		await page.keyboard.type('Not lost.');
		await reload(page).click();
		await expect(editorClass(page)).toHaveClass(/newer/);
		await expect(editorClass(page)).toContainText('Not lost.');

		// The other tab still runs the older version, with all of its parts, until it is asked too.
		await expect(heading(deep)).toHaveText('Projects');
		await deep
			.getByRole('link', { name: /Untitled project/ })
			.first()
			.click();
		await expect(editorClass(deep)).toContainText('Not lost.');
		await expect(editorClass(deep)).not.toHaveClass(/newer/);
		await reload(deep).click();
		await expect(editorClass(deep)).toHaveClass(/newer/);

		// Nobody needs the older version now.
		await ada.whenOfflineReady();
		const gone = () => keptFiles(page).then((files) => before.filter((path) => !files.includes(path)).length);
		await expect.poll(gone, { timeout: 30_000 }).toBeGreaterThan(0);
		ada.allow(...SERVER_AWAY);
		await app.server.stop();
		await page.goto('/');
		await expect(heading(page)).toHaveText('Newer projects');
	},
);

rig(
	'[8] [S46] a worker that has not ended its work keeps nobody from the next version',
	async ({ ada, app }) => {
		await saveData(ada);
		const { page } = ada;
		await page.goto('/');
		await expect(page.getByText('data saver is on').first()).toBeVisible();
		// A part that is asked for and never comes: the browser keeps the worker that waits for it.
		app.line.break('silent', (path) => path.includes('/workers/'));
		await page.evaluate(askForMissingWorker);
		await expect.poll(() => app.line.faults).toBeGreaterThan(0);
		await app.deploy(builds.newer);
		expect(await askForNewer(page)).toBe('installed');
		const other = await ada.context.newPage();
		await other.goto('/');
		await expect(heading(other)).toHaveText('Projects');
		await reload(page).click();
		await expect(heading(page)).toHaveText('Newer projects');
		await expect(reload(page)).toBeHidden();
		await expect(heading(other)).toHaveText('Projects');
		await reload(other).click();
		await expect(heading(other)).toHaveText('Newer projects');
		app.line.mend();
	},
);

rig(
	'[8] [S47] a part that only an older server had is said, and a reload brings the newer version',
	async ({ ada, app }) => {
		await saveData(ada);
		ada.allow(...PART_GONE);
		const { page } = ada;
		await newProject(page);
		await add(page, 'Box');
		await page.evaluate(() => navigator.serviceWorker.ready);
		await app.deploy(builds.newer);
		await select(page, 'Box');
		await setField(page, 'Position X', '7');
		await chooseInProject(page, 'New page');
		await expect(partMissing(page)).toBeVisible();
		await reload(page).click();
		await expect(editorClass(page)).toHaveClass(/newer/, { timeout: 30_000 });
		await chooseInProject(page, 'Scene 1');
		await select(page, 'Box');
		await expect(field(page, 'Position X')).toHaveValue('7.00');
	},
);

rig('[8] [S44] an installation that fails half-way never replaces a good one', LONG, async ({ ada, app }) => {
	ada.allow(NOT_INSTALLED, ...SERVER_AWAY);
	const { page } = ada;
	await page.goto('/');
	await ada.whenOfflineReady();
	const before = (await keptFiles(page)).toSorted();
	await app.deploy(builds.newer);
	const entry = (path: string) => /^\/_app\/immutable\/entry\/app/.test(path);
	for (const kind of ['missing', 'page', 'short', 'cut'] satisfies LineFault[]) {
		await rig.step(kind, async () => {
			app.line.break(kind, entry);
			expect(await askForNewer(page)).toBe('redundant');
			expect(app.line.faults).toBeGreaterThan(0);
			expect(await keptFiles(page)).toEqual(expect.arrayContaining(before));
			await ada.whenOfflineReady();
			await expect(offer(page)).toBeHidden();
		});
	}
	app.line.mend();
	await rig.step('full', async () => {
		const devtools = await ada.context.newCDPSession(page);
		const { origin } = new URL(app.url);
		await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
		expect(await askForNewer(page)).toBe('redundant');
		await devtools.send('Storage.overrideQuotaForOrigin', { origin });
		expect(await keptFiles(page)).toEqual(expect.arrayContaining(before));
	});
	await app.server.stop();
	await page.reload();
	await expect(heading(page)).toHaveText('Projects');

	await app.server.restart();
	expect(await askForNewer(page)).toBe('installed');
	await reload(page).click();
	await expect(heading(page)).toHaveText('Newer projects');
});

rig('[8] [S49] a withdrawn worker removes itself and our caches, and no work', async ({ ada, app }) => {
	const { page } = ada;
	await newProject(page);
	await add(page, 'Box');
	await ada.whenOfflineReady();
	await page.evaluate(
		async () => void (await (await caches.open('a-game')).put('/level', new Response('1'))),
	);
	// A tab of ours in which nothing answers, as a blank one would not. Browsers ask for a picture of it by themselves.
	ada.allow(/favicon\.ico/);
	const dead = await ada.context.newPage();
	await dead.goto('/icons/icon.svg');
	const born = await dead.evaluate(() => performance.timeOrigin);

	await app.withdrawWorker();
	await page.evaluate(async () => void (await navigator.serviceWorker.getRegistration())?.update());
	await expect(offer(page)).toBeVisible();
	await expect.poll(() => dead.evaluate(() => performance.timeOrigin).catch(() => born)).not.toBe(born);
	await select(page, 'Box');
	await setField(page, 'Position X', '7');
	await reload(page).click();
	await expect(offer(page)).toBeHidden();
	await select(page, 'Box');
	await expect(field(page, 'Position X')).toHaveValue('7.00');
	const names = await page.evaluate(() => caches.keys());
	expect(names).toContain('a-game');
	expect(names.filter((name) => name.startsWith('rastudios-app'))).toEqual([]);
	expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();

	// A sound version ends it.
	await app.deploy(builds.newer);
	await page.goto('/');
	await expect(heading(page)).toHaveText('Newer projects');
	await ada.whenOfflineReady();
});
