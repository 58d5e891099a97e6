import type { Page } from '@playwright/test';
import { findings, tooSmall } from '../helpers/access-steps.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { add, entity, newProject, saveState, studioReady, type EntityKind } from '../helpers/studio-steps.ts';

const QUIET = { flags: WITHOUT_PICTURE };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const PASSWORD = 'purple kettle rowing 7';

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
const here = (page: Page) => page.getByRole('list', { name: 'Projects of this device' });
const elsewhere = (page: Page) => page.getByRole('region', { name: 'On your account' });
const cards = (page: Page) => page.getByRole('list', { name: 'Projects', exact: true }).getByRole('link');

test('[R93] what a guest made on two devices, on one of them offline, is one set of projects under one account', async ({
	person,
}) => {
	const laptop = await person({ ...QUIET, name: 'Laptop' });
	const tablet = await person({ ...QUIET, name: 'Tablet' });
	for (const device of [laptop, tablet]) device.allow(...SERVER_AWAY);

	await test.step('a week of work without an account', async () => {
		await makeProject(laptop.page, 'Castle', 'Box');
		await tablet.page.goto('/');
		await tablet.whenOfflineReady();
		await tablet.setOffline(true);
		await makeProject(tablet.page, 'Tavern', 'Cylinder');
	});

	await test.step('nothing is brought unasked', async () => {
		await signUp(laptop.page, 'ada');
		await expect(heading(laptop.page, 'Bring the project of this device to your account?')).toBeVisible();
		await expect(here(laptop.page).getByRole('listitem')).toContainText('On this device');
		await laptop.page.getByRole('button', { name: 'Bring them' }).click();
		await expect(here(laptop.page).getByRole('listitem')).toContainText('On your account');
		await tablet.setOffline(false);
		await signIn(tablet.page, 'ada');
		await tablet.page.getByRole('button', { name: 'Bring them' }).click();
		await expect(here(tablet.page).getByRole('listitem')).toContainText('On your account');
	});

	await openFromAccount(tablet.page, 'Castle', 'Box');
	// What a device has of others is not sent while a project is on its screen.
	await tablet.page.goto('/');
	await openFromAccount(laptop.page, 'Tavern', 'Cylinder');
	await expect(saveState(laptop.page)).toContainText('on the server');

	await test.step('both have both, once', async () => {
		for (const { page } of [laptop, tablet]) {
			await page.goto('/');
			await expect(cards(page)).toHaveText([/Castle|Tavern/, /Castle|Tavern/]);
			await expect(elsewhere(page)).toBeHidden();
		}
	});

	await test.step('who signs out keeps the work, and nothing of it is sent', async () => {
		const { page } = tablet;
		await page.goto('/account');
		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page.getByRole('tab', { name: 'Sign in' })).toBeVisible();
		await page.goto('/');
		await page.getByRole('link', { name: 'Castle' }).click();
		await expect(page.getByText('an account that is not signed in here')).toBeVisible();
		await add(page, 'Sphere');
		await expect(saveState(page)).toContainText('1 change waiting');
		await signIn(page, 'ada');
		// Anybody may have been at the device: nothing goes as hers before she says so.
		await expect(here(page).getByRole('listitem').filter({ hasText: 'Castle' })).toContainText(
			'Changed while signed out',
		);
		await page.goto('/');
		await page.getByRole('link', { name: 'Castle' }).click();
		const question = page.getByRole('status').filter({ hasText: 'Send it as yours?' });
		await expect(question).toBeVisible();
		await expect(saveState(page)).toContainText('waiting');
		expect.soft(await findings(page), 'asked in the studio').toEqual([]);
		const { width, height } = page.viewportSize() ?? PHONE.viewport;
		await page.setViewportSize(PHONE.viewport);
		await expect(page.getByRole('navigation')).toBeVisible();
		expect.soft(await tooSmall(question), 'asked on a phone').toEqual([]);
		const card = await page.getByRole('banner').boundingBox();
		const asked = await question.boundingBox();
		expect.soft(asked!.y, 'the question lies below the card').toBeGreaterThan(card!.y + card!.height);
		await page.setViewportSize({ width, height });
		await question.getByRole('button', { name: 'Keep here for now' }).click();
		await expect(question).toBeHidden();
		await page.goto('/account');
		await page
			.getByRole('button', { name: 'Send what was changed while you were signed out: “Castle”' })
			.click();
		// Nobody has it open: it is sent all the same.
		await laptop.page.getByRole('link', { name: 'Castle' }).click();
		await expect(entity(laptop.page, 'Sphere')).toBeVisible({ timeout: 30_000 });
	});
});

