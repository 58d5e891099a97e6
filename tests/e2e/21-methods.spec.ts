import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { findings, tabTo, tooSmall } from '../helpers/access-steps.ts';
import { expect, LONG, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import {
	button,
	dialog,
	forgetProofs,
	goingTo,
	heading,
	logIn,
	openProvider,
	PASSWORD,
	showView,
	signIn,
	signUp,
} from '../helpers/method-steps.ts';
import { WITHOUT_PICTURE, type Person } from '../helpers/person.ts';
import { VirtualAuthenticator } from '../helpers/virtual-authenticator.ts';
import { PHONE_OR_NOT } from '../helpers/screens.ts';

const QUIET = { flags: WITHOUT_PICTURE };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** A refusal is an answer that the console names as an error. */
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

const ways = (page: Page) => page.getByRole('region', { name: 'Ways to sign in' });

test('[R111] a passkey is made and lets in without a word being typed, by keys alone', async ({ person }) => {
	const { page } = await openFor(person);
	const device = await VirtualAuthenticator.plugIn(page);
	await signUp(page, 'ada');

	await tabTo(page, page.getByRole('tab', { name: 'Profile' }));
	await page.keyboard.press('ArrowRight');
	await tabTo(page, button(page, 'Add a passkey'));
	await page.keyboard.press('Enter');
	await expect(page.locator('input:focus')).toBeVisible();
	await page.keyboard.type('Ring finger');
	await device.touch(async () => {
		await page.keyboard.press('Enter');
		await expect(ways(page).getByRole('listitem').filter({ hasText: 'Ring finger' })).toContainText(
			'Not used yet',
		);
	});
	expect(await device.countKeys()).toBe(1);

	await test.step('a second on one device is told to be none', async () => {
		await button(page, 'Add a passkey').click();
		await device.touch(async () => {
			await button(page, 'Make passkey').click();
			await expect(page.getByRole('alert')).toContainText('This device has a passkey');
		});
		await page.keyboard.press('Escape');
	});
	await test.step('[R112] it takes the place of the password, and is then the last way in', async () => {
		await button(page, 'Remove: Password').click();
		await dialog(page, 'Remove “Password”?').getByRole('button', { name: 'Remove' }).click();
		await expect(ways(page).getByRole('listitem')).toHaveCount(1);
		const last = button(page, 'Remove: Ring finger');
		await expect(last).toHaveAttribute('aria-disabled', 'true');
		await last.hover();
		await expect(page.getByText('This is the only way into your account').first()).toBeVisible();
		await last.click({ force: true });
		await expect(page.getByRole('dialog')).toBeHidden();
	});

	await test.step('by the button, in a browser that offers nothing by itself', async () => {
		await page.evaluate(() => (PublicKeyCredential.isConditionalMediationAvailable = async () => false));
		await button(page, 'Sign out').click();
		const signIn = button(page, 'Sign in with a passkey');
		await device.touch(async () => {
			await signIn.click();
			await expect(page.getByRole('alert')).toContainText('No passkey was used');
		}, false);
		await tabTo(page, signIn);
		await device.touch(async () => {
			await page.keyboard.press('Enter');
			await expect(heading(page, 'Signed in as ada')).toBeVisible();
		});
	});
	await test.step('by what the browser offers at the user name', async () => {
		await page.reload();
		await button(page, 'Sign out').click();
		await expect(page.getByLabel('User name')).toHaveAttribute('autocomplete', 'username webauthn');
		// The made-up device answers what is asked while it is touched, not what was asked before.
		await device.touch(async () => {
			await page.reload();
			await expect(heading(page, 'Signed in as ada')).toBeVisible();
		});
	});
	await showView(page, 'Security');
	await expect(ways(page).getByRole('listitem')).toContainText('Last used just now');
});

test('[R113] the login page of a provider lets in, is linked, and is unlinked', async ({
	person,
	server,
}) => {
	const provider = await openProvider(server);
	try {
		const ana = await openFor(person);
		ana.allow(...goingTo(provider.issuer));
		const { page } = ana;
		await page.goto('/account');
		const enter = button(page, 'Continue with The club');

		await test.step('who turns back there is told so', async () => {
			await enter.click();
			await page.getByRole('link', { name: /cancel/i }).click();
			await expect(page.getByRole('alert')).toContainText('did not let you go on');
			await page.getByRole('link', { name: 'Back to your account' }).click();
		});
		await test.step('who comes for the first time chooses a name', async () => {
			await enter.click();
			await logIn(page, 'ana');
			await expect(heading(page, 'Choose your name here')).toBeVisible();
			await expect(page).toHaveURL('/account/provider');
			await expect(page.getByLabel('User name')).toHaveValue('ana');
			await page.getByLabel('User name').fill('A');
			await button(page, 'Create account').click();
			await expect(page.getByRole('alert')).toContainText('3 to 32');
			await page.getByLabel('User name').fill('ana_k');
			await button(page, 'Create account').click();
			await expect(heading(page, 'Signed in as ana_k')).toBeVisible();
			await expect(page).toHaveURL('/account');
		});
		const club = ways(page).getByRole('listitem').filter({ hasText: 'The club' });
		await test.step('[R112] the only way in stays; another one frees it', async () => {
			await showView(page, 'Security');
			await expect(club).toContainText('Linked as ana');
			await expect(button(page, 'Remove: The club')).toHaveAttribute('aria-disabled', 'true');
			await button(page, 'Set a password').click();
			await page.getByLabel('New password').fill(PASSWORD);
			await page.keyboard.press('Enter');
			await button(page, 'Remove: The club').click();
			await dialog(page, 'Remove “The club”?').getByRole('button', { name: 'Remove' }).click();
			await expect(club).toHaveCount(0);
		});
		await test.step('linking comes back to where it was begun', async () => {
			await button(page, 'Link The club').click();
			await page.getByRole('button', { name: 'Continue' }).or(heading(page, 'Account')).first().waitFor();
			if (page.url().startsWith(provider.issuer))
				await page.getByRole('button', { name: 'Continue' }).click();
			await expect(page).toHaveURL('/account?view=security');
			await expect(club).toContainText('Not used yet');
		});
		await test.step('[R110] it confirms who is there, too', async () => {
			forgetProofs(server);
			await button(page, 'Make new codes').click();
			await button(page, 'Confirm with The club').click();
			await logIn(page, 'ana');
			await expect(page.getByText('Now do what you wanted to do once more')).toBeVisible();
			await button(page, 'Make new codes').click();
			await expect(dialog(page, 'Your recovery codes')).toBeVisible();
			await button(page, 'I have kept them').click();
		});
		await button(page, 'Sign out').click();
		await enter.click();
		await expect(heading(page, 'Signed in as ana_k')).toBeVisible();
		await page.goto('/account/provider?code=x&state=y');
		await expect(page.getByRole('alert')).toContainText('Nothing was begun');
	} finally {
		await provider.close();
	}
});

test('[R114] a recovery code lets in when the password is lost', LONG, async ({ person, server }) => {
	const ada = await openFor(person);
	const { page } = ada;
	await signUp(page, 'ada');
	await showView(page, 'Security');
	await test.step('[R110] making codes asks who is there, when that was not proved lately', async () => {
		forgetProofs(server);
		await button(page, 'Make new codes').click();
		const proof = dialog(page, 'Confirm that it is you');
		await expect(proof).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(proof).toBeHidden();
		await expect(page.getByText('0 left')).toBeVisible();
		await button(page, 'Make new codes').click();
		await expect(proof).toBeVisible();
		await expect(proof.locator('input:focus')).toBeVisible();
		await page.keyboard.type('not this one');
		await page.keyboard.press('Enter');
		await expect(proof.getByRole('alert')).toContainText('This is not your password');
		await proof.getByLabel('Password').fill(PASSWORD);
		await page.keyboard.press('Enter');
	});
	const shown = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
	await expect(shown).toHaveCount(10);
	const codes = await shown.allTextContents();
	const saved = page.waitForEvent('download');
	await button(page, 'Download').click();
	expect(await readFile(await (await saved).path(), 'utf8')).toContain(codes.join('\n'));
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText(codes[9] ?? '')).toBeVisible();
	await expect(heading(page, 'Signed in as ada')).toBeHidden();
	await page.emulateMedia({ media: null });
	await button(page, 'I have kept them').click();
	await expect(page.getByText('10 left')).toBeVisible();
	await expect(page.getByText(codes[0] ?? '')).toHaveCount(0);

	const other = await openFor(person);
	const recover = async (code: string) => {
		await other.page.getByLabel('User name').fill('ada');
		await other.page.getByRole('textbox', { name: 'Recovery code' }).fill(code);
		await other.page.getByLabel('New password').fill('green anvil sleeping 4');
		await button(other.page, 'Sign in with a recovery code').click();
	};
	await other.page.goto('/account');
	await button(other.page, 'Use a recovery code').click();
	await recover('0000-0000-0000-0000');
	await expect(other.page.getByRole('alert')).toContainText('do not belong together');
	await recover((codes[0] ?? '').toUpperCase());
	await expect(heading(other.page, 'Signed in as ada')).toBeVisible();
	await showView(other.page, 'Security');
	await expect(other.page.getByText('9 left')).toBeVisible();
	await page.reload();
	await expect(page.getByText('You were signed out')).toBeVisible();

	await test.step('[R117] signing out everywhere ends this device, too', async () => {
		await signIn(page, 'ada', 'green anvil sleeping 4');
		await showView(page, 'Security');
		await button(page, 'Sign out everywhere').click();
		await dialog(page, 'Sign out everywhere?').getByRole('button', { name: 'Sign out everywhere' }).click();
		await expect(page.getByRole('tab', { name: 'Create account' })).toBeVisible();
		await other.page.reload();
		await expect(other.page.getByText('You were signed out')).toBeVisible();
	});
});

