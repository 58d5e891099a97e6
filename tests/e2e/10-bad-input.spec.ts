import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { gltfTriangle, pngImage } from '../helpers/made-files.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	chooseInProject,
	entity,
	expectTree,
	exportProject,
	field,
	importFiles,
	importProject,
	newProject,
	saveState,
	setField,
	studioReady,
	viewport,
} from '../helpers/studio-steps.ts';

const MB = 1024 * 1024;
test('[bad input] without WebGL the rest of the studio works, and says so', async ({ person }) => {
	const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await newProject(page);
	await expect(viewport(page)).toContainText('No 3D picture here');
	await expect(viewport(page)).toContainText('Turn on hardware acceleration');
	await expectWorks(page);
});

test('[bad input] storage denied: works in memory, says so, and the export leads out', async ({ person }) => {
	const ada = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await ada.context.addInitScript(() => {
		IDBFactory.prototype.open = () => {
			throw new DOMException('The operation is insecure.', 'SecurityError');
		};
	});
	const { page } = ada;
	await newProject(page);
	await add(page, 'Box');
	await setField(page, 'Position X', '1.5');
	await expect(saveState(page)).toHaveText(/Not saved: This browser does not let RaStudios keep anything/);
	const file = await exportProject(page);
	await page.getByRole('link', { name: 'All projects' }).click();
	await expect(page.getByRole('article')).toHaveCount(1);
	await expect(saveState(page)).toContainText('Not saved: This browser does not let');

	const { page: grace } = await person({ name: 'Grace', flags: WITHOUT_PICTURE });
	await grace.goto('/');
	await importProject(grace, 'rescued.rastudio', file);
	await grace.getByRole('link', { name: 'Untitled project' }).click();
	await entity(grace, 'Box').click();
	await expect(field(grace, 'Position X')).toHaveValue('1.50');
	await expect(saveState(grace)).toHaveText('Saved on this device');
});

test('[bad input] storage full: says so and works on; saves by itself once there is room', async ({
	person,
}) => {
	const ada = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	const { page } = ada;
	// From before the first visit: later the browser would go by what it was told then. The app leaves room for work.
	const devtools = await ada.context.newCDPSession(page);
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: ada.origin, quotaSize: 6 * MB });
	await newProject(page);
	// What is larger than a device in need can hold in memory is refused instead.
	const large = Buffer.concat([pngImage(8, 8), randomBytes(7 * MB)]);
	await importFiles(page, { name: 'large.png', mimeType: 'image/png', buffer: large });
	await expect(saveState(page)).toHaveText(/Not saved: The storage of this device is full/);
	await add(page, 'Box');
	await expectTree(page, ['large', 'Box']);
	expect((await exportProject(page)).length).toBeGreaterThan(large.length);

	await devtools.send('Storage.overrideQuotaForOrigin', { origin: ada.origin });
	await expect(saveState(page)).toHaveText('Saved on this device', { timeout: 30_000 });
	await page.reload();
	await expectTree(page, ['large', 'Box']);
});

test('[bad input] with the server away everything local goes on', async ({ person, server }) => {
	const ada = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	const { page } = ada;
	await page.goto('/');
	await ada.whenOfflineReady();
	await server.stop();
	ada.allow(...SERVER_AWAY);
	await newProject(page);
	await expectWorks(page);
	await importFiles(page, { name: 'wedge.gltf', mimeType: '', buffer: gltfTriangle() });
	await expect(entity(page, 'wedge')).toBeVisible();

	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await page.getByRole('button', { name: 'Create link' }).click();
	await expect(page.getByRole('alert')).toContainText('Sharing needs the server');
	await page.keyboard.press('Escape');
	await expect(saveState(page)).toHaveText('Saved on this device');
});

test('[bad input] an unknown project, or address, shows a page that explains and leads home', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	const unknown: [string, string, string][] = [
		[`/studio/${'A'.repeat(22)}`, 'This project is not on this device', 'It may have been deleted here'],
		['/studio/nonsense', 'This project is not on this device', 'It may have been deleted here'],
		['/no/such/page', 'There is no such page', '/no/such/page'],
	];
	for (const [path, title, text] of unknown) {
		await test.step(path, async () => {
			await page.goto(path);
			await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
			await expect(page.getByRole('main')).toContainText(text);
			await page.getByRole('link', { name: 'Go to your projects' }).click();
			await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
		});
	}
});

/** A scene edited and a page written, both there after a reload. */
async function expectWorks(page: Page): Promise<void> {
	await add(page, 'Box');
	await setField(page, 'Position X', '1.5');
	await page.getByRole('button', { name: 'Undo' }).click();
	await page.getByRole('button', { name: 'Redo' }).click();
	await expect(field(page, 'Position X')).toHaveValue('1.50');
	await chooseInProject(page, 'New page');
	const words = page.getByRole('textbox', { name: 'Text of the page' });
	await words.click();
	await page.keyboard.type('Still here.');
	await expect(saveState(page)).toHaveText('Saved on this device');

	await page.reload();
	await expect(words).toHaveText('Still here.');
	await chooseInProject(page, 'Scene 1');
	await studioReady(page);
	await entity(page, 'Box').click();
	await expect(field(page, 'Position X')).toHaveValue('1.50');
}
