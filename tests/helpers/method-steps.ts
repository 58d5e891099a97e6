import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page } from '@playwright/test';
import { CLIENT_ID, CLIENT_SECRET, startOpenidProvider } from './openid-provider.ts';
import type { ServerProcess } from './server-process.ts';

export const PASSWORD = 'purple kettle rowing 7';
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

/** A real provider that the server knows as "The club"; the server starts again to hear of it. */
export async function openProvider(server: ServerProcess) {
	const provider = await startOpenidProvider([`${server.url}/account/provider`]);
	const club = { id: 'club', name: 'The club', issuer: provider.issuer, clientId: CLIENT_ID };
	const options = { providers: [{ ...club, clientSecret: CLIENT_SECRET }] };
	const file = join(server.dataDir, 'config.json');
	await writeFile(file, JSON.stringify({ modules: { accounts: { options } } }));
	server.environment = { CONFIG_FILE: file };
	await server.stop();
	await server.restart();
	return provider;
}

/** Its pages are the one other origin that somebody goes to, and they look for an icon that is not there. */
export const goingTo = (issuer: string): readonly RegExp[] => {
	const address = issuer.replaceAll('.', '\\.');
	return [new RegExp(`^request left the origin: ${address}/`), new RegExp(`^console: .*\\(${address}/`)];
};

export async function logIn(page: Page, name: string): Promise<void> {
	await page.locator('input[name=login]').fill(name);
	await page.locator('input[name=password]').fill('any');
	await page.getByRole('button', { name: 'Sign-in' }).click();
	await page
		.getByRole('button', { name: 'Continue' })
		.or(page.locator('h1', { hasText: /name here|Account/ }))
		.first()
		.waitFor();
	const more = page.getByRole('button', { name: 'Continue', exact: true });
	if (await more.isVisible()) await more.click();
}

/** As if a quarter of an hour had gone by since anybody proved who they are. */
export function forgetProofs({ dataDir }: ServerProcess): void {
	const database = new DatabaseSync(join(dataDir, 'rastudios.db'));
	database.exec('PRAGMA busy_timeout = 5000; UPDATE sessions SET proved_at = 0');
	database.close();
}

export async function signUp(page: Page, handle: string): Promise<void> {
	await page.goto('/account');
	await page.getByRole('tab', { name: 'Create account' }).click();
	await page.getByLabel('User name').fill(handle);
	await page.getByLabel('Display name').fill(handle);
	await page.getByLabel('Password').fill(PASSWORD);
	await button(page, 'Create account').click();
	await expect(heading(page, `Signed in as ${handle}`)).toBeVisible();
}

export async function signIn(page: Page, handle: string, password: string): Promise<void> {
	await page.goto('/account');
	await page.getByLabel('User name').fill(handle);
	await page.getByLabel('Password').fill(password);
	await button(page, 'Sign in').click();
	await expect(heading(page, `Signed in as ${handle}`)).toBeVisible();
}

export const showView = (page: Page, name: string) => page.getByRole('tab', { name }).click();