test('[R115] everything can be taken along, and erased', async ({ person, server }) => {
	const ada = await openFor(person);
	const { page } = ada;
	await signUp(page, 'ada');
	await showView(page, 'Your data');
	const saved = page.waitForEvent('download');
	await button(page, 'Download everything').click();
	const file = await saved;
	expect(file.suggestedFilename()).toBe('rastudios-ada.json');
	const data = JSON.parse(await readFile(await file.path(), 'utf8'));
	expect(data).toMatchObject({ profile: { handle: 'ada' }, methods: { password: { set: true } } });

	await test.step('[R116] what is erased is gone', async () => {
		await button(page, 'Erase account…').click();
		const ask = dialog(page, 'Erase the account “ada”?');
		await ask.getByLabel(/^Type your user name/).fill('somebody');
		await button(page, 'Erase for good').click();
		await expect(ask.getByRole('alert')).toContainText('Type your user name, ada');
		forgetProofs(server);
		await ask.getByLabel(/^Type your user name/).fill('ada');
		await page.keyboard.press('Enter');
		await dialog(page, 'Confirm that it is you').getByLabel('Password').fill(PASSWORD);
		await page.keyboard.press('Enter');
		await expect(page.getByText('The account “ada” is erased')).toBeVisible();

		const said: (string | null)[] = [];
		for (const handle of ['ada', 'nobody']) {
			await page.getByLabel('User name').fill(handle);
			await page.getByLabel('Password').fill(PASSWORD);
			await button(page, 'Sign in').click();
			said.push(await page.getByRole('alert').textContent());
			await page.reload();
		}
		expect(said[0]).toContain('do not belong together');
		expect(said[0]).toBe(said[1]);
	});
});

