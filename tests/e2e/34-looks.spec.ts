import type { Locator, Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, LONG, test } from '../helpers/fixtures.ts';
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

type Screen = { readonly page: Page; readonly phone: boolean };
type Screens = Readonly<Record<string, (screen: Screen) => Promise<unknown>>>;

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
const LONG_NAME = 'a name that is longer than any panel is wide, and goes on';

const dialog = (page: Page): Locator => page.getByRole('dialog');
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Assets', exact: true });
const asset = (page: Page, name: RegExp): Locator => panel(page).getByRole('option', { name });

/** On a phone, the sheet that has it. */
async function openSheet({ page, phone }: Screen, name: string): Promise<void> {
	if (!phone) return;
	const tab = page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name });
	if ((await tab.getAttribute('aria-pressed')) !== 'true') await tab.click();
}
async function inspect(screen: Screen, name: string): Promise<void> {
	await openSheet(screen, 'Tree');
	await entity(screen.page, name).click();
	await openSheet(screen, 'Inspect');
	await expect(screen.page.getByRole('button', { name: 'Add component' })).toBeVisible();
}
async function showAssets(screen: Screen): Promise<void> {
	await openSheet(screen, 'Assets');
	await panel(screen.page).getByRole('tab', { name: 'Assets' }).click();
}
const command =
	(words: string) =>
	async ({ page }: Screen): Promise<void> => {
		await runCommand(page, words);
		await expect(dialog(page)).toBeVisible();
	};
const onChair =
	(key: string) =>
	async (screen: Screen): Promise<void> => {
		await showAssets(screen);
		await asset(screen.page, /^chair/).focus();
		await screen.page.keyboard.press(key);
		await expect(dialog(screen.page)).toBeVisible();
	};
const ofChair =
	(item: string) =>
	async (screen: Screen): Promise<void> => {
		await showAssets(screen);
		await asset(screen.page, /^chair/).click({ button: 'right' });
		await screen.page.getByRole('menuitem', { name: item }).click();
		await expect(dialog(screen.page)).toBeVisible();
	};

