import type { Locator, Page } from '@playwright/test';
import { findings, tabTo, tooSmall } from '../helpers/access-steps.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { add, entity, newProject, studioReady, tree } from '../helpers/studio-steps.ts';

const QUIET = { flags: WITHOUT_PICTURE };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const PASSWORD = 'purple kettle rowing 7';
/** HTML, letters that run the other way, and a mark that would turn what follows. */
const ODD_NAME = '<b onclick=alert(1)>Ada</b> \u05e2\u05d3\u05d4\u200f';
/** A refusal is an answer that the console names as an error. */
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Members and sharing/ });
const members = (page: Page) => dialog(page).getByRole('region', { name: 'Members' });
const row = (page: Page, handle: string): Locator =>
	members(page)
		.getByRole('listitem')
		.filter({ hasText: `@${handle}` });

test('[R100] [R102] [R107] two people with accounts: invited by name, let in, lowered, removed', async ({
	person,
}) => {
	const ada = await person({ ...QUIET, name: 'Ada' });
	const grace = await person({ ...QUIET, name: 'Grace' });
	for (const one of [ada, grace]) one.allow(...SERVER_AWAY, REFUSED);
	await test.step('signed out, links alone are offered, and what an account adds is said', async () => {
		await newProject(ada.page);
		await add(ada.page, 'Box');
		await openShare(ada.page);
		await expect(dialog(ada.page).getByRole('button', { name: 'Create link' })).toBeVisible();
		await dialog(ada.page).getByRole('tab', { name: 'Members' }).click();
		await dialog(ada.page).getByRole('link', { name: 'Sign in or create an account' }).click();
	});
	await signUp(ada.page, 'ada', ODD_NAME);
	await ada.page.goBack();
	await bring(ada.page);
	await grace.page.goto('/account');
	await signUp(grace.page, 'grace', 'Grace');

	await test.step('invited by name, by keyboard alone; the name is text', async () => {
		const { page } = ada;
		await expect(row(page, 'ada')).toContainText('<b onclick=alert(1)>Ada</b>');
		await expect(row(page, 'ada').locator('bdi').first()).toHaveText(ODD_NAME);
		expect.soft(await findings(page), 'members').toEqual([]);
		await page.keyboard.press('Escape');
		await expect(dialog(page)).toBeHidden();
		await page.getByRole('button', { name: 'Share', exact: true }).focus();
		await page.keyboard.press('Enter');
		await tabTo(page, dialog(page).getByLabel('User name'));
		await page.keyboard.type('nobody-here');
		await page.keyboard.press('Enter');
		await expect(dialog(page).getByRole('alert')).toContainText('Nobody on this server');
		await page.keyboard.press('Control+a');
		await page.keyboard.type('grace');
		await page.keyboard.press('Enter');
		await expect(dialog(page).getByRole('status').filter({ hasText: '@grace' })).toBeVisible();
		await expect(dialog(page).getByRole('region', { name: 'Open invitations' })).toContainText('@grace');
	});

	await test.step('found under Account, accepted, and the project is there', async () => {
		const { page } = grace;
		await page.goto('/account');
		const invitations = page.getByRole('region', { name: 'Invitations' });
		await expect(invitations).toContainText('<b onclick=alert(1)>Ada</b>');
		expect.soft(await findings(page), 'invitations').toEqual([]);
		await invitations.getByRole('button', { name: /^Accept/ }).click();
		await invitations.getByRole('link', { name: 'Open' }).click();
		await studioReady(page);
		await expect(entity(page, 'Box')).toBeVisible();
		await add(page, 'Sphere');
		await expect(entity(ada.page, 'Sphere')).toBeVisible();
	});

	await test.step('[R146] in the dialog that stood open all the while they are a member now', async () => {
		await expect(row(ada.page, 'grace')).toContainText('Grace');
		const open = dialog(ada.page).getByRole('region', { name: 'Open invitations' });
		await expect(open).not.toContainText('@grace');
	});

	await test.step('a change made offline waits, and is done later: no edit is offered any more', async () => {
		const { page } = ada;
		await ada.setOffline(true);
		await chooseRole(page, 'grace', 'Viewer');
		await expect(row(page, 'grace')).toContainText('Waiting: Viewer');
		await expect(dialog(page)).toContainText('As of');
		await ada.setOffline(false);
		await expect(grace.page.getByText('Viewing only')).toBeVisible({ timeout: 60_000 });
		await expect(grace.page.getByRole('button', { name: 'Add', exact: true }).first()).toBeDisabled();
		await expect(row(page, 'grace').getByRole('combobox')).toHaveText('Viewer');
		await expect(dialog(page)).not.toContainText('As of');
	});

	await test.step('removed: told at once, and the work stays', async () => {
		const { page } = ada;
		await row(page, 'grace')
			.getByRole('button', { name: /^Actions/ })
			.click();
		await page.getByRole('menuitem', { name: 'Remove…' }).click();
		await page
			.getByRole('dialog', { name: /^Remove/ })
			.getByRole('button', { name: 'Remove' })
			.click();
		await expect(
			dialog(page).getByRole('status').filter({ hasText: 'is not a member any more' }),
		).toBeVisible();
		await expect(grace.page.getByRole('alert')).toContainText('not a member of this project any more');
		await expect(tree(grace.page).getByRole('treeitem')).toHaveText(['Box', 'Sphere']);
		await openShare(grace.page);
		await expect(dialog(grace.page)).toContainText('You are not a member here');
	});
});

