import type { Page } from '@playwright/test';
import { findings, tabTo, tooSmall } from '../helpers/access-steps.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { PHONE_OR_NOT } from '../helpers/screens.ts';

const QUIET = { flags: WITHOUT_PICTURE };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const PASSWORD = 'purple kettle rowing 7';
/** A refused sign-in is an answer that the console names as an error. */
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
const waiting = (page: Page) => page.getByRole('region', { name: /waiting/i });

test('[R91] an account is made, left, and come back to', async ({ person }) => {
	const ada = await person(QUIET);
	ada.allow(REFUSED);
	const { page } = ada;
	const asked: string[] = [];
	page.on('request', (request) => void (request.url().includes('/api/') && asked.push(request.url())));
	await page.goto('/');
	await page.locator('button.guest').click();
	expect(asked.filter((url) => /sessions|users/.test(url))).toEqual([]);
	await page.getByRole('link', { name: 'Account' }).click();
	await expect(heading(page, 'Account')).toBeVisible();
	await page.getByRole('tab', { name: 'Create account' }).click();

	await test.step('what is wrong is said at its field', async () => {
		await page.getByLabel('User name').fill('A');
		await page.getByLabel('Password').fill('short');
		await submit(page, 'Create account');
		await expect(page.getByRole('alert').filter({ hasText: '3 to 32' })).toBeVisible();
		await expect(page.getByRole('alert').filter({ hasText: 'At least 8' })).toBeVisible();
	});
	await signUp(page, 'ada', 'Ada');
	await showSecurity(page);
	await expect(page.getByRole('region', { name: 'Where you are signed in' })).toContainText('This device');

	await test.step('a reload keeps one signed in', async () => {
		await page.reload();
		await expect(heading(page, 'Signed in as ada')).toBeVisible();
	});
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await page.getByLabel('User name').fill('ada');
	await page.getByLabel('Password').fill('not this one');
	await submit(page, 'Sign in');
	await expect(page.getByRole('alert')).toContainText('do not belong together');
	await page.getByLabel('Password').fill(PASSWORD);
	await page.keyboard.press('Enter');
	await expect(heading(page, 'Signed in as ada')).toBeVisible();
});

