import { createHash, randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { unzipSync, zipSync, type Unzipped } from 'fflate';
import { expect, LONG, test } from '../helpers/fixtures.ts';
import { dragOut } from '../helpers/drag-out.ts';
import { offerPrivateFiles, readPrivateFile, writePrivateFile } from '../helpers/private-files.ts';
import { writeLargeProject } from '../helpers/large-project.ts';
import { gltfTriangle, pngImage } from '../helpers/made-files.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	chooseInProject,
	entity,
	expectTree,
	errors,
	exportByMenu,
	exportProject,
	field,
	importFiles,
	importProject,
	newProject,
	readTree,
	select,
	setField,
} from '../helpers/studio-steps.ts';

const WORDS = 'The keeper lights the lamp at dusk.';

test('[7] a project exported on one profile and imported on another has equal content', async ({
	person,
}) => {
	const { page: ada } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await makeProject(ada);
	const file = await exportProject(ada);
	const original = await readProject(ada);

	const { page: grace } = await person({ name: 'Grace', flags: WITHOUT_PICTURE });
	await grace.goto('/');
	await importProject(grace, 'tavern.rastudio', file);
	await expect(toast(grace)).toHaveText(/“tavern\.rastudio” was imported\./);
	await grace.getByRole('link', { name: 'Untitled project' }).click();
	await expect(entity(grace, 'Box')).toBeVisible();
	expect(await readProject(grace)).toEqual(original);

	await test.step('the assets are the same bytes, here and there', async () => {
		const assets = assetsIn(file);
		expect(Object.keys(assets)).toHaveLength(2);
		expect(assetsIn(await exportProject(grace))).toEqual(assets);
	});

	await test.step('dragged out of Home, it is a file of the same content', async () => {
		await ada.goto('/');
		const { name, bytes } = await dragOut(ada, ada.getByRole('article'));
		expect(name).toBe('Untitled project.rastudio');
		expect(assetsIn(bytes)).toEqual(assetsIn(file));
	});
});

test('[7] a damaged, hostile or foreign file gives a clear message and changes nothing', async ({
	person,
}) => {
	const { page: ada } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await makeProject(ada);
	const file = await exportProject(ada);
	// On another device: what is whole here already would not be read again.
	const { page } = await person({ name: 'Grace', flags: WITHOUT_PICTURE });
	await newProject(page);
	await page.getByRole('link', { name: 'All projects' }).click();
	await expect.poll(() => projects(page)).toHaveLength(1);
	const before = await projects(page);

	for (const [name, bytes, why] of brokenFiles(file)) {
		await test.step(name, async () => {
			await importProject(page, name, bytes);
			await expect(toast(page)).toHaveCount(1);
			await expect(toast(page)).toContainText(`“${name}”`);
			await expect(toast(page)).toContainText(why);
			await errors(page).getByRole('button', { name: 'Dismiss' }).click();
			await expect(toast(page)).toHaveCount(0);
			expect(await projects(page)).toEqual(before);
		});
	}

	await test.step('nothing is left behind either', async () => {
		await page.reload();
		await expect.poll(() => projects(page)).toEqual(before);
		await importProject(page, 'whole.rastudio', file);
		await expect(toast(page)).toContainText('“whole.rastudio” was imported.');
		await expect.poll(async () => (await projects(page)).length).toBe(2);
	});
});

test(
	'[7] a scene goes into another project, from its menu and dropped, and makes a project on Home',
	LONG,
	async ({ person }) => {
		const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
		await makeProject(page);
		const tree = await readTree(page);
		const file = await exportByMenu(page, 'Export scene…');
		expect(Object.keys(assetsIn(file))).toHaveLength(2);

		await test.step('from the menu', async () => {
			await page.goto('/');
			await newProject(page);
			const choosing = page.waitForEvent('filechooser');
			await chooseInProject(page, 'Import scene…');
			await (await choosing).setFiles({ name: 'cellar.rastudio', mimeType: '', buffer: file });
			await expect(toast(page)).toHaveText('“Scene 1” was imported.');
			await expectTree(page, tree);
			await page.reload();
			await expectTree(page, tree);
		});

		await test.step('dropped on the studio', async () => {
			await drop(page, 'main', 'again.rastudio', file);
			await expect(toast(page)).toHaveText('“Scene 1” was imported.');
			await page.getByRole('button', { name: /^Untitled project/ }).click();
			await expect(page.getByRole('menu').getByText('Scene 1', { exact: true })).toHaveCount(3);
			await page.keyboard.press('Escape');
		});

		await test.step('dropped on Home', async () => {
			await page.goto('/');
			await expect.poll(() => projects(page)).toHaveLength(2);
			await drop(page, 'body', 'cellar.rastudio', file);
			await expect(toast(page)).toHaveText('“cellar.rastudio” was imported.');
			await page.getByRole('link', { name: 'Scene 1' }).click();
			await expectTree(page, tree);
		});
	},
);

