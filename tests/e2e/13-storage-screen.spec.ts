import type { Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { findings, tabTo, tooSmall } from '../helpers/access-steps.ts';
import { expect, LONG, test } from '../helpers/fixtures.ts';
import { flipStoredByte } from '../helpers/flip-stored-byte.ts';
import { pngImage } from '../helpers/made-files.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	expectTree,
	importFiles,
	newProject,
	readDownload,
	readTree,
	saveState,
	studioReady,
} from '../helpers/studio-steps.ts';
import { PHONE_OR_NOT } from '../helpers/screens.ts';

const QUIET = { flags: WITHOUT_PICTURE };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('[13] what takes how much adds up, and the projects can be put in order', async ({ person }) => {
	const { page } = await person(QUIET);
	await makeProject(page, 'Box');
	await importBrick(page);
	await makeProject(page, 'Sphere');
	await openStorage(page);

	const [used, ...kinds] = await values(section(page, 'What takes how much'));
	expect(used).toBeGreaterThan(1000);
	expect(kinds.reduce((sum, bytes) => sum + bytes, 0)).toBe(used);
	await expect(rows(page)).toHaveCount(2);
	const cells = rows(page).first().getByRole('cell');
	await expect(cells).toHaveCount((await page.getByRole('columnheader').count()) - 1);
	const largestFirst = await values(page.getByRole('table'));
	expect(largestFirst[0]).toBeGreaterThan(largestFirst[1] ?? Infinity);
	const size = page.getByRole('columnheader', { name: 'Size' });
	await size.getByRole('button').click();
	await expect(size).toHaveAttribute('aria-sort', 'ascending');
	expect(await values(page.getByRole('table'))).toEqual(largestFirst.reverse());

	await test.step('a project leads to its studio, and the studio back', async () => {
		await rows(page).first().getByRole('link').click();
		await studioReady(page);
		await page.getByRole('button', { name: 'More', exact: true }).click();
		await page.getByRole('menuitem', { name: 'Storage' }).click();
		await expect(page.getByRole('heading', { name: 'Storage', level: 1 })).toBeVisible();
	});
});

