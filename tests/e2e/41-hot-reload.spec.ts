import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { add, chooseInProject, join, newProject, share, viewportReady } from '../helpers/studio-steps.ts';

const code = (page: Page) => page.getByRole('textbox', { name: 'Code of “Script 1”' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const log = (page: Page) => page.getByRole('log', { name: 'Console' });

test('[T90] a script that somebody else changes goes on in the running game, with what it held', async ({
	person,
}) => {
	const ada = await person({ name: 'Ada', reducedMotion: 'reduce', viewport: { width: 960, height: 640 } });
	await newProject(ada.page);
	await viewportReady(ada.page);
	await add(ada.page, 'Box');
	await button(ada.page, 'Add component').click();
	await ada.page.getByRole('menuitem', { name: 'New script', exact: true }).click();
	await expect(ada.page.getByRole('region', { name: 'Script 1', exact: true })).toBeVisible();
	const link = await share(ada.page, 'Editor', 'Ada');
	const jo = await person({ name: 'Jo', flags: WITHOUT_PICTURE });
	await join(jo.page, link, 'Jo');
	await chooseInProject(jo.page, 'Script 1');
	await write(
		jo.page,
		'declare speed',
		"declare speed: number; began = 0; start() { this.began = 7; this.log('begun'); }",
	);
	await button(ada.page, 'Play').click();
	await ada.page.getByRole('tab', { name: 'Console' }).click();
	await expect(log(ada.page)).toContainText('begun');
	await write(
		jo.page,
		'declare speed',
		"declare speed: number; began = 0; reloaded() { this.log('now', this.began); }",
	);
	await expect(log(ada.page)).toContainText('now 7');
	await expect(button(ada.page, 'Stop')).toBeVisible();
});

/** Puts other words in the place of a line. */
async function write(page: Page, words: string, instead: string): Promise<void> {
	await code(page).locator('.cm-line').filter({ hasText: words }).click();
	await page.keyboard.press('End');
	await page.keyboard.press('Shift+Home');
	await page.keyboard.insertText(instead);
}
