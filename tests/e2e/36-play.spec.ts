import type { Page } from '@playwright/test';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import {
	add,
	newProject,
	position,
	saveState,
	setField,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';
import { difference, settled } from '../helpers/viewport-steps.ts';

const SMALL = { reducedMotion: 'reduce', viewport: { width: 960, height: 540 } } as const;

test('[T8] a scene is played in place, with the server stopped, and is as it was afterwards', async ({
	person,
	server,
}) => {
	const ada = await person({ name: 'Ada', ...SMALL });
	const { page } = ada;
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	await setField(page, 'Position Y', '2');
	for (const name of ['Rigid body', 'Collider']) await addComponent(page, name);
	await expect(saveState(page)).toHaveText('Saved on this device');
	// All parts of the studio are kept for later by then.
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	// Where the menu was the pointer lies over a word that explains itself.
	await page.mouse.move(1, 1);
	await viewport(page).focus();
	const before = await settled(page);
	const play = page.getByRole('button', { name: 'Play', exact: true });
	const stop = page.getByRole('button', { name: 'Stop', exact: true });
	const told = (text: string) => page.getByRole('status').filter({ hasText: text });

	await test.step('it falls, out of sight in the end', async () => {
		await play.click();
		await expect(told('Playing a copy')).toBeVisible();
		await expect.poll(async () => difference(page, before, await settled(page))).toBeGreaterThan(0.005);
		expect(await position(page)).toEqual(['0.00', '2.00', '0.00']);
	});
	await test.step('stopped by key, all is as it was', async () => {
		await page.keyboard.press('ControlOrMeta+Enter');
		await expect(told('Playing a copy')).toBeHidden();
		await expect.poll(async () => difference(page, before, await settled(page))).toBe(0);
	});
	await test.step('without a server, standing still and a tick at a time', async () => {
		ada.allow(...SERVER_AWAY);
		await server.stop();
		await play.click();
		await page.keyboard.press('ControlOrMeta+Shift+Enter');
		await expect(told('Paused')).toBeVisible();
		const still = await settled(page);
		for (let tick = 0; tick < 20; tick++)
			await page.getByRole('button', { name: 'One tick further' }).click();
		await expect.poll(async () => difference(page, still, await settled(page))).toBeGreaterThan(0);
		await stop.click();
		await expect(play).toBeVisible();
		expect(await position(page)).toEqual(['0.00', '2.00', '0.00']);
	});
});

async function addComponent(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: 'Add component' }).click();
	await page.getByRole('menuitem', { name, exact: true }).click();
}
