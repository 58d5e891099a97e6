import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { gltfTriangle, pngImage } from '../helpers/made-files.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	chooseInProject,
	entity,
	errors,
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
const GLB_HEAD = Buffer.from([...Buffer.from('glTF'), 2, 0, 0, 0]);

/** Each with a name, its bytes, and words of the reason that must stand in the message. */
const BAD_FILES: readonly [name: string, bytes: Buffer, why: string][] = [
	['cut.glb', Buffer.concat([GLB_HEAD, Buffer.from([0, 16])]), 'Copy it again'],
	['prose.glb', Buffer.from('Call me Ishmael.'), 'is not a glTF model'],
	['broken.gltf', gltfTriangle().subarray(0, 200), 'Export it again'],
	['spy.gltf', gltfTriangle('https://example.com/positions.bin'), 'example.com'],
	['spying.gltf', gltfTriangle('//example.com/positions.bin'), 'example.com'],
	['partial.gltf', gltfTriangle('positions.bin'), 'positions.bin'],
	['positions.bin', Buffer.alloc(36), 'part of a model'],
	['nothing.glb', Buffer.alloc(0), 'is empty (0 bytes)'],
	['nothing.png', Buffer.alloc(0), 'is empty (0 bytes)'],
	['song.mp3', Buffer.from('ID3'), 'only .glb and .gltf models'],
	['README', Buffer.from('Read me'), 'has no ending'],
	['flood.png', pngImage(1, 1, { width: 60_000, height: 60_000 }), '60000 × 60000 pixels'],
	['cut.png', pngImage(8, 8).subarray(0, 20), 'is damaged'],
	['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), '.svg'],
	['disguised.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'is an SVG'],
];

test('[bad input] a file that cannot be imported is named with its reason, and the scene stays', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await newProject(page);
	await add(page, 'Box');
	for (const [name, buffer, why] of BAD_FILES) {
		await test.step(name, async () => {
			await importFiles(page, { name, mimeType: '', buffer });
			await expectRefused(page, name, why);
		});
	}

	await test.step('a file of more than 200 MB that is no model', async () => {
		const folder = await mkdtemp(joinPath(tmpdir(), 'rastudios-files-'));
		const path = joinPath(folder, 'huge.glb');
		const file = await open(path, 'w');
		await file.truncate(201 * MB); // sparse: takes no room on the disk
		await file.close();
		await importFiles(page, path);
		await expectRefused(page, 'huge.glb', 'is not a glTF model');
		await rm(folder, { recursive: true });
	});

	await test.step('dropped into the viewport', async () => {
		const dataTransfer = await page.evaluateHandle(() => {
			const data = new DataTransfer();
			data.items.add(new File(['Call me Ishmael.'], 'dropped.glb'));
			return data;
		});
		for (const type of ['dragenter', 'dragover', 'drop']) {
			await viewport(page).dispatchEvent(type, { dataTransfer, clientX: 600, clientY: 300 });
		}
		await expectRefused(page, 'dropped.glb', 'is not a glTF model');
	});

	await test.step('and a good one beside a bad one is taken', async () => {
		const good = { name: 'wedge.gltf', mimeType: '', buffer: gltfTriangle() };
		await importFiles(page, [good, { name: 'bad.glb', mimeType: '', buffer: Buffer.from('no') }]);
		await expect(errors(page)).toContainText('“bad.glb”');
		await expectTree(page, ['Box', 'wedge']);
	});
});

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

async function expectRefused(page: Page, name: string, why: string): Promise<void> {
	await expect(errors(page)).toHaveCount(1);
	await expect(errors(page)).toContainText(`“${name}”`);
	await expect(errors(page)).toContainText(why);
	await errors(page).getByRole('button', { name: 'Dismiss' }).click();
	await expect(errors(page)).toHaveCount(0);
	await expectTree(page, ['Box']);
	await expect(page.getByText('No assets yet')).toBeVisible();
}

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
