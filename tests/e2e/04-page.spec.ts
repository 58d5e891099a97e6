import type { Page } from '@playwright/test';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { chooseInProject, join, newProject, saveState, share } from '../helpers/studio-steps.ts';

const SAVED = 'Saved here and on the server';

const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the page' });

/** What is written, without the names at the others' cursors. */
const written = (page: Page) =>
	text(page).evaluate((editor) => {
		const copy = editor.cloneNode(true) as HTMLElement;
		for (const caret of copy.querySelectorAll('.peer-caret')) caret.remove();
		return copy.textContent;
	});

/** Puts the cursor at the beginning or the end; no person's next key comes before the browser told the editor. */
async function goTo(page: Page, key: 'Home' | 'End'): Promise<void> {
	await page.keyboard.press(`Control+${key}`);
	await page.evaluate(() => new Promise(requestAnimationFrame));
}

test('[4] a page typed into by two people at once merges, and cursors show names', async ({ person }) => {
	const ana = await person({ name: 'Ana', flags: WITHOUT_PICTURE });
	await newProject(ana.page);
	await chooseInProject(ana.page, 'New page');
	await text(ana.page).click();
	await ana.page.keyboard.type('Once upon a time.');
	const link = await share(ana.page, 'Editor', 'Ana');

	const jo = await person({ name: 'Jo', flags: WITHOUT_PICTURE });
	await join(jo.page, link, 'Jo');
	await chooseInProject(jo.page, 'Page 1');
	await expect(text(jo.page)).toContainText('Once upon a time.');

	await test.step('one at the beginning, one at the end', async () => {
		await text(jo.page).click();
		await goTo(jo.page, 'Home');
		await text(ana.page).click();
		await goTo(ana.page, 'End');
		const typing = { delay: 20 };
		await Promise.all([
			jo.page.keyboard.type('A tale: ', typing),
			ana.page.keyboard.type(' The end.', typing),
		]);
		for (const { page } of [ana, jo])
			await expect.poll(() => written(page)).toBe('A tale: Once upon a time. The end.');
		// The other's name stands at their cursor, which is no part of the text.
		await expect(text(ana.page).getByText('Jo', { exact: true })).toBeVisible();
		await expect(text(jo.page).getByText('Ana', { exact: true })).toBeVisible();
	});

	await test.step('both at the same place', async () => {
		await goTo(jo.page, 'End');
		await Promise.all([
			jo.page.keyboard.type('jjjjjjjj', { delay: 10 }),
			ana.page.keyboard.type('aaaaaaaa', { delay: 10 }),
		]);
		for (const { page } of [ana, jo]) {
			await expect.poll(async () => (await written(page)).match(/[ja]{16}$/)).not.toBeNull();
			expect((await written(page)).match(/j/g)).toHaveLength(8);
		}
		expect(await written(ana.page)).toBe(await written(jo.page));
	});

	await test.step('apart, and together again', async () => {
		for (const someone of [ana, jo]) {
			await expect(saveState(someone.page)).toHaveText(SAVED);
			someone.allow(...SERVER_AWAY);
			await someone.setOffline(true);
		}
		await goTo(ana.page, 'End');
		await ana.page.keyboard.press('Enter');
		await ana.page.keyboard.type('Written by Ana.');
		await goTo(jo.page, 'Home');
		await jo.page.keyboard.type('Jo was here. ');
		for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText(/changes? waiting$/);
		for (const someone of [ana, jo]) await someone.setOffline(false);
		for (const { page } of [ana, jo]) {
			await expect(saveState(page)).toHaveText(SAVED, { timeout: 30_000 });
			await expect.poll(() => written(page)).toMatch(/^Jo was here\. A tale: .*Written by Ana\.$/);
		}
		expect(await written(ana.page)).toBe(await written(jo.page));
	});
});

test('[4] a page is there again, and goes on being written, without the server', async ({
	person,
	server,
}) => {
	const ada = await person({ flags: WITHOUT_PICTURE });
	const { page } = ada;
	await newProject(page);
	await chooseInProject(page, 'New page');
	await text(page).click();
	await page.keyboard.type('# Rules');
	await page.keyboard.press('Enter');
	await page.keyboard.type('Be kind.');
	await ada.whenOfflineReady();
	await expect(saveState(page)).toHaveText('Saved on this device');
	ada.allow(...SERVER_AWAY);
	await server.stop();

	await page.reload();
	await expect(text(page).getByRole('heading', { name: 'Rules', level: 1 })).toBeVisible();
	await expect(text(page)).toContainText('Be kind.');
	await text(page).click();
	await goTo(page, 'End');
	await page.keyboard.type(' Share.');
	await page.reload();
	await expect(text(page)).toContainText('Be kind. Share.');
});
