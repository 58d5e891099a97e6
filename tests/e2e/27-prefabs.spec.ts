import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	expectTree,
	field,
	join,
	newProject,
	runCommand,
	select,
	setField,
	share,
	tree,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';

const QUIET = { flags: WITHOUT_PICTURE };
const card = (page: Page) => page.getByRole('region', { name: 'Prefab of this' });

/** Opens the row that has the focus, and selects the one below it. */
async function stepInside(page: Page): Promise<void> {
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowDown');
}

test('[E80][E81][E82][E83][E84][E86] a prefab is made, placed, changed in one instance, applied, and edited itself', async ({
	person,
}) => {
	const { page } = await person(QUIET);
	await newProject(page);
	await add(page, 'Point light');
	await select(page, 'Point light');
	await runCommand(page, 'make a prefab');
	await expectTree(page, ['Point light']);
	await expect(card(page)).toContainText('Instance of “Point light”');

	await runCommand(page, 'place a prefab');
	await expect(page.getByRole('dialog', { name: 'Place a prefab' })).toBeVisible();
	await page.keyboard.press('Enter');
	await expectTree(page, ['Point light', 'Point light']);

	await entity(page, 'Point light').first().click();
	await stepInside(page);
	await expect(card(page)).toContainText('Part of an instance of “Point light”');
	await setField(page, 'Intensity', '9');
	await expect(page.getByRole('img', { name: 'Differs from the prefab' })).toBeVisible();
	await page.getByRole('button', { name: 'Revert Intensity to the prefab' }).click();
	await expect(field(page, 'Intensity')).not.toHaveValue('9');
	await setField(page, 'Intensity', '7');
	await card(page).getByRole('button', { name: 'Apply all' }).click();
	await expect(card(page)).toContainText('Nothing differs');
	await entity(page, 'Point light').last().click();
	await stepInside(page);
	await expect(field(page, 'Intensity')).toHaveValue('7');

	await card(page).getByRole('button', { name: 'Edit prefab' }).click();
	await expectTree(page, ['Point light']);
	await setField(page, 'Intensity', '4');
	await page.getByRole('button', { name: 'Back to “Scene 1”' }).click();
	await expect(field(page, 'Intensity')).toHaveValue('4');
	await expect(tree(page).getByRole('treeitem', { selected: true })).toHaveCount(1);
});

test('[E82][E83][E88] two people see one prefab, with what each instance has otherwise; deleted, it serves on', async ({
	person,
}) => {
	const [ana, jo] = [await person({ ...QUIET, name: 'Ana' }), await person({ ...QUIET, name: 'Jo' })];
	await newProject(ana.page);
	const link = await share(ana.page, 'Editor', 'Ana');
	await add(ana.page, 'Box');
	await select(ana.page, 'Box');
	await runCommand(ana.page, 'make a prefab');
	await expect(card(ana.page)).toContainText('Instance of “Box”');

	await join(jo.page, link, 'Jo');
	await expectTree(jo.page, ['Box']);
	await entity(jo.page, 'Box').click();
	await stepInside(jo.page);
	await setField(jo.page, 'Name', 'Crate');
	await expectTree(jo.page, ['Box', '  Crate']);

	await ana.page.getByRole('button', { name: 'Edit prefab' }).click();
	await expectTree(ana.page, ['Box']);
	await entity(ana.page, 'Box').click();
	await add(ana.page, 'Sphere');
	await expectTree(jo.page, ['Box', '  Crate', '  Sphere']);
	await runCommand(ana.page, 'delete prefab');
	await expect(entity(ana.page, 'Box')).toBeVisible();
	await expect(card(jo.page)).toContainText('This prefab was deleted.');
	await expectTree(jo.page, ['Box', '  Crate', '  Sphere']);
	await card(jo.page).getByRole('button', { name: 'Put the prefab back' }).click();
	await expect(card(jo.page)).not.toContainText('deleted');
});

test('[E151][E183] a prefab stands among the assets with a picture, is dragged into the scene, edited and deleted from there', async ({
	person,
}) => {
	const { page } = await person({ reducedMotion: 'reduce', viewport: { width: 1000, height: 600 } });
	const panel = page.getByRole('region', { name: 'Assets' });
	const crate = panel.getByRole('option', { name: 'Box, prefab' });
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	await select(page, 'Box');
	await runCommand(page, 'make a prefab');
	await expect(crate.locator('img')).toBeVisible();
	const picture = await crate.locator('img').getAttribute('src');

	await crate.dragTo(viewport(page), { targetPosition: { x: 200, y: 200 } });
	await expectTree(page, ['Box', 'Box']);

	await crate.click({ button: 'right' });
	await page.getByRole('menuitem', { name: 'Edit prefab' }).click();
	await expectTree(page, ['Box']);
	await entity(page, 'Box').click();
	await setField(page, 'Scale Y', '3');
	await expect(crate.locator('img')).not.toHaveAttribute('src', picture ?? '');
	await page.getByRole('button', { name: 'Back to “Scene 1”' }).click();

	await crate.focus();
	await page.keyboard.press('Delete');
	const dialog = page.getByRole('dialog', { name: 'Delete “Box”?' });
	await expect(dialog).toContainText('2 entities use what you delete: in “Scene 1” (2).');
	await dialog.getByRole('button', { name: 'Delete' }).click();
	await expect(crate).toHaveCount(0);
	await expectTree(page, ['Box', 'Box']);
	await page.getByRole('button', { name: 'Undo', exact: true }).click();
	await expect(crate).toBeVisible();
});
