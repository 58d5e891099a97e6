import type { Page } from '@playwright/test';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { chooseInProject, join, newProject, saveState, share } from '../helpers/studio-steps.ts';

const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the page' });

test('[4] a page typed into by two people at once merges, and cursors show names', async ({ person }) => {
	const ana = await person({ name: 'Ana' });
	await newProject(ana.page);
	await chooseInProject(ana.page, 'New page');
	await text(ana.page).click();
	await ana.page.keyboard.type('Once upon a time.');
	const link = await share(ana.page, 'Editor');

	const jo = await person({ name: 'Jo' });
	await jo.page.goto(link);
	await jo.page.getByLabel('Your name').fill('Jo');
	await jo.page.getByRole('button', { name: 'Join', exact: true }).click();
	await jo.page.waitForURL(/\/studio\//);
	await jo.page.getByRole('button', { name: /^Untitled project/ }).click();
	await jo.page.getByRole('menu', { name: 'Project menu' }).getByText('Page 1', { exact: true }).click();
	await expect(text(jo.page)).toContainText('Once upon a time.');

	await text(jo.page).click();
	await jo.page.keyboard.press('Control+Home');
	await text(ana.page).click();
	await ana.page.keyboard.press('Control+End');
	await Promise.all([
		jo.page.keyboard.type('A tale: ', { delay: 20 }),
		ana.page.keyboard.type(' The end.', { delay: 20 }),
	]);
	for (const { page } of [ana, jo]) {
		await expect(text(page)).toContainText('A tale: ');
		await expect(text(page)).toContainText(' The end.');
	}
	// The other's name stands at their cursor, which is no part of the text.
	await expect(text(ana.page).getByText('Jo', { exact: true })).toBeVisible();

	ana.allow(...SERVER_AWAY);
	await expect(saveState(ana.page)).toHaveText('Saved here and on the server');
	await ana.setOffline(true);
	await ana.page.keyboard.type(' Or is it?');
	await expect(saveState(ana.page)).toHaveText(/changes? waiting/);
	await ana.setOffline(false);
	await expect(text(jo.page)).toContainText('The end. Or is it?', { timeout: 20_000 });
});

test('[4] a page is there again after a reload', async ({ person }) => {
	const { page } = await person();
	await newProject(page);
	await chooseInProject(page, 'New page');
	await text(page).click();
	await page.keyboard.type('# Rules');
	await page.keyboard.press('Enter');
	await page.keyboard.type('Be kind.');
	await expect(saveState(page)).toHaveText('Saved on this device');
	await page.reload();
	await expect(text(page).getByRole('heading', { name: 'Rules', level: 1 })).toBeVisible();
	await expect(text(page)).toContainText('Be kind.');
});