test('[R91] a name changed without the network waits, is listed, and arrives once it is back', async ({
	person,
}) => {
	const ada = await person(QUIET);
	ada.allow(...SERVER_AWAY);
	const { page } = ada;
	await openSignUp(page);
	await signUp(page, 'ada', 'Ada');
	await ada.setOffline(true);
	const name = page.getByLabel('Display name', { exact: true });
	await name.fill('Ada Lovelace');
	await name.press('Enter');
	await expect(heading(page, 'One change is waiting')).toBeVisible();
	await name.fill('Countess');
	await name.press('Enter');
	await expect(heading(page, '2 changes are waiting')).toBeVisible();

	await expect(name).toHaveValue('Countess');
	const rows = waiting(page).getByRole('listitem');
	await expect(rows.last()).toContainText('Countess');
	await rows.last().getByRole('button', { name: 'Change', exact: true }).click();
	await page.getByLabel('New display name').fill('Countess of Lovelace');
	await page.keyboard.press('Enter');
	await rows.first().getByRole('button', { name: /^Drop/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Drop' }).click();
	await expect(heading(page, 'One change is waiting')).toBeVisible();

	await ada.setOffline(false);
	await expect(heading(page, 'Nothing is waiting')).toBeVisible();
	await page.reload();
	await expect(name).toHaveValue('Countess of Lovelace');
});

test('[18] signing out in one tab is heard in the other, and a session ended elsewhere says so', async ({
	person,
}) => {
	const ada = await person(QUIET);
	ada.allow(REFUSED);
	const { page } = ada;
	await openSignUp(page);
	await signUp(page, 'ada', 'Ada');
	const other = await person(QUIET);
	other.allow(REFUSED);
	await signInAs(other.page, 'ada', PASSWORD);
	await showSecurity(other.page);
	await other.page.getByRole('button', { name: 'End all others' }).click();
	await expect(other.page.getByRole('button', { name: 'End all others' })).toBeHidden();
	await page.reload();
	await expect(page.getByText('You were signed out')).toBeVisible();

	const tab = await other.context.newPage();
	await tab.goto('/account');
	await expect(heading(tab, 'Signed in as ada')).toBeVisible();
	await other.page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await expect(tab.getByRole('tab', { name: 'Sign in' })).toBeVisible();
});

test('[18] a new password signs out everywhere else, and is the one that counts', async ({ person }) => {
	const ada = await person(QUIET);
	ada.allow(REFUSED);
	const { page } = ada;
	await openSignUp(page);
	await signUp(page, 'ada', 'Ada');
	const other = await person(QUIET);
	other.allow(REFUSED);
	await signInAs(other.page, 'ada', PASSWORD);

	await showSecurity(page);
	await page.getByRole('button', { name: 'Change password' }).click();
	const section = page.getByRole('dialog', { name: 'Change password' });
	const change = async (current: string, password: string) => {
		await section.getByLabel('Present password').fill(current);
		await section.getByLabel('New password').fill(password);
		await section.getByRole('button', { name: 'Save password' }).click();
	};
	await change('not this one', 'green anvil sleeping 4');
	await expect(section.getByRole('alert')).toContainText('This is not your password');
	await change(PASSWORD, 'short');
	await expect(section.getByRole('alert')).toContainText('At least 8');
	await change(PASSWORD, 'green anvil sleeping 4');
	await expect(page.getByText('Your password was changed.')).toBeVisible();
	await expect(section).toBeHidden();

	await other.page.reload();
	await expect(other.page.getByText('You were signed out')).toBeVisible();
	await signInAs(other.page, 'ada', 'green anvil sleeping 4');
});

for (const phone of PHONE_OR_NOT) {
	const where = phone ? 'phone' : 'desktop';
	test(`[18] axe finds nothing on the account’s screen: ${where}`, async ({ person }) => {
		const ada = await person({ ...QUIET, ...(phone ? PHONE : {}) });
		ada.allow(...SERVER_AWAY);
		const { page } = ada;
		await openSignUp(page);
		expect.soft(await findings(page), 'sign up').toEqual([]);
		if (!phone) await tabTo(page, page.getByLabel('User name'));
		await signUp(page, 'ada', 'Ada');
		await ada.setOffline(true);
		const name = page.getByLabel('Display name', { exact: true });
		await name.fill('Ada Lovelace');
		await name.press('Enter');
		await expect(heading(page, 'One change is waiting')).toBeVisible();
		expect.soft(await findings(page), 'signed in').toEqual([]);
		if (phone) {
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
			expect.soft(await tooSmall(page.getByRole('main')), 'for a thumb').toEqual([]);
		}
	});
}

async function openSignUp(page: Page): Promise<void> {
	await page.goto('/account');
	await page.getByRole('tab', { name: 'Create account' }).click();
}

async function signUp(page: Page, handle: string, displayName: string): Promise<void> {
	await page.getByLabel('User name').fill(handle);
	await page.getByLabel('Display name').fill(displayName);
	await page.getByLabel('Password').fill(PASSWORD);
	await submit(page, 'Create account');
	await expect(heading(page, `Signed in as ${handle}`)).toBeVisible();
}

async function signInAs(page: Page, handle: string, password: string): Promise<void> {
	await page.goto('/account');
	await page.getByLabel('User name').fill(handle);
	await page.getByLabel('Password').fill(password);
	await submit(page, 'Sign in');
	await expect(heading(page, `Signed in as ${handle}`)).toBeVisible();
}

const showSecurity = (page: Page) => page.getByRole('tab', { name: 'Security' }).click();
const submit = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
