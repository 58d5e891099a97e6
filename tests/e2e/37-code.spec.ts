import type { Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { chooseInProject, join, newProject, runCommand, share } from '../helpers/studio-steps.ts';

const code = (page: Page) => page.getByRole('textbox', { name: 'Code of “Script 1”' });
const problem = (page: Page) => page.getByRole('button', { name: '1 problem', exact: true });
const clean = (page: Page) => page.getByText('No problems', { exact: true });
/** A line with these words, without the names at others' cursors. */
const line = (page: Page, words: string) => code(page).locator('.cm-line').filter({ hasText: words });

/** Puts the cursor behind the last word of the line. */
async function goBehind(page: Page, words: string): Promise<void> {
	await line(page, words).click();
	await page.keyboard.press('End');
}

test('[T20][T22][T23][T24][T27] a script is made, checked, completed and formatted, also without the server', async ({
	person,
	server,
}) => {
	const ada = await person({ flags: WITHOUT_PICTURE });
	const { page } = ada;
	await newProject(page);
	await chooseInProject(page, 'New script');
	await expect(clean(page)).toBeVisible();

	await test.step('a mistake is found by the real types, and leads to its place', async () => {
		await goBehind(page, 'this.entity.rotation');
		await page.keyboard.type(' this.entity.positon.x=1');
		await problem(page).click();
		await page.getByRole('button', { name: /^Line 8 Property 'positon' does not exist/ }).click();
		await expect(code(page)).toBeFocused();
		expect(await findings(page)).toEqual([]);
	});
	await test.step('what is there is offered', async () => {
		await page.keyboard.press('Control+Delete');
		await page.keyboard.type('posi');
		await page.getByRole('option', { name: 'position', exact: true }).click();
		await expect(clean(page)).toBeVisible();
	});
	await test.step('formatted by key, and undone', async () => {
		await page.keyboard.press('Alt+Shift+F');
		await expect(line(page, 'this.entity.position.x = 1;')).toHaveText('\t\tthis.entity.position.x = 1;');
		await page.keyboard.press('ControlOrMeta+z');
		await expect(line(page, 'this.entity.position.x=1')).toContainText('seconds); this');
	});
	await test.step('Tab indents, and leaves after Escape', async () => {
		await page.keyboard.press('Tab');
		await expect(code(page)).toBeFocused();
		await page.keyboard.press('Escape');
		await page.keyboard.press('Tab');
		await expect(code(page)).not.toBeFocused();
	});
	await test.step('without the server', async () => {
		await ada.whenOfflineReady();
		ada.allow(...SERVER_AWAY);
		await server.stop();
		await page.reload();
		await expect(clean(page)).toBeVisible();
		await goBehind(page, 'this.entity.rotation');
		await page.keyboard.type('; console.log(1)');
		await problem(page).click();
		await expect(page.getByRole('list', { name: 'Problems of the script' })).toContainText('this.log(…)');
		await page.getByRole('button', { name: 'Format script' }).click();
		await expect(line(page, 'console.log')).toHaveText('\t\tconsole.log(1);');
	});
	await test.step('deleted, and put back', async () => {
		await runCommand(page, 'Delete script');
		await page.getByRole('button', { name: 'Put back' }).click();
		await expect(code(page)).toContainText('class Script1');
	});
});

test('[T21] two people write in one script, with their cursors, and undo their own', async ({ person }) => {
	const ana = await person({ name: 'Ana', flags: WITHOUT_PICTURE });
	await newProject(ana.page);
	await chooseInProject(ana.page, 'New script');
	await expect(code(ana.page)).toContainText('class Script1');
	const link = await share(ana.page, 'Editor', 'Ana');
	const jo = await person({ name: 'Jo', flags: WITHOUT_PICTURE });
	await join(jo.page, link, 'Jo');
	await chooseInProject(jo.page, 'Script 1');
	await goBehind(jo.page, 'declare speed');
	await goBehind(ana.page, 'this.entity.rotation');

	const typing = { delay: 15 };
	await Promise.all([
		jo.page.keyboard.type(' /* Jo was here */', typing),
		ana.page.keyboard.type(' /* Ana was here */', typing),
	]);
	for (const { page } of [ana, jo]) {
		await expect(line(page, 'declare speed: number; /* Jo was here */')).toBeVisible();
		await expect(line(page, 'this.speed * seconds); /* Ana was here */')).toBeVisible();
	}
	await expect(code(ana.page).getByText('Jo', { exact: true })).toBeVisible();
	await expect(code(jo.page).getByText('Ana', { exact: true })).toBeVisible();
	// As many steps as pauses were made; there is nothing else for Jo to undo.
	await expect
		.poll(async () => {
			await jo.page.keyboard.press('ControlOrMeta+z');
			return line(jo.page, 'declare speed').textContent();
		})
		.not.toContain('/');
	await expect(line(ana.page, 'declare speed')).not.toContainText('/');
	for (const { page } of [ana, jo])
		await expect(line(page, 'this.speed * seconds); /* Ana was here */')).toBeVisible();
});
