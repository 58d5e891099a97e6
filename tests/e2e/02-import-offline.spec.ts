import type { Page } from '@playwright/test';
import bunny from '@pmndrs/assets/models/bunny.glb.js';
import suzi from '@pmndrs/assets/models/suzi.glb.js';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import {
	entity,
	expectTree,
	field,
	importFiles,
	newProject,
	select,
	setField,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';
import { difference, dropFile, settled } from '../helpers/viewport-steps.ts';

const mimeType = 'model/gltf-binary';
const decode = (dataUrl: string) => Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');

// Pictures are drawn in software here, on as few as two cores.
test.slow();
const SMALL = { reducedMotion: 'reduce', viewport: { width: 960, height: 640 } } as const;

/** Brings a model into view and hides and shows it; resolves to the picture with it once it makes a difference. */
async function lookAt(page: Page, name: string): Promise<Buffer> {
	await select(page, name);
	await viewport(page).focus();
	await page.keyboard.press('f');
	await page.keyboard.press('Escape');
	await entity(page, name).hover();
	await page.getByRole('button', { name: `Hide “${name}”` }).click();
	const without = await settled(page);
	await page.getByRole('button', { name: `Show “${name}”` }).click();
	let picture = without;
	await expect
		.poll(async () => {
			picture = await settled(page);
			return await difference(page, picture, without);
		})
		.toBeGreaterThan(0.05);
	return picture;
}

test('[2] a model is imported, seen, and there again without the server: drawn, editable, by its deep link', async ({
	person,
	server,
}) => {
	const ada = await person({ name: 'Ada', ...SMALL });
	const { page } = ada;
	await newProject(page);
	await viewportReady(page);
	await importFiles(page, { name: 'suzi.glb', mimeType, buffer: decode(suzi) });
	await expectTree(page, ['suzi']);
	await dropFile(page, 'bunny.glb', decode(bunny));
	await expectTree(page, ['suzi', 'bunny']);
	await select(page, 'bunny');
	await setField(page, 'Position X', '40');
	const before = await lookAt(page, 'suzi');

	await ada.whenOfflineReady();
	ada.allow(...SERVER_AWAY);
	expect(await server.stop()).toBe(0);

	await page.reload();
	await viewportReady(page);
	await expectTree(page, ['suzi', 'bunny']);
	expect(await difference(page, await lookAt(page, 'suzi'), before)).toBeLessThan(0.02);

	await select(page, 'suzi');
	await setField(page, 'Position X', '3');
	await page.reload();
	await select(page, 'suzi');
	await expect(field(page, 'Position X')).toHaveValue('3.00');

	const tab = await ada.context.newPage();
	await tab.goto(page.url());
	await select(tab, 'suzi');
	await expect(field(tab, 'Position X')).toHaveValue('3.00');
	await setField(tab, 'Position Z', '-2');
	await expect(field(page, 'Position Z')).toHaveValue('-2.00');
});
