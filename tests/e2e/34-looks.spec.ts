import type { Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, LONG, test } from '../helpers/fixtures.ts';
import { asset, dialog, SCREENS, type Screen, type Screens } from '../helpers/looks-screens.ts';
import { pngImage } from '../helpers/made-files.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { roomFiles } from '../helpers/room-models.ts';
import {
	add,
	chooseInProject,
	entity,
	expectTree,
	importFiles,
	newProject,
	runCommand,
	select,
	setField,
	viewportReady,
} from '../helpers/studio-steps.ts';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
const LONG_NAME = 'a name that is longer than any panel is wide, and goes on';

/** A project with something of everything. */
async function fillProject(page: Page): Promise<void> {
	const image = { name: `${LONG_NAME}.png`, mimeType: 'image/png', buffer: Buffer.from(pngImage(4, 4)) };
	await importFiles(page, [...roomFiles(['chair', 'lamp']), image]);
	await expectTree(page, ['chair', 'lamp', LONG_NAME]);
	await runCommand(page, 'New folder');
	await dialog(page).getByRole('textbox').fill('Furniture');
	await page.keyboard.press('Enter');
	await expect(asset(page, /^Furniture/)).toBeVisible();
	for (const kind of ['Point light', 'Camera', 'Box', 'Sphere'] as const) await add(page, kind);
	for (const name of ['Box', 'Sphere']) {
		await select(page, name);
		await runCommand(page, 'make a prefab');
		await expect(page.getByRole('region', { name: 'Prefab of this' })).toContainText(`“${name}”`);
	}
	await page.getByRole('button', { name: 'Edit prefab' }).click();
	await expectTree(page, ['Sphere']);
	await runCommand(page, 'delete prefab');
	await expect(entity(page, 'chair')).toBeVisible();
	await runCommand(page, 'Name this version');
	await page.getByLabel('Name for how it is now', { exact: true }).fill('Before the storm');
	await page.keyboard.press('Enter');
	await expect(dialog(page).getByRole('status').filter({ hasText: 'is kept' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'On main. Branches' }).click();
	await dialog(page).getByLabel('Name of a new branch').fill('Night');
	await dialog(page).getByRole('button', { name: 'Create branch' }).click();
	await expect(page.getByRole('button', { name: 'On Night. Branches' })).toBeVisible();
	await moveChair(page, '7');
	await page.getByRole('button', { name: 'On Night. Branches' }).click();
	await dialog(page).getByRole('button', { name: 'Open main' }).click();
	await expect(page.getByRole('button', { name: 'On main. Branches' })).toBeVisible();
	await moveChair(page, '3');
	await runCommand(page, 'New scene');
	await expectTree(page, []);
	await chooseInProject(page, 'Scene 1');
	await expect(entity(page, 'chair')).toBeVisible();
}
async function moveChair(page: Page, x: string): Promise<void> {
	await select(page, 'chair');
	await setField(page, 'Position X', x);
}

/** What hangs out of the window: the page itself, and what floats above it. */
const sticksOut = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const { scrollWidth, clientWidth } = document.documentElement;
		const floats = [...document.querySelectorAll('dialog[open], [popover]:popover-open, [role=alert]')];
		const out = floats.filter((one) => {
			const { left, right } = one.getBoundingClientRect();
			return left < -1 || right > innerWidth + 1;
		});
		return [...(scrollWidth > clientWidth ? ['the page'] : []), ...out.map((one) => one.className)];
	});

async function leave(page: Page): Promise<void> {
	await expect(async () => {
		await page.keyboard.press('Escape');
		expect(await page.locator('dialog[open], [popover]:popover-open').count()).toBe(0);
	}).toPass({ timeout: 60_000 });
	const text = page.getByRole('textbox', { name: 'Text of the page' });
	if (await text.isVisible()) {
		await chooseInProject(page, 'Scene 1');
		await expect(text).toBeHidden();
	}
	await runCommand(page, 'Select tool');
}

async function judge(screen: Screen, screens: Screens): Promise<void> {
	for (const [name, open] of Object.entries(screens)) {
		await test.step(name, async () => {
			await open(screen);
			expect.soft(await findings(screen.page), name).toEqual([]);
			expect.soft(await sticksOut(screen.page), `${name} sticks out`).toEqual([]);
			await leave(screen.page);
		});
	}
}

test(
	'[E181][E182] every panel and dialog: axe finds nothing, on desktops and phones, from left and right',
	LONG,
	async ({ person }) => {
		test.setTimeout(900_000);
		const { page } = await person({ flags: WITHOUT_PICTURE, reducedMotion: 'reduce' });
		// What cannot be pressed fails by its name, and not when the test is over.
		page.setDefaultTimeout(60_000);
		await newProject(page);
		await fillProject(page);
		const devtools = await page.context().newCDPSession(page);
		for (const phone of [false, true]) {
			await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: phone, maxTouchPoints: 5 });
			await page.setViewportSize(phone ? NARROW : WIDE);
			// As a language that is read from the right would have it.
			await page.evaluate((dir) => Object.assign(document.documentElement, { dir }), phone ? 'rtl' : 'ltr');
			for (const screens of SCREENS) await judge({ page, phone }, screens);
			await page.evaluate(() => Object.assign(document.documentElement, { dir: 'rtl' }));
			expect.soft(await sticksOut(page), 'from the right').toEqual([]);
			const leaving = page.getByRole('button', { name: 'Leave the tour' });
			if (await leaving.isVisible()) await leaving.click();
		}
	},
);

test('[E181] a picture that was taken away says so to everybody', LONG, async ({ person }) => {
	const { page } = await person({ reducedMotion: 'reduce' });
	await newProject(page);
	await viewportReady(page);
	await page
		.locator('canvas')
		.first()
		.evaluate((canvas: HTMLCanvasElement) => {
			canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
		});
	await expect(page.getByRole('status').filter({ hasText: 'picture' })).toBeVisible();
	expect(await findings(page)).toEqual([]);
});
