import type { Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { add, chooseInProject, newProject, viewportReady } from '../helpers/studio-steps.ts';

const code = (page: Page) => page.getByRole('textbox', { name: 'Code of “Script 1”' });
const button = (page: Page, name: string | RegExp) =>
	page.getByRole('button', { name, exact: typeof name === 'string' });
const log = (page: Page) => page.getByRole('log', { name: 'Console' });

test('[T70][T71][T72][T73][T74][T132] what goes wrong in a script is told with its line, in the console and in the code', async ({
	person,
}) => {
	const { page } = await person({
		reducedMotion: 'reduce',
		viewport: { width: 960, height: 640 },
	});
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	await button(page, 'Add component').click();
	await page.getByRole('menuitem', { name: 'New script', exact: true }).click();
	await expect(page.getByRole('region', { name: 'Script 1', exact: true })).toBeVisible();

	await test.step('one that throws', async () => {
		await chooseInProject(page, 'Script 1');
		await code(page).locator('.cm-line').filter({ hasText: 'declare speed' }).click();
		await page.keyboard.press('End');
		await page.keyboard.insertText(" start() { throw new Error('Out of oil'); }");
		await chooseInProject(page, 'Scene 1');
		await button(page, 'Play').click();
		await button(page, '1 error').first().click();
		await expect(log(page)).toContainText('Out of oil');
		expect(await findings(page)).toEqual([]);
	});
	await test.step('leads to its entity and its line', async () => {
		await button(page, 'Select “Box”').click();
		const row = page.getByRole('treeitem', { name: 'Box' });
		await expect(row).toHaveAttribute('aria-selected', 'true');
		await expect(row.getByRole('img', { name: 'In the last game: ' })).toBeVisible();
		await expect(button(page, /^Line 5, in the last game: .*Out of oil/s)).toBeVisible();
		await log(page)
			.getByRole('button', { name: /Out of oil.*Script 1, line 5$/s })
			.click();
		await expect(code(page)).toBeFocused();
		await button(page, '1 problem').click();
		await expect(button(page, /^Line 5 While it ran: .*Out of oil/s)).toBeVisible();
	});
	await test.step('one that never ends', async () => {
		await page.keyboard.press('Tab');
		await code(page).locator('.cm-line').filter({ hasText: 'Out of oil' }).click();
		await page.keyboard.press('End');
		await page.keyboard.press('Shift+Home');
		await page.keyboard.insertText('declare speed: number; start() { for (;;); }');
		await chooseInProject(page, 'Scene 1');
		await button(page, 'Play').click();
		const row = log(page).getByRole('listitem').filter({ hasText: 'the script “Script 1” did not come' });
		await expect(row).toBeVisible();
		await expect(button(page, 'Play')).toBeVisible();
		await row.getByRole('button', { name: 'Play again' }).click();
		await expect(button(page, 'Stop')).toBeVisible();
	});
});