test('[7] Ctrl+S saves to the file that was chosen, says so, and asks before it replaces what something else wrote', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await page.goto('/');
	await page.evaluate(offerPrivateFiles);
	await page.getByRole('button', { name: /^Empty scene/ }).click();
	await add(page, 'Box');
	const file = 'Untitled project.rastudio';
	await page.keyboard.press('Control+s');
	await expect(toast(page)).toHaveText(`Saved to “${file}”.`);
	const first = await page.evaluate(readPrivateFile, file);
	await add(page, 'Sphere');
	await expectTree(page, ['Box', 'Sphere']);
	await page.keyboard.press('Control+s');
	await expect.poll(() => page.evaluate(readPrivateFile, file)).not.toBe(first);

	await test.step('something else wrote it since', async () => {
		await page.evaluate(writePrivateFile, file);
		await page.keyboard.press('Control+s');
		await expect(errors(page)).toContainText('was changed by something else');
		expect(await page.evaluate(readPrivateFile, file)).toBe(btoa('mine'));
		await page.getByRole('button', { name: 'Replace it' }).click();
		await expect.poll(() => page.evaluate(readPrivateFile, file)).not.toBe(btoa('mine'));
	});

	await test.step('what was saved is the project', async () => {
		const bytes = Buffer.from(await page.evaluate(readPrivateFile, file), 'base64');
		await page.goto('/');
		await importProject(page, file, bytes);
		await expect(page.getByRole('dialog')).toContainText('“Untitled project” is already here');
		await page.getByRole('button', { name: 'Open the one here' }).click();
		await expectTree(page, ['Box', 'Sphere']);
	});
});

test(
	'[7] a large import says how far it is, stops when asked, and goes on when the file is chosen again',
	LONG,
	async ({ person }, info) => {
		const file = info.outputPath('large.rastudio');
		await writeLargeProject(file, 192);
		const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
		await page.goto('/');
		await importFiles(page, file);
		const dialog = page.getByRole('dialog');
		await expect(dialog.getByRole('progressbar')).toBeVisible();
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await expect(toast(page)).toHaveText('Stopped. Nothing of “large.rastudio” was imported.');
		expect(await projects(page)).toEqual([]);
		await importFiles(page, file);
		await expect(toast(page).filter({ hasText: 'was imported' })).toBeVisible({ timeout: 60_000 });
		await expect.poll(() => projects(page)).toHaveLength(1);
	},
);

function unpacksTo(bytes: Uint8Array, whole: Unzipped): boolean {
	try {
		const entries = Object.entries(unzipSync(bytes));
		return (
			entries.length === Object.keys(whole).length &&
			entries.every(([name, content]) => Buffer.from(content).equals(whole[name] ?? Buffer.alloc(0)))
		);
	} catch {
		return false; // it does not even unpack
	}
}

/** A scene with a child, changed fields, an image and a model; a page with words. */
async function makeProject(page: Page): Promise<void> {
	await newProject(page);
	await add(page, 'Box');
	await setField(page, 'Position X', '1.25');
	await setField(page, 'Scale Y', '3');
	await add(page, 'Sphere');
	await entity(page, 'Sphere').press('Alt+ArrowRight');
	await expectTree(page, ['Box', '  Sphere']);
	await importFiles(page, { name: 'brick.png', mimeType: 'image/png', buffer: pngImage(32, 32) });
	await expect(entity(page, 'brick')).toBeVisible();
	await importFiles(page, { name: 'wedge.gltf', mimeType: 'model/gltf+json', buffer: gltfTriangle() });
	await expect(entity(page, 'wedge')).toBeVisible();
	await chooseInProject(page, 'New page');
	await page.getByRole('textbox', { name: 'Text of the page' }).click();
	await page.keyboard.type(WORDS);
	await expect(page.getByText(WORDS)).toBeVisible();
	await chooseInProject(page, 'Scene 1');
	await expect(entity(page, 'wedge')).toBeVisible();
}

