import { truncate, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { file, glb, png, type NamedFile } from '../helpers/bad-files.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import {
	add,
	entity,
	expectTree,
	newProject,
	readDownload,
	saveState,
	setField,
	studioReady,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';

async function importFiles(page: Page, files: NamedFile | string): Promise<void> {
	const chooser = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Import', exact: true }).click();
	await (await chooser).setFiles(files);
}

const BAD: readonly [NamedFile, RegExp][] = [
	[file('torn.glb', glb({ asset: { version: '2.0' } }).subarray(0, 30)), /torn\.glb/],
	[file('letter.glb', 'Dear Jo, this is not a model.'), /letter\.glb/],
	[
		file(
			'outside.gltf',
			JSON.stringify({
				asset: { version: '2.0' },
				buffers: [{ byteLength: 4, uri: 'https://example.com/secret.bin' }],
			}),
		),
		/outside\.gltf.*/,
	],
	[file('nothing.glb', ''), /nothing\.glb.*0 bytes/],
	[file('song.mp3', 'ID3'), /song\.mp3.*cannot be imported/],
	[file('flood.png', png(60_000, 60_000)), /flood\.png/],
	[file('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), /drawing\.svg/],
];

test('files that are broken, hostile or unknown are named with a reason, and change nothing', async ({
	person,
}) => {
	const { page } = await person();
	await newProject(page);
	await add(page, 'Box');
	for (const [bad, message] of BAD) {
		await importFiles(page, bad);
		const toast = page.getByRole('alert').filter({ hasText: message });
		await expect(toast).toBeVisible();
		await toast.getByRole('button').first().click();
		await expect(toast).toBeHidden();
	}
	const folder = await mkdtemp(join(tmpdir(), 'rastudios-large-'));
	try {
		const large = join(folder, 'large.glb');
		await writeFile(large, '');
		await truncate(large, 201 * 1024 * 1024);
		await importFiles(page, large);
		await expect(page.getByRole('alert').filter({ hasText: /large\.glb.*200 MB/ })).toBeVisible();
	} finally {
		await rm(folder, { recursive: true });
	}
	await expectTree(page, ['Box']);
});

test('without WebGL the viewport says so and everything else works', async ({ person }) => {
	const { page } = await person({ flags: ['--disable-3d-apis'] });
	await newProject(page);
	await expect(viewport(page)).toContainText(/WebGL/);
	await add(page, 'Box');
	await setField(page, 'Position X', '3');
	await expect(saveState(page)).toHaveText('Saved on this device');
	await page.reload();
	await studioReady(page);
	await entity(page, 'Box').click();
	await expect(page.getByLabel('Position X', { exact: true })).toHaveValue('3.00');
});

test('where the browser denies storage, work goes on in memory, says so, and can be exported', async ({
	person,
}) => {
	const { page } = await person();
	await page.addInitScript(() => {
		indexedDB.open = () => {
			throw new DOMException('The operation is insecure.', 'SecurityError');
		};
	});
	await newProject(page);
	await add(page, 'Box');
	await expect(saveState(page)).toHaveText(/Not saved: .+/);
	await page.getByRole('button', { name: /^Untitled project/ }).click();
	const download = page.waitForEvent('download');
	await page.getByRole('menuitem', { name: 'Export project' }).click();
	const bytes = await readDownload(await download);
	expect(bytes.subarray(0, 2).toString()).toBe('PK');
	await expectTree(page, ['Box']);
});

test('with the server away everything local goes on', async ({ person, server }) => {
	const someone = await person();
	const { page } = someone;
	await newProject(page);
	await viewportReady(page);
	someone.allow(...SERVER_AWAY);
	await server.stop();
	await add(page, 'Box');
	await setField(page, 'Position X', '2');
	await expect(saveState(page)).toHaveText('Saved on this device');
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Create link' }).click();
	await expect(page.getByRole('alert')).toContainText('Sharing needs the server');
});

test('an unknown project is explained, with a way home', async ({ person }) => {
	const { page } = await person();
	await page.goto('/studio/AAAAAAAAAAAAAAAAAAAAAA');
	await expect(page.getByRole('heading', { name: 'This project is not on this device' })).toBeVisible();
	await page.getByRole('link', { name: 'Go to your projects' }).click();
	await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
});

test('a link that was cut is explained, with a way home', async ({ person }) => {
	const { page } = await person();
	await page.goto('/join/AAAAAAAAAAAAAAAAAAAAAA#half-a-token');
	await expect(page.getByRole('heading').first()).toContainText(/link/i);
	await page.getByRole('link', { name: 'Go to your projects' }).click();
	await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
});
