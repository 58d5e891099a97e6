import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	chooseInProject,
	expectTree,
	join,
	newProject,
	runCommand,
	saveState,
	select,
	setField,
	share,
	viewportReady,
} from '../helpers/studio-steps.ts';

const code = (page: Page) => page.getByRole('textbox', { name: 'Code of “Script 1”' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const log = (page: Page) => page.getByRole('log', { name: 'Console' });
const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });

const DOOR = `declare speed: number; start() {
const visits = Number(this.game.save.get('visits') ?? 0) + 1;
this.game.save.set('visits', visits);
this.log('visit', visits);
this.game.scenes.load('Scene 2');
}`;

const CLIMBER = `declare speed: number; starts = 0; isUp = false;
start() { this.starts++; this.log('begun'); }
lateUpdate() { if (!this.isUp && this.entity.position.y > 6) { this.isUp = true; this.log('up', this.starts); } }`;

test('[T110][T85] a game goes to another scene, ends where it is edited, and has what it saved the next time', async ({
	person,
}) => {
	const { page } = await person({ reducedMotion: 'reduce', viewport: { width: 960, height: 640 } });
	await newProject(page);
	await viewportReady(page);
	await runCommand(page, 'New scene');
	await chooseInProject(page, 'Scene 1');
	await addScripted(page, DOOR);
	await button(page, 'Play').click();
	await expect(told(page, 'Playing “Scene 2”')).toBeVisible();
	await page.getByRole('tab', { name: 'Console' }).click();
	await expect(log(page)).toContainText('visit 1');
	await button(page, 'Stop').click();
	await expectTree(page, ['Box']);
	await expect(saveState(page)).toHaveText('Saved on this device');
	await page.reload();
	await viewportReady(page);
	await button(page, 'Play').click();
	await expect(told(page, 'Playing “Scene 2”')).toBeVisible();
	await page.getByRole('tab', { name: 'Console' }).click();
	await expect(log(page)).toContainText('visit 2');
});

test('[T114] what a friend edits is brought into the running game, which goes on', async ({ person }) => {
	const ada = await person({ name: 'Ada', reducedMotion: 'reduce', viewport: { width: 960, height: 640 } });
	await newProject(ada.page);
	await viewportReady(ada.page);
	await addScripted(ada.page, CLIMBER);
	const link = await share(ada.page, 'Editor', 'Ada');
	const jo = await person({ name: 'Jo', flags: WITHOUT_PICTURE });
	await join(jo.page, link, 'Jo');
	await select(jo.page, 'Box');
	await button(ada.page, 'Play').click();
	await ada.page.getByRole('tab', { name: 'Console' }).click();
	await expect(log(ada.page)).toContainText('begun');
	await setField(jo.page, 'Position Y', '7');
	await button(ada.page, 'Bring in 1 change').click();
	await expect(log(ada.page)).toContainText('up 1');
	await expect(button(ada.page, 'Bring in 1 change')).toBeHidden();
	await runCommand(ada.page, 'Play at a quarter');
	await expect(button(ada.page, 'Speed of the game: ¼×')).toBeVisible();
});

/** A box that runs this script. */
async function addScripted(page: Page, text: string): Promise<void> {
	await add(page, 'Box');
	await button(page, 'Add component').click();
	await page.getByRole('menuitem', { name: 'New script', exact: true }).click();
	await expect(page.getByRole('region', { name: 'Script 1', exact: true })).toBeVisible();
	await chooseInProject(page, 'Script 1');
	await code(page).locator('.cm-line').filter({ hasText: 'declare speed' }).click();
	await page.keyboard.press('End');
	await page.keyboard.press('Shift+Home');
	await page.keyboard.insertText(text);
	await chooseInProject(page, 'Scene 1');
}