const INSPECTED: Screens = {
	'a light': (screen) => inspect(screen, 'Point light'),
	'an instance of a prefab': (screen) => inspect(screen, 'Box'),
	'an instance of a deleted prefab': (screen) => inspect(screen, 'Sphere'),
	'a refused number': async (screen) => {
		await inspect(screen, 'Point light');
		await setField(screen.page, 'Position X', 'north');
		await expect(screen.page.getByRole('alert').filter({ hasText: 'north' })).toBeVisible();
	},
	'the menu of a component': async (screen) => {
		await inspect(screen, 'Point light');
		await screen.page
			.getByRole('region', { name: 'Light' })
			.getByRole('button', { name: /Light$/ })
			.last()
			.click();
	},
	'what can be added to it': async (screen) => {
		await inspect(screen, 'Point light');
		await screen.page.getByRole('button', { name: 'Add component' }).click();
	},
	'the menu of an entity': async (screen) => {
		await openSheet(screen, 'Tree');
		await entity(screen.page, 'Camera').click({ button: 'right' });
		await expect(screen.page.getByRole('menu')).toBeVisible();
	},
};
const ASSETS: Screens = {
	'assets as a list': async (screen) => {
		await showAssets(screen);
		await panel(screen.page).getByRole('button', { name: 'Show as a list' }).click();
	},
	'assets as a grid': async (screen) => {
		await showAssets(screen);
		await panel(screen.page).getByRole('button', { name: 'Show as a grid' }).click();
	},
	'the menu of the assets': async (screen) => {
		await showAssets(screen);
		await panel(screen.page).getByRole('button', { name: 'More for assets' }).click();
	},
	'the details of an asset': async (screen) => {
		await onChair('Alt+Enter')(screen);
		await expect(dialog(screen.page)).toContainText('Triangles');
	},
	'renaming an asset': onChair('F2'),
	'deleting an asset': onChair('Delete'),
	'moving an asset': ofChair('Move to folder…'),
	'replacing an asset': ofChair('Replace…'),
	'a new folder': command('New folder'),
	problems: async (screen) => {
		await openSheet(screen, 'Assets');
		await panel(screen.page).getByRole('tab', { name: 'Problems' }).click();
		await expect(screen.page.getByRole('list', { name: 'Problems of this scene' })).toBeVisible();
	},
};
const HISTORY: Screens = {
	versions: command('Show versions'),
	'what a version has otherwise': async (screen) => {
		await command('Show versions')(screen);
		await dialog(screen.page)
			.getByRole('button', { name: /^Before the storm/ })
			.click();
		await expect(screen.page.getByRole('list', { name: 'What is different' })).toBeVisible();
	},
	branches: command('Show branches'),
	'the preview of a merge': async (screen) => {
		await command('Show branches')(screen);
		await dialog(screen.page)
			.getByRole('button', { name: /^Merge into main/ })
			.click();
		await expect(screen.page.getByRole('group', { name: 'Position of “chair”' })).toBeVisible();
	},
};
const DIALOGS: Screens = {
	'the palette': ({ page }) => page.keyboard.press('ControlOrMeta+k'),
	'keys being given': async (screen) => {
		await command('Keyboard shortcuts')(screen);
		await dialog(screen.page)
			.getByRole('button', { name: /^Delete the selection:/ })
			.click();
		await screen.page.keyboard.press('Shift+F');
		await expect(dialog(screen.page).getByRole('alert')).toBeVisible();
	},
	'the settings of the project': command('Project settings'),
	'placing a prefab': command('Place a prefab'),
	'exporting as glTF': command('Export as glTF'),
	sharing: async (screen) => {
		await openSheet(screen, 'People');
		await screen.page.getByRole('button', { name: 'Share', exact: true }).click();
		await expect(dialog(screen.page)).toBeVisible();
	},
	'the menu of the project': ({ page }) => page.getByRole('button', { name: /^Untitled project/ }).click(),
	'the menu of the studio': ({ page }) => page.getByRole('button', { name: 'More', exact: true }).click(),
	'the menu of the tabs': async ({ page, phone }) => {
		const tabs = page.getByRole('tablist', { name: 'Open scenes and pages' });
		if (!phone) await tabs.getByRole('tab').first().click({ button: 'right' });
	},
};
const NOTES: Screens = {
	'what cannot be imported': async (screen) => {
		await showAssets(screen);
		await importFiles(screen.page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
		await expect(screen.page.getByText('“notes.txt” cannot be imported')).toBeVisible();
	},
	'what was copied': async (screen) => {
		await openSheet(screen, 'Tree');
		await entity(screen.page, 'Camera').click();
		await screen.page.keyboard.press('ControlOrMeta+c');
		await expect(screen.page.getByText('“Camera” copied.')).toBeVisible();
	},
	'the tour': async ({ page }) => {
		await runCommand(page, 'Take the tour');
		await expect(page.getByRole('region', { name: 'Tour' })).toBeVisible();
	},
};

/** A project with something of everything. */
async function fillProject(page: Page): Promise<void> {
	const image = { name: `${LONG_NAME}.png`, mimeType: 'image/png', buffer: Buffer.from(pngImage(4, 4)) };
	await importFiles(page, [...roomFiles(['chair', 'lamp']), image]);
	await expectTree(page, ['chair', 'lamp', LONG_NAME]);
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
	}).toPass();
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
		await newProject(page);
		await fillProject(page);
		const devtools = await page.context().newCDPSession(page);
		for (const phone of [false, true]) {
			await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: phone, maxTouchPoints: 5 });
			await page.setViewportSize(phone ? NARROW : WIDE);
			// As a language that is read from the right would have it.
			await page.evaluate((dir) => Object.assign(document.documentElement, { dir }), phone ? 'rtl' : 'ltr');
			for (const screens of [INSPECTED, ASSETS, HISTORY, DIALOGS, NOTES])
				await judge({ page, phone }, screens);
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
