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
	saveState,
	select,
	setField,
	share,
	studioReady,
} from '../helpers/studio-steps.ts';

const SAVED = 'Saved here and on the server';

/** By key, as most do: with the focus where nobody types. */
async function undoByKey(page: Page, name: string): Promise<void> {
	await entity(page, name).press('Control+z');
}

test('[11] what one did can be undone after the page was reloaded, and redone', async ({ person }) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	await add(page, 'Box');
	await add(page, 'Sphere');
	await select(page, 'Box');
	await setField(page, 'Position X', '4');
	await setField(page, 'Position X', '7');
	await expect(saveState(page)).toHaveText('Saved on this device');

	await page.reload();
	await studioReady(page);
	await undoByKey(page, 'Sphere');
	// What was selected is selected again, so that one sees what happened.
	await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Box');
	await expect(field(page, 'Position X')).toHaveValue('4.00');
	await undoByKey(page, 'Box');
	await expect(field(page, 'Position X')).toHaveValue('0.00');

	await page.reload();
	await studioReady(page);
	const redo = page.getByRole('button', { name: 'Redo', exact: true });
	for (const value of ['4.00', '7.00']) {
		await redo.click();
		await expect(field(page, 'Position X')).toHaveValue(value);
	}
	await expect(redo).toHaveAttribute('aria-disabled', 'true');

	const undo = page.getByRole('button', { name: 'Undo', exact: true });
	for (let i = 0; i < 4; i++) await undo.click();
	await expectTree(page, []);
	await expect(undo).toHaveAttribute('aria-disabled', 'true');
});

test('[11] undo leaves what somebody else changed since, and says who', async ({ person }) => {
	const ana = await person({ name: 'Ana', flags: WITHOUT_PICTURE });
	await newProject(ana.page);
	await add(ana.page, 'Box');
	const link = await share(ana.page, 'Editor', 'Ana');
	const jo = await person({ name: 'Jo', flags: WITHOUT_PICTURE });
	await join(jo.page, link, 'Jo');
	await expectTree(jo.page, ['Box']);
	for (const { page } of [ana, jo]) await select(page, 'Box');
	await setField(ana.page, 'Position X', '4');
	await expect(field(jo.page, 'Position X')).toHaveValue('4.00');
	await setField(jo.page, 'Position X', '9');
	await expect(field(ana.page, 'Position X')).toHaveValue('9.00');
	for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText(SAVED);
	await jo.dispose();

	// Jo is gone and the page is a new one: who it was stands in the document.
	await ana.page.reload();
	await studioReady(ana.page);
	await undoByKey(ana.page, 'Box');
	const told = ana.page.getByRole('region', { name: 'Notifications' });
	await expect(told).toContainText('Position of “Box” was changed by Jo since, so it was left.');
	await select(ana.page, 'Box');
	await expect(field(ana.page, 'Position X')).toHaveValue('9.00');
});

test('[11] undo goes through the scenes of a project, and shows the one it changed', async ({ person }) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	await add(page, 'Box');
	const menu = page.getByRole('menu', { name: 'Project menu' });
	const openMenu = () => page.getByRole('button', { name: /^Untitled project/ }).click();
	await openMenu();
	await menu.getByText('New scene', { exact: true }).click();
	await expectTree(page, []);
	await add(page, 'Sphere');
	await openMenu();
	await menu.getByText('Scene 1', { exact: true }).click();
	await expectTree(page, ['Box']);

	await undoByKey(page, 'Box');
	await expectTree(page, []);
	const undo = page.getByRole('button', { name: 'Undo', exact: true });
	await undo.click();
	await expectTree(page, ['Box']);
	await openMenu();
	await expect(menu.getByText('Scene 2', { exact: true })).toHaveCount(0);
	await page.keyboard.press('Escape');

	const redo = page.getByRole('button', { name: 'Redo', exact: true });
	for (let i = 0; i < 2; i++) await redo.click();
	await expectTree(page, ['Sphere']);
});
