import type { Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	expectTree,
	newProject,
	saveState,
	studioReady,
	viewport,
} from '../helpers/studio-steps.ts';

async function run(page: Page, name: string): Promise<void> {
	await page.keyboard.press('ControlOrMeta+k');
	await page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox').fill(name);
	// Its keys stand behind the name.
	await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
}

test('[E170][E171][E172] scenes stay open in tabs, by mouse and key, also after a reload', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	const tabs = page.getByRole('tablist', { name: 'Open scenes and pages' });
	const tab = (name: string) => tabs.getByRole('tab', { name, exact: true });
	await add(page, 'Box');
	await expect(tabs).toBeHidden();
	await run(page, 'New scene');
	await run(page, 'New scene');
	await expect(tabs.getByRole('tab')).toHaveText(['Scene 1', 'Scene 2', 'Scene 3']);
	await tab('Scene 1').click();
	await expectTree(page, ['Box']);
	await expect(entity(page, 'Box')).toHaveAttribute('aria-selected', 'true');
	await viewport(page).press('Alt+x');
	await expect(tab('Scene 2')).toHaveAttribute('aria-selected', 'true');
	await tab('Scene 2').press('Alt+ArrowRight');
	await expect(tabs.getByRole('tab')).toHaveText(['Scene 1', 'Scene 3', 'Scene 2']);
	await expect(tab('Scene 2')).toBeFocused();
	await page.keyboard.press('ArrowLeft');
	await expect(tab('Scene 3')).toBeFocused();
	await page.keyboard.press('Delete');
	await expect(tabs.getByRole('tab')).toHaveText(['Scene 1', 'Scene 2']);
	await expect(tab('Scene 2')).toBeFocused();
	await tab('Scene 2').click({ button: 'right' });
	await expect(page.getByRole('menuitem', { name: 'Close other tabs' })).toBeVisible();
	expect.soft(await findings(page)).toEqual([]);
	await page.keyboard.press('Escape');

	// Preferences are kept in order with the work: when this edit is saved, so is what was chosen before it.
	await add(page, 'Sphere');
	await expect(saveState(page)).toHaveText('Saved on this device');
	await page.reload();
	await studioReady(page);
	await expect(tabs.getByRole('tab')).toHaveText(['Scene 1', 'Scene 2']);
	await expect(tab('Scene 2')).toHaveAttribute('aria-selected', 'true');
	await run(page, 'Close tab');
	await expectTree(page, ['Box']);
	await expect(tabs).toBeHidden();
});

test('[E174][E175] panels are moved, hidden and reset by key, and stand so the next time', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	const panel = (name: string) => page.getByRole('region', { name, exact: true });
	await run(page, 'Move Inspector to the left');
	const line = page.getByRole('separator', { name: 'Resize Hierarchy', exact: true });
	await expect(page.getByRole('separator', { name: 'Resize Hierarchy, Inspector' })).toBeVisible();
	const before = Number(await line.getAttribute('aria-valuenow'));
	await line.press('ArrowDown');
	await expect(line).toHaveAttribute('aria-valuenow', String(before + 8));
	await run(page, 'Show or hide the assets');
	await expect(panel('Assets')).toBeHidden();
	expect.soft(await findings(page)).toEqual([]);
	await add(page, 'Box');
	await expect(saveState(page)).toHaveText('Saved on this device');

	await page.reload();
	await studioReady(page);
	await expect(line).toHaveAttribute('aria-valuenow', String(before + 8));
	await expect(panel('Assets')).toBeHidden();
	await viewport(page).press('Alt+p');
	await expect(panel('Hierarchy')).toBeHidden();
	await viewport(page).press('Alt+p');
	await expect(panel('Hierarchy')).toBeVisible();
	await run(page, 'Reset the panels');
	await expect(page.getByRole('separator', { name: 'Resize Inspector', exact: true })).toBeVisible();
	await expect(panel('Assets')).toBeVisible();
});
