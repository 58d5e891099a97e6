import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import type { ServerProcess } from './server-process.ts';

export const PASSWORD = 'purple kettle rowing 7';

const key = () => randomBytes(16).toString('base64url');

async function post(server: ServerProcess, path: string, body: unknown, token?: string): Promise<unknown> {
	const answer = await fetch(`${server.url}/api${path}`, {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			'Idempotency-Key': key(),
			Origin: server.url,
			...(token !== undefined && { Authorization: `Bearer ${token}` }),
		},
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(`${path} was refused: ${answer.status} ${await answer.text()}`);
	return answer.json();
}

/** The code in the log of a new server: whoever has it is its first SuperAdmin. */
export function setupCodeOf(server: ServerProcess): string {
	const [, code = ''] = /setup code ([a-z2-9-]{23})/.exec(server.log) ?? [];
	expect(code).not.toBe('');
	return code;
}

/** Makes an account without a browser; its access token. */
export async function makeAccount(
	server: ServerProcess,
	handle: string,
	setupCode?: string,
): Promise<string> {
	const body = {
		handle,
		displayName: handle,
		password: PASSWORD,
		device: 'Firefox',
		...(setupCode && { setupCode }),
	};
	return ((await post(server, '/accounts', body)) as { accessToken: string }).accessToken;
}

/** A project on the server under somebody's account. */
export async function makeProject(server: ServerProcess, token: string, title: string): Promise<string> {
	const projectId = key();
	await post(server, `/projects/${projectId}/attach`, { claim: `${key()}${key()}`, title }, token);
	return projectId;
}

export async function signIn(page: Page, handle: string): Promise<void> {
	await page.goto('/account');
	await page.getByLabel('User name').fill(handle);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
	await expect(page.getByRole('heading', { name: `Signed in as ${handle}` })).toBeVisible();
}
