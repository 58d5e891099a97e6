import type { Page } from '@playwright/test';
import { findings, tabTo, tooSmall } from '../helpers/access-steps.ts';
import { makeAccount, makeProject, PASSWORD, setupCodeOf, signIn } from '../helpers/admin-steps.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { readDownload } from '../helpers/studio-steps.ts';
import { PHONE_OR_NOT } from '../helpers/screens.ts';

const QUIET = { flags: WITHOUT_PICTURE };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** A refused request is an answer that the console names as an error. */
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const row = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text });

test('[R127] the first SuperAdmin suspends somebody, gives a role, and finds both in the log, by keyboard alone', async ({
	person,
	server,
}) => {
	await makeAccount(server, 'host', setupCodeOf(server));
	await makeAccount(server, 'ben');
	await makeAccount(server, 'cleo');
	const ben = await person(QUIET);
	ben.allow(REFUSED);
	await signIn(ben.page, 'ben');

	await test.step('a plain user is told that this is not theirs, and nothing is asked for them', async () => {
		const asked: string[] = [];
		ben.page.on(
			'request',
			(request) => void (request.url().includes('/api/admin') && asked.push(request.url())),
		);
		await ben.page.goto('/admin?tab=audit');
		await expect(ben.page.getByRole('heading', { name: /for those who look after/ })).toBeVisible();
		expect(asked).toEqual([]);
		await ben.page.getByRole('link', { name: 'Back to your projects' }).click();
		await expect(ben.page).toHaveURL(/\/$/);
		await ben.page.goto('/account');
		await expect(ben.page.getByRole('link', { name: 'Administration' })).toHaveCount(0);
	});

	const host = await person(QUIET);
	const { page } = host;
	await signIn(page, 'host');
	await press(page, page.getByRole('link', { name: 'Administration' }));
	await expect(row(page, 'cleo')).toBeVisible();

	let suspendedBy = '';
	page.on('response', (response) => {
		if (/suspension$/.test(response.url())) suspendedBy = response.headers()['x-request-id'] ?? '';
	});
	await test.step('suspending asks for a reason, and ends the session at once', async () => {
		await tabTo(page, page.getByLabel('Find by user name'));
		await page.keyboard.type('be');
		await expect(row(page, 'cleo')).toHaveCount(0);
		await press(page, page.getByRole('button', { name: 'Look at ben' }));
		await press(page, page.getByRole('button', { name: 'Suspend', exact: true }));
		await expect(page.getByRole('alert')).toContainText('Say why');
		await tabTo(page, page.getByLabel('Reason (they are told)'));
		await page.keyboard.type('spam in every project');
		await press(page, page.getByRole('button', { name: 'Suspend', exact: true }));
		await expect(page.getByText(/Suspended just now: spam in every project/)).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(row(page, 'ben')).toContainText('Suspended');
		await ben.page.reload();
		await expect(ben.page.getByText('You were signed out')).toBeVisible();
		await ben.page.getByLabel('User name').fill('ben');
		await ben.page.getByLabel('Password').fill(PASSWORD);
		await ben.page.getByRole('button', { name: 'Sign in', exact: true }).click();
		await expect(ben.page.getByRole('alert')).toContainText('spam in every project');
	});

	await test.step('a role is chosen and given', async () => {
		await page.goto('/admin');
		await press(page, page.getByRole('button', { name: 'Look at cleo' }));
		await press(page, page.getByRole('combobox', { name: 'Role on this server' }));
		await expect(page.getByRole('option', { name: 'User' })).toBeFocused();
		await page.keyboard.press('ArrowDown');
		await expect(page.getByRole('option', { name: 'Moderator' })).toBeFocused();
		await page.keyboard.press('Enter');
		await press(page, page.getByRole('button', { name: 'Change role' }));
		await expect(page.getByText('cleo is Moderator now.')).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(row(page, 'cleo')).toContainText('Moderator');
	});

	await test.step('the log has both, with the requests by which they were done', async () => {
		await tabTo(page, tab(page, 'Users'));
		await page.keyboard.press('End');
		const suspension = row(page, 'user.suspend');
		await expect(suspension).toContainText('host');
		await expect(suspension).toContainText('ben');
		expect(suspendedBy).toMatch(/^[\w-]{12}$/);
		await expect(suspension).toContainText(suspendedBy);
		await tabTo(page, page.getByRole('textbox', { name: 'To what' }));
		await page.keyboard.type('cleo');
		await page.keyboard.press('Enter');
		await expect(suspension).toHaveCount(0);
		await expect(row(page, 'user.role')).toContainText('from: user, to: moderator');
	});

	await test.step('what fits the filters goes into a file, and the chain is whole', async () => {
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			press(page, page.getByRole('button', { name: 'Export' })),
		]);
		const lines = (await readDownload(download))
			.toString()
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as { act: string; requestId: string });
		expect(lines.map(({ act }) => act)).toEqual(['user.role', 'account.sign-in', 'account.sign-up']);
		await press(page, page.getByRole('button', { name: 'Check the chain' }));
		await expect(page.getByText(/The log is whole: all \d+ lines/)).toBeVisible();
	});
});

for (const phone of PHONE_OR_NOT) {
	const where = phone ? 'phone' : 'desktop';
	test(`[R127] every part of the screen: ${where}`, async ({ person, server }) => {
		const token = await makeAccount(server, 'host', setupCodeOf(server));
		await makeProject(server, token, 'Castle in the clouds');
		const host = await person({ ...QUIET, ...(phone ? PHONE : {}) });
		host.allow(...SERVER_AWAY);
		const { page } = host;
		await signIn(page, 'host');
		await page.goto('/admin');
		const look = async (name: string, onPhone = false) => {
			if (onPhone && !phone) return;
			expect.soft(await findings(page), name).toEqual([]);
			if (!phone) return;
			expect
				.soft(await page.evaluate(() => document.documentElement.scrollWidth), name)
				.toBeLessThanOrEqual(390);
			expect.soft(await tooSmall(page.getByRole('main')), name).toEqual([]);
		};
		await expect(row(page, 'SuperAdmin')).toBeVisible();
		await page.getByRole('button', { name: 'Look at host' }).click();
		await expect(page.getByText('This is you.')).toBeVisible();
		await look('one of the users');
		await page.keyboard.press('Escape');
		await tab(page, 'Projects').click();
		await expect(row(page, 'Castle in the clouds')).toContainText('host');
		await look('projects', true);
		await tab(page, 'Storage').click();
		await expect(page.getByText(/^Measured/)).toBeVisible();
		await look('storage', true);
		await tab(page, 'Live').click();
		await expect(page.getByText('Nothing is open')).toBeVisible();
		await tab(page, 'Audit log').click();
		await expect(row(page, 'project.attach')).toBeVisible();
		await look('audit log');

		if (phone) return;
		await test.step('without the server, what was read stays, with when that was', async () => {
			await host.setOffline(true);
			await tab(page, 'Projects').click();
			await expect(page.getByText(/^As of just now/)).toBeVisible();
			await expect(row(page, 'Castle in the clouds')).toBeVisible();
			const remove = page.getByRole('button', { name: 'Delete Castle in the clouds' });
			await expect(remove).toHaveAttribute('aria-disabled', 'true');
			await host.setOffline(false);
			await tab(page, 'Users').click();
			await tab(page, 'Projects').click();
			await remove.click();
			await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
			await expect(page.getByText('No project fits')).toBeVisible();
		});
	});
}

/** Goes there by Tab and presses Enter. */
async function press(page: Page, target: Parameters<typeof tabTo>[1]): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.press('Enter');
}