test('[13] a flipped byte is found, said and set aside, and the rest opens', async ({ person }) => {
	const { page } = await person(QUIET);
	await makeProject(page, 'Box');
	await makeProject(page, 'Box');
	await openStorage(page);
	const check = section(page, 'Check my data');
	await check.getByRole('button', { name: 'Check now' }).click();
	await expect(check.getByText('Everything is as it was stored.')).toBeVisible();

	const { projectId, bytes } = await flipStoredByte(page);
	await openStorage(page);
	await check.getByRole('button', { name: 'Check now' }).click();
	await expect(check.getByText('One thing was not as it was stored.')).toBeVisible();
	await expect(check.getByRole('article')).toHaveCount(1);
	await expect(check.getByRole('article')).toContainText('Document “Scene 1”');
	await expect(check.getByRole('article')).toContainText('Import the project from a file');
	await expect(check.getByText('One project is fine')).toBeVisible();

	const aside = section(page, 'Set aside');
	await test.step('it can be had as a file, with its bytes as they were found', async () => {
		const downloading = page.waitForEvent('download');
		await aside.getByRole('button', { name: /^Save/ }).click();
		const file = await readDownload(await downloading);
		expect([...file]).toEqual(bytes);
	});

	await test.step('the project beside it is whole', async () => {
		await page.locator(`tbody a:not([href$="${projectId}"])`).click();
		await expectTree(page, ['Box']);
	});

	await test.step('what was set aside goes only after a yes', async () => {
		await openStorage(page);
		await aside.getByRole('button', { name: /^Remove/ }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
		await expect(aside.getByRole('listitem')).toHaveCount(1);
		await aside.getByRole('button', { name: /^Remove/ }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
		await expect(aside).toHaveCount(0);
	});
});

test('[13] everything exported, deleted and imported is back', async ({ person }) => {
	const { page } = await person(QUIET);
	// The picker is the system's own: no test can press its buttons, and other browsers have none.
	await page.addInitScript(() => void Reflect.deleteProperty(window, 'showSaveFilePicker'));
	await makeProject(page, 'Box');
	await importBrick(page);
	await makeProject(page, 'Sphere');
	await openStorage(page);

	const copies = section(page, 'Copies in a file');
	const downloading = page.waitForEvent('download');
	await copies.getByRole('button', { name: 'Export everything' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/^RaStudios projects \d{4}-\d\d-\d\d\.zip$/);
	const file = await readDownload(download);
	await expect(copies.getByText('2 projects were exported.')).toBeVisible();
	expect(Object.keys(unzipSync(file)).filter((name) => name.endsWith('.rastudio'))).toHaveLength(2);

	await test.step('both are deleted, and the bin is emptied', async () => {
		await deleteProjects(page, 2);
		await openStorage(page);
		await expect(section(page, 'Projects')).toContainText('No projects yet');
		const free = section(page, 'Free up space');
		await free.getByRole('button', { name: /^Delete for good: The bin,/ }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
		await expect(free.getByText(/ freed\.$/)).toBeVisible();
		await page.goto('/');
		await expect(page.getByRole('article')).toHaveCount(0);
	});

	await openStorage(page);
	const zip = { name: 'all.zip', mimeType: 'application/zip', buffer: file };
	await copies.locator('input[type=file]').setInputFiles(zip);
	await expect(copies.getByText('2 projects were imported.')).toBeVisible();
	await expect(rows(page)).toHaveCount(2);
	const trees: string[][] = [];
	for (const index of [0, 1]) {
		await openStorage(page);
		await rows(page).nth(index).getByRole('link').click();
		await studioReady(page);
		await expect.poll(() => readTree(page)).not.toEqual([]);
		trees.push(await readTree(page));
	}
	expect(trees.sort((a, b) => b.length - a.length)).toEqual([['Box', 'brick'], ['Sphere']]);
});

test('[13] a copy can be written straight to a file that was chosen', LONG, async ({ person }) => {
	const { page } = await person(QUIET);
	// In place of the system's picker, a file of the browser's own disk: written in the same way.
	await page.addInitScript(() => {
		Object.assign(window, {
			showSaveFilePicker: async () => {
				const disk = await navigator.storage.getDirectory();
				return await disk.getFileHandle('all.zip', { create: true });
			},
		});
	});
	await makeProject(page, 'Box');
	await openStorage(page);
	const copies = section(page, 'Copies in a file');
	await copies.getByRole('button', { name: 'Export everything' }).click();
	await expect(copies.getByText('One project was exported.')).toBeVisible();
	const written = await page.evaluate(async () => {
		const disk = await navigator.storage.getDirectory();
		const file = await (await disk.getFileHandle('all.zip')).getFile();
		return [...new Uint8Array(await file.arrayBuffer())];
	});
	expect(Object.keys(unzipSync(Uint8Array.from(written)))).toHaveLength(1);
});

test('[13] what lies in the bin can be put back', LONG, async ({ person }) => {
	const { page } = await person(QUIET);
	await makeProject(page, 'Box');
	await deleteProjects(page, 1);
	await openStorage(page);
	await page.getByText('Show what is in it').click();
	await page.getByRole('button', { name: 'Put back: Untitled project' }).click();
	await expect(rows(page)).toHaveCount(1);
	await rows(page).first().getByRole('link').click();
	await expectTree(page, ['Box']);
});

test('[13] by keyboard alone: get there, put in order, check, say no and yes', async ({ person }) => {
	const { page } = await person(QUIET);
	const { keyboard } = page;
	await makeProject(page, 'Box');
	await makeProject(page, 'Box');
	await deleteProjects(page, 1);
	await tabTo(page, page.getByRole('link', { name: 'Storage', exact: true }));
	await keyboard.press('Enter');
	await expect(rows(page)).toHaveCount(1);
	const name = page.getByRole('columnheader', { name: 'Name' });
	await tabTo(page, name.getByRole('button'));
	await keyboard.press('Enter');
	await expect(name).toHaveAttribute('aria-sort', 'ascending');

	const empty = page.getByRole('button', { name: /^Delete for good: The bin,/ });
	await tabTo(page, empty);
	await keyboard.press('Enter');
	await keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(empty).toBeFocused();
	await keyboard.press('Enter');
	await expect(page.getByRole('dialog').getByRole('button', { name: 'Delete for good' })).toBeFocused();
	await keyboard.press('Enter');
	await expect(section(page, 'Free up space').getByText(/ freed\.$/)).toBeVisible();

	await tabTo(page, page.getByRole('button', { name: 'Check now' }));
	await keyboard.press('Enter');
	await expect(page.getByText('Everything is as it was stored.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Check again' })).toBeFocused();
});

for (const phone of PHONE_OR_NOT) {
	const where = phone ? 'phone' : 'desktop';
	test(`[13] axe finds nothing, and nothing is out of reach: ${where}`, async ({ person }) => {
		const { page } = await person({ ...QUIET, ...(phone ? PHONE : {}) });
		await openStorage(page);
		await expect(section(page, 'Projects')).toContainText('No projects yet');
		expect.soft(await findings(page), 'without projects').toEqual([]);
		for (const count of [1, 2]) {
			await page.goto('/');
			await page
				.getByRole('button', { name: /^Stairway/ })
				.last()
				.click();
			await page.waitForURL(/\/studio\//);
			await page.goto('/');
			await expect(page.getByRole('article')).toHaveCount(count);
		}
		await deleteProjects(page, 1);
		await flipStoredByte(page);
		await openStorage(page);
		await page.getByRole('button', { name: 'Check now' }).click();
		await expect(section(page, 'Set aside')).toBeVisible();
		await page.getByText('Show what is in it').click();
		expect.soft(await findings(page), 'with everything').toEqual([]);
		if (phone) {
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
			expect.soft(await tooSmall(page.getByRole('main')), 'for a thumb').toEqual([]);
		}
		await page.getByRole('button', { name: /^Delete for good: The bin,/ }).click();
		await expect(page.getByRole('dialog')).toBeVisible();
		expect.soft(await findings(page), 'the question').toEqual([]);
	});
}

const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const rows = (page: Page): Locator => page.locator('tbody').getByRole('row');

/** The exact bytes behind the rounded words. */
const values = (within: Locator): Promise<number[]> =>
	within.locator('data').evaluateAll((all) => all.map((one) => Number((one as HTMLDataElement).value)));

async function openStorage(page: Page): Promise<void> {
	await page.goto('/storage');
	await expect(section(page, 'Projects')).toHaveAttribute('aria-busy', 'false');
}

async function makeProject(page: Page, kind: 'Box' | 'Sphere'): Promise<void> {
	await newProject(page);
	await add(page, kind);
	await expect(saveState(page)).toHaveText('Saved on this device');
}

async function importBrick(page: Page): Promise<void> {
	await importFiles(page, { name: 'brick.png', mimeType: 'image/png', buffer: pngImage(256, 256) });
	await expect(entity(page, 'brick')).toBeVisible();
	await expect(saveState(page)).toHaveText('Saved on this device');
}

/** Puts that many projects into the bin, at Home. */
async function deleteProjects(page: Page, count: number): Promise<void> {
	await page.goto('/');
	const cards = page.getByRole('article');
	await expect(cards.first()).toBeVisible();
	const before = await cards.count();
	for (let gone = 1; gone <= count; gone++) {
		await page
			.getByRole('button', { name: /^More about/ })
			.first()
			.click();
		await page.getByRole('menuitem', { name: 'Delete' }).click();
		await expect(cards).toHaveCount(before - gone);
	}
}
