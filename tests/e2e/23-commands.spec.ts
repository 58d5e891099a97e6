import type { Locator, Page } from '@playwright/test';
import { COMMAND_IDS } from '../../src/lib/editor/commands/command-table.ts';
import { findings } from '../helpers/access-steps.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { PHONE_OR_NOT } from '../helpers/screens.ts';
import { add, entity, expectTree, newProject, select, viewport } from '../helpers/studio-steps.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** Offered by the picture, or by a script on screen, which these tests do without. */
const OF_THE_PICTURE = [
	// The inspector's, while something is selected.
	'component.add',
	'camera.place',
	'view.interface',
	'view.select',
	'view.pan',
	'view.zoom',
	'entity.drop',
	'add.put',
	'view.lasso',
	'view.measure',
	'selection.measure',
	'script.format',
].concat(COMMAND_IDS.filter((id) => /^view\.((go|keep)-\d|orbit-|pan-|zoom-)/.test(id)));

const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Commands' });
const found = (page: Page): Locator => palette(page).getByRole('option');

async function search(page: Page, text: string): Promise<void> {
	await page.keyboard.press('ControlOrMeta+k');
	await expect(palette(page).getByRole('combobox')).toBeFocused();
	await page.keyboard.type(text);
}

test('[E6][E7][E167] everything can be found and run by key, and says why when it cannot', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	await search(page, '');
	await expect(found(page)).toHaveCount(COMMAND_IDS.length - 1 - OF_THE_PICTURE.length);
	await page.keyboard.type('ad bo');
	await expect(found(page).first()).toHaveAccessibleName('Add Box');
	await page.keyboard.press('Enter');
	await expect(palette(page)).toBeHidden();
	await expectTree(page, ['Box']);

	await search(page, '');
	await expect(found(page).first()).toHaveAccessibleName('Add Box');
	await page.keyboard.type('rename sel');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('tree').locator('input')).toBeFocused();
	await page.keyboard.type('Crate');
	await page.keyboard.press('Enter');
	await expectTree(page, ['Crate']);

	await search(page, 'add component beh');
	await page.keyboard.press('Enter');
	const addable = page.getByRole('dialog', { name: 'Add component' });
	await expect(addable.getByRole('textbox').or(addable.getByRole('searchbox'))).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(addable).toBeHidden();

	await entity(page, 'Crate').press('Escape');
	await search(page, 'duplicate');
	const duplicate = found(page).first();
	await expect(duplicate).toHaveAccessibleName(/Select something first/);
	await expect(duplicate).toHaveAttribute('aria-disabled', 'true');
	await page.keyboard.press('Enter');
	await expect(palette(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(palette(page)).toBeHidden();
	await expectTree(page, ['Crate']);

	// From a field as well, and a letter typed there stays a letter.
	await select(page, 'Crate');
	const name = page.getByRole('textbox', { name: 'Name', exact: true });
	await name.focus();
	await page.keyboard.press('End');
	await page.keyboard.type('gh');
	await expect(name).toHaveValue('Crategh');
	await search(page, 'undo');
	await expect(found(page).first()).toHaveAccessibleName(/Undo/);
});

test('[E3][E4] keys as in Blender, one of them changed, are there after a reload', async ({ person }) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	const picture = viewport(page);
	await picture.press('?');
	await dialog.getByRole('combobox', { name: 'Keys as in' }).click();
	await page.getByRole('option', { name: 'Blender' }).click();
	await dialog.getByRole('button', { name: /^Delete the selection:/ }).click();
	await page.keyboard.press('Shift+D');
	await expect(dialog.getByRole('alert')).toHaveText('Shift+D already means “Duplicate the selection”.');
	await dialog.getByRole('button', { name: 'Use it here instead' }).click();
	await expect(dialog.getByRole('button', { name: 'Delete the selection: Shift+D. Change' })).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();

	await page.reload();
	await add(page, 'Box');
	await picture.press('s');
	await expect(page.getByRole('radio', { name: 'Scale' })).toBeChecked();
	await picture.press('Shift+D');
	await expectTree(page, []);
	await picture.press('?');
	await dialog.getByRole('button', { name: 'Reset all' }).click();
	await expect(
		dialog.getByRole('button', { name: 'Duplicate the selection: Shift+D. Change' }),
	).toBeVisible();
});

for (const phone of PHONE_OR_NOT) {
	test(`[E6] the palette and the shortcuts are for everybody: ${phone ? 'phone' : 'desktop'}`, async ({
		person,
	}) => {
		const { page } = await person({ ...(phone && PHONE), flags: WITHOUT_PICTURE });
		await newProject(page);
		const more = page.getByRole('button', { name: 'More', exact: true });
		await more.click();
		await page.getByRole('menuitem', { name: 'All commands…' }).click();
		await expect(found(page).first()).toBeVisible();
		expect.soft(await findings(page), 'the palette').toEqual([]);
		await palette(page).getByRole('combobox').fill('share the project');
		await expect(found(page).first()).toHaveAccessibleName('Share the project…');
		await palette(page).getByRole('combobox').fill('light theme');
		await found(page).first().click();
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
		await more.click();
		await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
		const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
		await shortcuts.getByRole('button', { name: /^Delete the selection:/ }).click();
		await expect(shortcuts.getByRole('button', { name: /^Delete the selection: press a key/ })).toBeVisible();
		expect.soft(await findings(page), 'the shortcuts').toEqual([]);
	});
}
