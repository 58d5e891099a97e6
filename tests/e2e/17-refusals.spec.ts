import { join as joinPath } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { findings } from '../helpers/access-steps.ts';
import { expect, LONG, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { LineTamper } from '../helpers/line-tamper.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	expectTree,
	join,
	newProject,
	saveState,
	share,
	studioReady,
} from '../helpers/studio-steps.ts';

const ON_SERVER = 'Saved here and on the server';
const flags = WITHOUT_PICTURE;

const banner = (page: Page) => page.getByRole('main').locator('xpath=..').getByRole('alert');

/** A project with a box that is on the server, on a line that can be tampered with. */
async function sharedBox(page: Page): Promise<LineTamper> {
	const tamper = await LineTamper.on(page);
	await newProject(page);
	await add(page, 'Box');
	await share(page, 'Editor', 'Ada');
	await expect(saveState(page)).toHaveText(ON_SERVER);
	return tamper;
}

test('[17] a server that cannot store is said so, and gets everything once it can', async ({ person }) => {
	const { page } = await person({ name: 'Ada', flags });
	const tamper = await sharedBox(page);
	tamper.refusal = { code: 'unavailable', message: 'The disk is full', retryAfter: 1 };
	await add(page, 'Sphere');
	await expect(banner(page)).toContainText('The server cannot store anything just now');
	await expect(saveState(page)).toHaveText(/^\s*\d changes? waiting\s*$/);
	await add(page, 'Cylinder');
	await expect(entity(page, 'Cylinder')).toBeVisible();
	await expect(banner(page)).toBeVisible();
	expect(await findings(page)).toEqual([]);
	tamper.refusal = null;
	await expect(saveState(page)).toHaveText(ON_SERVER, { timeout: 30_000 });
	await expect(banner(page)).toHaveCount(0);
});

test(
	'[17] a change that is too large for the server is said with its scene, and stays here',
	LONG,
	async ({ person }) => {
		const { page } = await person({ name: 'Ada', flags });
		const tamper = await sharedBox(page);
		tamper.refusal = { code: 'too-large', message: 'Too large' };
		await add(page, 'Sphere');
		await expect(banner(page)).toContainText('a change to “Scene 1” has more than 16 MB');
		await expect(saveState(page)).toHaveText('1 change waiting');
		await banner(page).getByRole('button', { name: 'Export project…' }).click();
		await expect(page.getByRole('dialog')).toContainText('Untitled project');
		await page.keyboard.press('Escape');
		await page.reload();
		await studioReady(page);
		await expect(entity(page, 'Sphere')).toBeVisible();
	},
);

test(
	'[17] a server that is too old, or too new, is said so once; work goes on and is sent later',
	LONG,
	async ({ person }) => {
		const { page } = await person({ name: 'Ada', flags });
		const tamper = await sharedBox(page);
		tamper.endAll(CLOSE.protocolTooNew);
		await expect(banner(page)).toContainText('This studio is newer than its server');
		await add(page, 'Sphere');
		await expect(saveState(page)).toHaveText('1 change waiting');
		tamper.close = null;
		await banner(page).getByRole('button', { name: 'Try again' }).press('Enter');
		await expect(saveState(page)).toHaveText(ON_SERVER);
		await expect(banner(page)).toHaveCount(0);

		tamper.endAll(CLOSE.protocolTooOld);
		await expect(banner(page)).toContainText('This studio is older than its server');
		await add(page, 'Cylinder');
		tamper.close = null;
		await banner(page).getByRole('button', { name: 'Reload' }).press('Enter');
		await studioReady(page);
		await expect(entity(page, 'Cylinder')).toBeVisible();
		await expect(saveState(page)).toHaveText(ON_SERVER);
	},
);

test('[17] a link that is revoked in the middle of an edit leaves the work here, and says so', async ({
	person,
}) => {
	const { page: ada } = await person({ name: 'Ada', flags });
	await newProject(ada);
	await add(ada, 'Box');
	const link = await share(ada, 'Editor', 'Ada');
	const { page: bob } = await person({ name: 'Bob', flags });
	await join(bob, link, 'Bob');
	await add(bob, 'Sphere');
	await expect(entity(ada, 'Sphere')).toBeVisible();
	await ada.getByRole('button', { name: 'Share', exact: true }).click();
	await ada.getByRole('button', { name: 'Revoke' }).click();
	await ada
		.getByRole('dialog', { name: 'Revoke this link?' })
		.getByRole('button', { name: 'Revoke' })
		.click();
	await expect(banner(bob)).toContainText('it was revoked. Your copy stays on this device');
	await add(bob, 'Cylinder');
	await expect(saveState(bob)).toHaveText('1 change waiting');
	await expect(saveState(bob)).toHaveAttribute('aria-description', /your link no longer works/);
	await bob.getByRole('button', { name: 'Dismiss' }).press('Enter');
	await expect(banner(bob)).toHaveCount(0);
	await expect(entity(ada, 'Cylinder')).toHaveCount(0);
});

test('[17] a scene that was begun anew on the server is never mixed with ours; we choose', async ({
	person,
	server,
}) => {
	const ada = await person({ name: 'Ada', flags });
	const { page } = ada;
	ada.allow(...SERVER_AWAY);
	await newProject(page);
	await add(page, 'Box');
	await share(page, 'Editor', 'Ada');
	await expect(saveState(page)).toHaveText(ON_SERVER);
	await server.stop();
	beginAnew(server.dataDir);
	await server.restart();
	await expect(banner(page)).toContainText('Begun anew on the server since your copy: “Scene 1”', {
		timeout: 30_000,
	});
	await add(page, 'Sphere');
	await page.reload();
	await studioReady(page);
	await expect(banner(page)).toContainText('never mixed');
	await expect(entity(page, 'Sphere')).toBeVisible();

	await banner(page).getByRole('button', { name: 'Keep mine as a copy, take the server’s' }).click();
	await expect(entity(page, 'Box')).toHaveCount(0);
	await expect(saveState(page)).toHaveText(ON_SERVER);
	await add(page, 'Cylinder');
	await expect(saveState(page)).toHaveText(ON_SERVER);
	await page.reload();
	await studioReady(page);
	await expect(saveState(page)).toHaveText(ON_SERVER);
	await expect(banner(page)).toHaveCount(0);
	await expectTree(page, ['Cylinder']);

	await page.goto('/');
	await page.getByRole('link', { name: 'Untitled project copy' }).click();
	await expectTree(page, ['Box', 'Sphere']);
});

/** As whoever runs the server might: every document but the index loses its history. */
function beginAnew(dataDir: string): void {
	const database = new DatabaseSync(joinPath(dataDir, 'rastudios.db'));
	const scenes = 'WHERE project_id <> document_id';
	database.exec(
		`INSERT INTO document_epochs SELECT DISTINCT project_id, document_id, 1 FROM document_rows ${scenes}`,
	);
	for (const table of ['document_rows', 'snapshots']) database.exec(`DELETE FROM ${table} ${scenes}`);
	database.close();
}