for (const phone of PHONE_OR_NOT) {
	test(`[R112] axe finds nothing among the ways in: ${phone ? 'phone' : 'desktop'}`, async ({
		person,
		server,
	}) => {
		const provider = await openProvider(server);
		try {
			const ada = await openFor(person, phone ? PHONE : {});
			const { page } = ada;
			await page.goto('/account');
			await expect(button(page, 'Continue with The club')).toBeVisible();
			expect.soft(await findings(page), 'signing in').toEqual([]);
			await button(page, 'Use a recovery code').click();
			if (!phone) expect.soft(await findings(page), 'a recovery code').toEqual([]);
			await signUp(page, 'ada');
			await showView(page, 'Security');
			await expect(button(page, 'Link The club')).toBeVisible();
			expect.soft(await findings(page), 'security').toEqual([]);
			if (phone) {
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
				expect.soft(await tooSmall(page.getByRole('main')), 'for a thumb').toEqual([]);
			}
			forgetProofs(server);
			await button(page, 'Make new codes').click();
			await expect(dialog(page, 'Confirm that it is you')).toBeVisible();
			if (!phone) expect.soft(await findings(page), 'the proof').toEqual([]);
			await dialog(page, 'Confirm that it is you').getByLabel('Password').fill(PASSWORD);
			await page.keyboard.press('Enter');
			await expect(dialog(page, 'Your recovery codes')).toBeVisible();
			expect.soft(await findings(page), 'the codes').toEqual([]);
			await button(page, 'I have kept them').click();
			await showView(page, 'Your data');
			await button(page, 'Erase account…').click();
			if (!phone) expect.soft(await findings(page), 'erasing').toEqual([]);
		} finally {
			await provider.close();
		}
	});
}

async function openFor(person: (options?: object) => Promise<Person>, options: object = {}): Promise<Person> {
	const somebody = await person({ ...QUIET, ...options });
	somebody.allow(REFUSED, ...SERVER_AWAY);
	return somebody;
}
