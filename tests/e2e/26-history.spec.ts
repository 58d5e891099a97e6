import type { Locator, Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	expectTree,
	field,
	newProject,
	select,
	setField,
	viewport,
} from '../helpers/studio-steps.ts';

const dialog = (page: Page): Locator => page.getByRole('dialog');

/** Chooses from the menu that the bar and the phone's card have. */
async function fromMore(page: Page, item: string): Promise<void> {
	await page.getByRole('button', { name: 'More', exact: true }).click();
	await page.getByRole('menuitem', { name: item }).click();
}

test('[E100][E101][E103] one thing comes back from a named version, and undo takes that back', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	await add(page, 'Box');
	await add(page, 'Sphere');
	await fromMore(page, 'Name this version…');
	await expect(field(page, 'Name for how it is now')).toBeFocused();
	await page.keyboard.type('Before the storm');
	await page.keyboard.press('Enter');
	await expect(
		dialog(page).getByRole('status').filter({ hasText: '“Before the storm” is kept' }),
	).toBeVisible();
	await page.keyboard.press('Escape');

	await select(page, 'Box');
	await setField(page, 'Position X', '7');
	await select(page, 'Sphere');
	await page.keyboard.press('Delete');
	await expectTree(page, ['Box']);

	// In the tree, letters look for names.
	await viewport(page).press('Shift+V');
	await dialog(page)
		.getByRole('button', { name: /Before the storm/ })
		.click();
	const differences = dialog(page).getByRole('list', { name: 'What is different' });
	await expect(differences.getByRole('row', { name: /Position/ })).toContainText('7 · 0.5 · 0');
	expect.soft(await findings(page), 'the versions').toEqual([]);
	await differences.getByRole('button', { name: 'Restore “Sphere”' }).click();
	await expect(dialog(page)).toBeHidden();
	await expectTree(page, ['Box', 'Sphere']);
	await select(page, 'Box');
	await expect(field(page, 'Position X')).toHaveValue('7.00');
	await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
	await expect(entity(page, 'Sphere')).toBeHidden();
	await expectTree(page, ['Box']);
});

test('[E105][E106][E107] a branch is made, changed on both sides, looked at and merged, and undo takes that back', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	await add(page, 'Box');
	await page.getByRole('button', { name: 'On main. Branches' }).click();
	await dialog(page).getByLabel('Name of a new branch').fill('Night');
	await dialog(page).getByRole('button', { name: 'Create branch' }).click();
	await expect(page.getByRole('button', { name: 'On Night. Branches' })).toBeVisible();
	await select(page, 'Box');
	await setField(page, 'Position X', '7');
	await add(page, 'Sphere');

	await page.getByRole('button', { name: 'On Night. Branches' }).click();
	expect.soft(await findings(page), 'the branches').toEqual([]);
	await dialog(page).getByRole('button', { name: 'Open main' }).click();
	await expect(page.getByRole('button', { name: 'On main. Branches' })).toBeVisible();
	await expectTree(page, ['Box']);
	await select(page, 'Box');
	await setField(page, 'Position X', '3');

	await page.getByRole('button', { name: 'On main. Branches' }).click();
	await dialog(page).getByRole('button', { name: 'Merge into main… (Night)' }).click();
	const contested = dialog(page).getByRole('group', { name: 'Position of “Box”' });
	await contested.getByRole('radio', { name: 'Night: 7 · 0.5 · 0' }).check();
	await expect(dialog(page).getByText('Sphere')).toBeVisible();
	expect.soft(await findings(page), 'the preview of a merge').toEqual([]);
	await dialog(page).getByRole('button', { name: 'Merge', exact: true }).click();
	await expect(dialog(page)).toBeHidden();
	await expectTree(page, ['Box', 'Sphere']);
	await select(page, 'Box');
	await expect(field(page, 'Position X')).toHaveValue('7.00');
	await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
	await expectTree(page, ['Box']);
	await expect(field(page, 'Position X')).toHaveValue('3.00');
});