test('[R95] what is elsewhere is listed as of when, and fits a phone', async ({ person }) => {
	const laptop = await person({ ...QUIET, name: 'Laptop' });
	await makeProject(laptop.page, 'Castle', 'Box');
	await signUp(laptop.page, 'ada');
	await laptop.page.getByRole('button', { name: 'Bring them' }).click();
	await expect(here(laptop.page).getByRole('listitem')).toContainText('On your account');

	const phone = await person({ ...QUIET, ...PHONE, name: 'Phone' });
	phone.allow(...SERVER_AWAY);
	const { page } = phone;
	await page.goto('/');
	await phone.whenOfflineReady();
	await signIn(page, 'ada');
	await page.getByRole('button', { name: 'Leave them here' }).click();
	expect.soft(await findings(page), 'account').toEqual([]);
	await page.goto('/');
	await expect(elsewhere(page)).toContainText('Castle');
	await expect(elsewhere(page)).toContainText('Yours');
	expect.soft(await findings(page), 'home').toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	expect.soft(await tooSmall(elsewhere(page)), 'for a thumb').toEqual([]);
	await phone.setOffline(true);
	await page.reload();
	await expect(elsewhere(page)).toContainText('As of');
	await expect(elsewhere(page)).toContainText('Castle');

	await test.step('[R137] its owner deletes it: from one device only, and then for everybody', async () => {
		// What asks comes behind the first screen, and then reads the list.
		const listed = laptop.page.waitForResponse(/\/api\/projects\?/);
		await laptop.page.goto('/');
		await listed;
		await laptop.page.getByRole('link', { name: 'Castle' }).focus();
		await laptop.page.keyboard.press('Delete');
		const dialog = laptop.page.getByRole('dialog', { name: 'Delete “Castle”?' });
		await expect(dialog).toBeVisible();
		expect.soft(await findings(laptop.page), 'asked').toEqual([]);
		await dialog.getByRole('button', { name: 'Only from this device' }).click();
		await expect(elsewhere(laptop.page)).toContainText('Castle');
		await phone.setOffline(false);
		await expect(elsewhere(page)).not.toContainText('As of');
		await page.getByRole('button', { name: 'Delete for everybody: “Castle”' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'For everybody' }).click();
		await expect(page.getByText('“Castle” was deleted for everybody.')).toBeVisible();
		await expect(elsewhere(page)).toBeHidden();
		await laptop.page.reload();
		await expect(laptop.page.getByRole('heading', { name: 'Projects' })).toBeVisible();
		await expect(elsewhere(laptop.page)).toBeHidden();
	});
});

/** A project with one thing in it, and back to Home. */
async function makeProject(page: Page, title: string, kind: EntityKind): Promise<void> {
	await newProject(page);
	await add(page, kind);
	await expect(saveState(page)).toContainText('Saved on this device');
	await page.goto('/');
	const card = page.getByRole('link', { name: 'Untitled project' });
	await card.focus();
	await page.keyboard.press('F2');
	await expect(page.locator('input:focus')).toBeVisible();
	await page.keyboard.type(title);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('link', { name: title })).toBeVisible();
}

async function openFromAccount(page: Page, title: string, kind: EntityKind): Promise<void> {
	await page.goto('/');
	await elsewhere(page)
		.getByRole('button', { name: `Open on this device: “${title}”` })
		.click();
	await page.waitForURL(/\/studio\//);
	await studioReady(page);
	await expect(entity(page, kind)).toBeVisible({ timeout: 30_000 });
}

async function signUp(page: Page, handle: string): Promise<void> {
	await page.goto('/account');
	await page.getByRole('tab', { name: 'Create account' }).click();
	await page.getByLabel('Display name').fill(handle);
	await sign(page, handle, 'Create account');
}

async function signIn(page: Page, handle: string): Promise<void> {
	await page.goto('/account');
	await sign(page, handle, 'Sign in');
}

async function sign(page: Page, handle: string, how: string): Promise<void> {
	await page.getByLabel('User name').fill(handle);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', { name: how, exact: true }).click();
	await expect(heading(page, `Signed in as ${handle}`)).toBeVisible();
}