test('[R101] [R104] an invitation link lets in as often as it says; who has none can ask', async ({
	person,
	server,
}) => {
	const ada = await person({ ...QUIET, name: 'Ada' });
	const grace = await person({ ...QUIET, ...PHONE, name: 'Grace' });
	for (const one of [ada, grace]) one.allow(REFUSED);
	await ada.page.goto('/account');
	await signUp(ada.page, 'ada', 'Ada');
	await newProject(ada.page);
	await add(ada.page, 'Box');
	await bring(ada.page);
	const { page } = grace;
	const asked: string[] = [];
	page.on('request', (request) => void asked.push(request.url()));

	const link = await test.step('a link for one person', async () => {
		await dialog(ada.page).getByRole('tab', { name: 'By link' }).click();
		await dialog(ada.page).getByRole('button', { name: 'Make the link' }).click();
		return dialog(ada.page).getByLabel('Invitation link').inputValue();
	});
	const secret = link.split('#')[1] ?? '';
	expect(secret).toMatch(/^invite\./);

	await test.step('says who invites to what, asks for an account, and opens the project', async () => {
		await page.goto(link);
		await expect(page.getByRole('heading', { level: 1 })).toContainText(
			'You are invited to “\u2068Untitled project\u2069”',
		);
		await expect(page.getByRole('main')).toContainText('Ada\u2069 (\u2068@ada\u2069) invites you as Editor');
		expect.soft(await findings(page), 'invitation, signed out').toEqual([]);
		expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		await signUpHere(page, 'grace', 'Grace');
		expect.soft(await findings(page), 'invitation').toEqual([]);
		expect.soft(await tooSmall(page.getByRole('main')), 'for a thumb').toEqual([]);
		await page.getByRole('button', { name: 'Accept and open' }).click();
		await page.waitForURL(/\/studio\//);
		await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeVisible();
		expect(page.url()).not.toContain('invite');
	});
	expect(asked.filter((url) => url.includes(secret))).toEqual([]);
	expect(server.log).not.toContain(secret);

	await test.step('a second time, it is used up: said, and the way home', async () => {
		await page.goto(link);
		await expect(page.getByRole('heading', { name: 'does not hold any more' })).toBeVisible();
		await page.getByRole('link', { name: 'Go to your projects' }).click();
		await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
	});

	await test.step('who is signed in and has no right asks, waits, and is let in', async () => {
		const address = new URL(ada.page.url()).pathname;
		const eve = await person({ ...QUIET, name: 'Eve' });
		eve.allow(REFUSED);
		await eve.page.goto('/account');
		await signUp(eve.page, 'eve', 'Eve');
		await eve.page.goto(address);
		await eve.page.getByLabel('Message to the owner').fill('It is me, <i>Eve</i>');
		await eve.page.getByRole('button', { name: 'Ask to join' }).click();
		await expect(eve.page.getByRole('heading', { name: 'You asked to join' })).toBeVisible();
		expect.soft(await findings(eve.page), 'asked to join').toEqual([]);
		await expect(dialog(ada.page)).toContainText('It is me, <i>Eve</i>');
		expect.soft(await findings(ada.page), 'a request').toEqual([]);
		await dialog(ada.page)
			.getByRole('button', { name: /^Let in .*Eve/ })
			.click();
		await expect(row(ada.page, 'eve')).toContainText('Viewer');
		await eve.page.getByRole('button', { name: 'Look again' }).click();
		await eve.page.getByRole('button', { name: 'Open it on this device' }).click();
		await expect(entity(eve.page, 'Box')).toBeVisible();
	});

	await test.step('on a phone, the members fit, and who does not own says what they are', async () => {
		await page.goto(new URL(ada.page.url()).pathname);
		await page.getByRole('button', { name: 'People', exact: true }).click();
		await openShare(page);
		await expect(row(page, 'eve')).toBeVisible();
		await expect(dialog(page)).toContainText('You are Editor here');
		await expect(dialog(page).getByRole('combobox')).toHaveCount(0);
		expect.soft(await findings(page), 'members on a phone').toEqual([]);
		expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		expect.soft(await tooSmall(dialog(page)), 'for a thumb').toEqual([]);
	});

	await test.step('handed over: the other decides from then on', async () => {
		await row(ada.page, 'grace')
			.getByRole('button', { name: /^Actions/ })
			.click();
		await ada.page.getByRole('menuitem', { name: 'Hand the project over…' }).click();
		const question = ada.page.getByRole('dialog', { name: /^Hand/ });
		await expect(question).toContainText('You become an editor');
		await question.getByRole('button', { name: 'Hand over' }).click();
		await expect(dialog(ada.page).getByRole('status').filter({ hasText: 'is the owner now' })).toBeVisible();
		await expect(dialog(ada.page)).toContainText('You are Editor here');
		await expect(dialog(page).getByRole('combobox', { name: /^Role of .*Eve/ })).toBeVisible();
		expect.soft(await findings(page), 'an owner’s members on a phone').toEqual([]);
		expect.soft(await tooSmall(dialog(page)), 'for a thumb').toEqual([]);
	});
});

async function openShare(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await expect(dialog(page)).toBeVisible();
}

/** Puts the open project on the account, from its dialog. */
async function bring(page: Page): Promise<void> {
	await openShare(page);
	await dialog(page).getByRole('button', { name: 'Bring it to your account' }).click();
	await expect(members(page)).toBeVisible();
}

async function chooseRole(page: Page, handle: string, role: string): Promise<void> {
	await row(page, handle).getByRole('combobox').click();
	await page.getByRole('option', { name: role }).click();
}

/** Makes an account with the form that is on the page. */
async function signUpHere(page: Page, handle: string, displayName: string): Promise<void> {
	await page.getByRole('tab', { name: 'Create account' }).click();
	await page.getByLabel('User name').fill(handle);
	await page.getByLabel('Display name').fill(displayName);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', { name: 'Create account', exact: true }).click();
	await expect(page.getByText(new RegExp(`signed in as \\W?${handle}`, 'i'))).toBeVisible();
}

async function signUp(page: Page, handle: string, displayName: string): Promise<void> {
	await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible();
	await signUpHere(page, handle, displayName);
}
