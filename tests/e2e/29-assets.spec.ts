import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { gltfTriangle, pngImage, wavSound } from '../helpers/made-files.ts';
import { madeGlb } from '../helpers/made-gltf.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	chooseInProject,
	entity,
	expectTree,
	importFiles,
	newProject,
	select,
} from '../helpers/studio-steps.ts';

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Assets' });
const asset = (page: Page, name: RegExp): Locator => panel(page).getByRole('option', { name });
const picture = (name: string, side: number) => ({
	name,
	mimeType: 'image/png',
	buffer: Buffer.from(pngImage(side, side)),
});

async function fromMenu(page: Page, name: RegExp, item: string): Promise<void> {
	await asset(page, name).click({ button: 'right' });
	await page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function fromPanel(page: Page, item: string): Promise<void> {
	await panel(page).getByRole('button', { name: 'More for assets' }).click();
	await page
		.getByRole('menuitem', { name: item })
		.or(page.getByRole('menuitemcheckbox', { name: item }))
		.click();
}

const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).click();

test('[E120][E121][E122][E125][E130][E131][E184] assets are looked into, found in use, replaced, filed, deleted with a warning, and all is undone', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await newProject(page);
	await importFiles(page, { name: 'wedge.gltf', mimeType: 'model/gltf+json', buffer: gltfTriangle() });
	await expectTree(page, ['wedge']);
	await importFiles(page, [picture('wall.png', 4), picture('floor.png', 8)]);
	await expectTree(page, ['wedge', 'wall', 'floor']);

	await test.step('details say what it is, who brought it and where it is used', async () => {
		await asset(page, /^wedge/).focus();
		await page.keyboard.press('Alt+Enter');
		const dialog = page.getByRole('dialog', { name: 'wedge' });
		await expect(dialog).toContainText('Triangles');
		await expect(dialog).toContainText(/Imported.*by /);
		await expect(dialog).toContainText('“Scene 1” (1) wedge');
		await dialog.getByRole('button', { name: 'Close' }).last().click();
	});

	await test.step('uses are selected here, and named where they are elsewhere', async () => {
		// What was imported together is selected together.
		await select(page, 'floor');
		await entity(page, 'floor').press('Delete');
		await entity(page, 'wall').click();
		await fromMenu(page, /^wedge/, 'Find uses');
		await expect(entity(page, 'wedge')).toHaveAttribute('aria-selected', 'true');
		await expect(entity(page, 'wall')).toHaveAttribute('aria-selected', 'false');
		await chooseInProject(page, 'New scene');
		await expectTree(page, []);
		await fromMenu(page, /^wedge/, 'Find uses');
		await expect(page.getByText('It is used in “Scene 1” (1).')).toBeVisible();
		await fromPanel(page, 'Only unused');
		await expect(asset(page, /./)).toHaveCount(1);
		await expect(asset(page, /^floor/)).toBeVisible();
		await panel(page).getByRole('button', { name: 'Show all' }).click();
	});

	await test.step('a file takes the place of another wherever it is used, which is said before', async () => {
		await fromMenu(page, /^wedge/, 'Replace…');
		const dialog = page.getByRole('dialog', { name: 'Replace “wedge”?' });
		await expect(dialog).toContainText('in “Scene 1” (1)');
		const choosing = page.waitForEvent('filechooser');
		await dialog.getByRole('button', { name: 'Choose file…' }).click();
		const buffer = Buffer.from(madeGlb([{ name: 'Slab', mesh: 0 }]));
		await (await choosing).setFiles({ name: 'slab.glb', mimeType: '', buffer });
		await expect(page.getByText('“wedge” was replaced in 1 place')).toBeVisible();
		await expect(asset(page, /^wedge/)).toHaveCount(0);
		await fromMenu(page, /^slab/, 'Find uses');
		await expect(page.getByText('Nothing here uses “slab”. It is used in “Scene 1” (1).')).toBeVisible();
		await chooseInProject(page, 'Scene 1');
		await undo(page);
		await expect(asset(page, /^wedge/)).toBeVisible();
	});

	await test.step('a folder, filled by drag and by key, walked by keys', async () => {
		await fromPanel(page, 'New folder…');
		const dialog = page.getByRole('dialog', { name: 'New folder' });
		await dialog.getByRole('textbox').fill('Walls');
		await page.keyboard.press('Enter');
		await asset(page, /^wall/).dragTo(asset(page, /^Walls/));
		await expect(asset(page, /^Walls, folder, 1 item/)).toBeVisible();
		await fromMenu(page, /^floor/, 'Move to folder…');
		await page.getByRole('dialog').getByRole('combobox', { name: 'Folder' }).click();
		await page.getByRole('option', { name: 'Walls', exact: true }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click();
		await expect(asset(page, /^Walls, folder, 2 items/)).toBeVisible();
		await page.keyboard.press('Home');
		await page.keyboard.press('Enter');
		await expect(asset(page, /./)).toHaveCount(2);
		await page.keyboard.press('Home');
		await page.keyboard.press('F2');
		await page.getByRole('dialog').getByRole('textbox').fill('Tiles');
		await page.keyboard.press('Enter');
		await expect(asset(page, /^Tiles, image/)).toBeVisible();
		await page.keyboard.press('Backspace');
		await expect(asset(page, /^Walls/)).toBeFocused();
	});

	await test.step('deleting says what is lost where, and one undo brings it back', async () => {
		await page.keyboard.press('Delete');
		const dialog = page.getByRole('dialog', { name: 'Delete the folder “Walls”?' });
		await expect(dialog).toContainText('2 assets are in it.');
		await expect(dialog).toContainText('in “Scene 1” (1)');
		await dialog.getByRole('button', { name: 'Delete all' }).click();
		await expect(asset(page, /^Walls/)).toHaveCount(0);
		await undo(page);
		await expect(asset(page, /^Walls, folder, 2 items/)).toBeVisible();
	});

	await test.step('a sound is shown by its form, and played and stopped from its details', async () => {
		await importFiles(page, { name: 'storm.wav', mimeType: '', buffer: Buffer.from(wavSound(60)) });
		await expect(asset(page, /^storm, sound/).locator('img')).toBeVisible();
		await fromMenu(page, /^storm/, 'Details…');
		const dialog = page.getByRole('dialog', { name: 'storm' });
		await expect(dialog).toContainText('60 s');
		await dialog.getByRole('button', { name: 'Play' }).click();
		await dialog.getByRole('button', { name: 'Stop' }).click();
		await expect(dialog.getByRole('button', { name: 'Play' })).toBeVisible();
	});
});
