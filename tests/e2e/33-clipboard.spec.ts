import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { add, entity, errors, expectTree, newProject, select, tree } from '../helpers/studio-steps.ts';

test('[E190][E191][E193][E195] what is copied in one tab is pasted into the project of another, and the other way', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	await add(page, 'Box');
	await select(page, 'Box');
	await entity(page, 'Box').click({ button: 'right' });
	await page.getByRole('menuitem', { name: 'Make a prefab' }).click();
	await expect(entity(page, 'Box')).toHaveAccessibleDescription(/prefab/i);
	await entity(page, 'Box').focus();
	await page.keyboard.press('ControlOrMeta+c');
	await expect(page.getByText('“Box” copied.')).toBeVisible();

	const other = await page.context().newPage();
	await newProject(other);
	await add(other, 'Sphere');
	await entity(other, 'Sphere').focus();
	await other.keyboard.press('ControlOrMeta+v');
	await expectTree(other, ['Sphere', 'Box']);
	await expect(other.getByText('New prefabs in this project: Box')).toBeVisible();
	await other.keyboard.press('ControlOrMeta+v');
	await expectTree(other, ['Sphere', 'Box', 'Box 2']);
	await other.keyboard.press('ControlOrMeta+z');
	await other.keyboard.press('ControlOrMeta+z');
	await expectTree(other, ['Sphere']);

	await select(other, 'Sphere');
	await entity(other, 'Sphere').focus();
	await other.keyboard.press('ControlOrMeta+x');
	await expect(entity(other, 'Sphere')).toHaveCount(0);
	await page.bringToFront();
	await tree(page).getByRole('treeitem').first().focus();
	await page.keyboard.press('ControlOrMeta+v');
	await expectTree(page, ['Box', 'Sphere']);

	await page.getByRole('textbox', { name: 'Name', exact: true }).press('ControlOrMeta+a');
	await page.keyboard.press('ControlOrMeta+c');
	await entity(page, 'Sphere').focus();
	await page.keyboard.press('ControlOrMeta+v');
	await expect(errors(page)).toContainText('nothing on the clipboard that can be pasted into a scene');
	await expectTree(page, ['Box', 'Sphere']);
});