/** What a person can read of the project: the tree, the fields of each row, the assets, the page. */
async function readProject(page: Page) {
	const names = await readTree(page);
	const fields: Record<string, string[]> = {};
	for (const name of names.map((row) => row.trim())) {
		await select(page, name);
		const inputs = page.getByRole('region', { name: 'Inspector' }).getByRole('textbox');
		fields[name] = await inputs.evaluateAll((all) =>
			all.map((input) => `${input.ariaLabel}: ${(input as HTMLInputElement).value}`),
		);
	}
	const assets = await page.getByRole('region', { name: 'Assets' }).getByRole('option').allInnerTexts();
	await chooseInProject(page, 'Page 1');
	await expect(page.getByText(WORDS)).toBeVisible();
	const words = await page.getByRole('textbox', { name: 'Text of the page' }).innerText();
	await chooseInProject(page, 'Scene 1');
	await expect(field(page, 'Name')).toBeVisible();
	return { names, fields, assets, words };
}

/** Each with its name, and words of the reason that must stand in the message. */
function brokenFiles(file: Buffer): [string, Uint8Array, string | RegExp][] {
	const whole = unzipSync(file);
	const [asset = ''] = Object.keys(assetsIn(file));
	const flips = [0, 1, 2, 3, 4, 5, 6, 7].map((eighth): [string, Uint8Array, RegExp] => {
		const flipped = Uint8Array.from(file);
		const at = contentAt(file, eighth / 8);
		flipped[at] = (flipped[at] ?? 0) ^ 0x10;
		return [`flipped at ${at}.rastudio`, flipped, /damaged|not a RaStudios project|not made by RaStudios/];
	});
	const newer = { ...whole, 'manifest.json': newerManifest(whole) };
	// The last bits of a compressed stream may mean nothing: a file that unpacks to the same is not damaged.
	const felt = flips.filter(([, bytes]) => !unpacksTo(bytes, whole));
	expect(felt.length).toBeGreaterThan(4);
	return [
		...felt,
		['half.rastudio', file.subarray(0, file.length >> 1), 'damaged'],
		['last byte missing.rastudio', file.subarray(0, -1), 'damaged'],
		[
			'bomb.rastudio',
			zipSync({ ...whole, [asset]: new Uint8Array(64 * 1024 * 1024) }),
			'larger than RaStudios opens',
		],
		['newer.rastudio', zipSync(newer), 'newer RaStudios'],
		['noise.rastudio', randomBytes(5000), 'not a RaStudios project'],
		[
			'another.rastudio',
			zipSync({ 'readme.txt': new TextEncoder().encode('Hello') }),
			'not a RaStudios project',
		],
		['empty.rastudio', new Uint8Array(0), 'not a RaStudios project'],
		['holiday.jpg', randomBytes(5000), 'ends in .rastudio'],
	];
}

/** A byte of the content that many parts into the file: between its first entry's name and its table of contents. */
function contentAt(file: Buffer, part: number): number {
	const end = file.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
	return Math.floor(64 + part * (end - 64));
}

function newerManifest(files: Unzipped): Uint8Array {
	const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as object;
	return new TextEncoder().encode(JSON.stringify({ ...manifest, version: 99 }));
}

/** The assets in a project file by path, as hashes of their bytes. */
function assetsIn(file: Buffer): Record<string, string> {
	const assets = Object.entries(unzipSync(file)).filter(([path]) => path.startsWith('assets/'));
	return Object.fromEntries(
		assets.map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]),
	);
}

/** Lets a file go over what the selector finds, as a drag from the desktop does. */
async function drop(page: Page, selector: string, name: string, bytes: Buffer): Promise<void> {
	const transfer = await page.evaluateHandle(
		([fileName, base64]) => {
			const data = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
			const carried = new DataTransfer();
			carried.items.add(new File([data], fileName));
			return carried;
		},
		[name, bytes.toString('base64')] as const,
	);
	const target = page.locator(selector).first();
	for (const type of ['dragenter', 'dragover', 'drop']) {
		await target.dispatchEvent(type, { dataTransfer: transfer });
	}
}

/** What was said of files; with the first project comes a word about how safe it is on this device. */
const toast = (page: Page) =>
	page
		.getByRole('region', { name: 'Notifications' })
		.getByRole('paragraph')
		.filter({ hasNotText: 'This browser may clear' });

const projects = (page: Page) => page.getByRole('main').getByRole('article').allInnerTexts();
