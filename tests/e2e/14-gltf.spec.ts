import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { complaints } from '../helpers/gltf-complaints.ts';
import {
	chooseInProject,
	entity,
	expectTree,
	field,
	importFiles,
	newProject,
	readDownload,
	readTree,
	select,
	studioReady,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';
import { gltfTriangle } from '../helpers/made-files.ts';
import { difference, settled } from '../helpers/viewport-steps.ts';

// Pictures are drawn in software here, on as few as two cores.
test.slow();
const SMALL = { reducedMotion: 'reduce', viewport: { width: 960, height: 640 } } as const;

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Export “/ });
const toasts = (page: Page) => page.getByRole('region', { name: 'Notifications' });

/** Opens the menu of a project of any title, and chooses from it. */
async function choose(page: Page, project: string, item: string): Promise<void> {
	await page.getByRole('button', { name: new RegExp(`^${project}`) }).click();
	await page.getByRole('menu', { name: 'Project menu' }).getByText(item, { exact: true }).click();
}

test('[14] a starter leaves as glTF, passes the validator, and comes into another project as entities', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', ...SMALL });
	await page.goto('/');
	await page
		.getByRole('button', { name: /gallery/i })
		.first()
		.click();
	await studioReady(page);
	await viewportReady(page);
	const names = await readTree(page);

	const downloading = page.waitForEvent('download');
	await choose(page, 'Gallery', 'Export as glTF…');
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/\.glb$/);
	const file = await readDownload(download);
	await expect(dialog(page)).toContainText('was saved to your downloads');
	await expect(dialog(page)).toContainText('Daylight');
	await dialog(page).getByRole('button', { name: 'Done' }).click();
	await expect(dialog(page)).toBeHidden();
	expect(await complaints(new Uint8Array(file))).toEqual([]);

	await newProject(page);
	await viewportReady(page);
	const empty = await settled(page);
	const choosing = page.waitForEvent('filechooser');
	await chooseInProject(page, 'Import glTF as entities…');
	await (await choosing).setFiles({ name: 'gallery.glb', mimeType: 'model/gltf-binary', buffer: file });
	// Said first: it goes by itself.
	await expect(toasts(page)).toContainText('“gallery.glb” was placed as');
	await expectTree(page, names);

	await select(page, 'Monkey');
	await expect(field(page, 'Part')).toHaveValue(/^node\/\d+$/);
	await viewport(page).focus();
	await page.keyboard.press('f');
	await page.keyboard.press('Escape');
	const shown = await settled(page);
	expect(await difference(page, shown, empty)).toBeGreaterThan(0.2);
	await entity(page, 'Monkey').hover();
	await page.getByRole('button', { name: 'Hide “Monkey”' }).click();
	await expect
		.poll(async () => difference(page, await settled(page), shown), 'the part of the file is drawn')
		.toBeGreaterThan(0.03);

	await test.step('one step to undo, and there again after a reload', async () => {
		await page.keyboard.press('Control+z');
		await page.keyboard.press('Control+z');
		await expectTree(page, []);
		await page.keyboard.press('Control+Shift+z');
		await expectTree(page, names);
		await page.reload();
		await expectTree(page, names);
	});
});

test('[14] a model of the project is placed as entities from its menu, by pointer and by key', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', flags: ['--disable-3d-apis'] });
	await newProject(page);
	await importFiles(page, { name: 'wedge.gltf', mimeType: 'model/gltf+json', buffer: gltfTriangle() });
	await expectTree(page, ['wedge']);
	const card = page.getByRole('region', { name: 'Assets' }).getByRole('option', { name: /wedge/ });
	await card.click({ button: 'right' });
	await page.getByRole('menuitem', { name: 'Place as separate entities' }).click();
	await expectTree(page, ['wedge', 'Triangle']);
	await expect(field(page, 'Part')).toHaveValue('mesh/0');
	await card.focus();
	await page.keyboard.press('Shift+F10');
	await page.getByRole('menuitem', { name: 'Add to the scene' }).press('Enter');
	await expectTree(page, ['wedge', 'Triangle', 'wedge 2']);
});
