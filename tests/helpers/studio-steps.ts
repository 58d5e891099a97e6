import { expect, type Download, type Locator, type Page } from '@playwright/test';

/** What people do in the studio, by the names they see. */

export type EntityKind =
	'Empty' | 'Box' | 'Sphere' | 'Plane' | 'Cylinder' | 'Text' | 'Point light' | 'Spot light' | 'Camera';

export const viewport = (page: Page): Locator => page.getByRole('region', { name: 'Viewport' });
export const tree = (page: Page): Locator => page.getByRole('tree', { name: 'Hierarchy' });
export const entity = (page: Page, name: string): Locator =>
	tree(page).getByRole('treeitem', { name, exact: true });
export const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });
export const saveState = (page: Page): Locator =>
	page.getByRole('status').filter({ hasText: /^\s*(Saved|Not saved|\d+ changes? waiting)/ });

/** From Home to an empty project; resolves when it can be worked in. */
export async function newProject(page: Page): Promise<void> {
	await page.goto('/');
	await page.getByRole('button', { name: /^Empty scene/ }).click();
	await page.waitForURL(/\/studio\//);
	await studioReady(page);
}

export async function studioReady(page: Page): Promise<void> {
	await expect(page.getByRole('button', { name: 'Add', exact: true }).first()).toBeVisible();
}

/** Waits until the engine is there and has drawn. */
export async function viewportReady(page: Page): Promise<void> {
	await expect(page.getByLabel('Statistics')).toContainText('draws', { timeout: 30_000 });
}

export async function add(page: Page, kind: EntityKind): Promise<void> {
	await page.getByRole('button', { name: 'Add', exact: true }).first().click();
	await page.getByRole('menuitem', { name: kind, exact: true }).click();
}

export async function select(page: Page, name: string): Promise<void> {
	await entity(page, name).click();
	await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(name);
}

/** Types into a field of the inspector and commits it. */
export async function setField(page: Page, label: string, value: string): Promise<void> {
	await field(page, label).fill(value);
	await field(page, label).press('Enter');
}

export async function position(page: Page): Promise<string[]> {
	const fields = ['Position X', 'Position Y', 'Position Z'].map((label) => field(page, label).inputValue());
	return await Promise.all(fields);
}

/** Opens the share dialog, makes a link, closes the dialog; resolves to the link. */
export async function share(page: Page, role: 'Editor' | 'Viewer', name?: string): Promise<string> {
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('tab', { name: 'Links' }).click();
	if (name !== undefined) await dialog.getByLabel('Your name').fill(name);
	await dialog.getByRole('radio', { name: role }).click();
	await dialog.getByRole('button', { name: 'Create link' }).click();
	const link = dialog.getByRole('textbox', { name: `Link for ${role.toLowerCase()}s` }).last();
	await expect(link).toHaveValue(/\/join\//);
	const url = await link.inputValue();
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
	return url;
}

/** Opens a link somebody shared, as a person without a name yet. */
export async function join(page: Page, link: string, name = ''): Promise<void> {
	await page.goto(link);
	await page.getByLabel('Your name').fill(name);
	await page.getByRole('button', { name: 'Join', exact: true }).click();
	await page.waitForURL(/\/studio\//);
	await studioReady(page);
}

/** The tree as names indented by their depth; the scene must fit the panel. */
export async function readTree(page: Page): Promise<string[]> {
	return await tree(page)
		.getByRole('treeitem')
		.evaluateAll((rows) => rows.map((row) => '  '.repeat(Number(row.ariaLevel) - 1) + row.ariaLabel));
}

export async function expectTree(page: Page, names: readonly string[]): Promise<void> {
	await expect.poll(() => readTree(page)).toEqual(names);
}

/** Drags a row of the tree onto the middle of another. */
export async function dragRow(page: Page, name: string, onto: string): Promise<void> {
	await entity(page, name).dragTo(entity(page, onto), { steps: 4 });
}

/** Chooses from the menu of the project: a scene or page to go to, or something to do. */
export async function chooseInProject(page: Page, item: string, project = 'Untitled project'): Promise<void> {
	await page.getByRole('button', { name: new RegExp(`^${project}`) }).click();
	await page.getByRole('menu', { name: 'Project menu' }).getByText(item, { exact: true }).click();
}

/** The bytes of a file the page offered for download. */
export async function readDownload(download: Download): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

type FileToChoose = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** Imports files by the button: paths of real ones, or one made on the spot. */
export async function importFiles(page: Page, files: string | FileToChoose | FileToChoose[]): Promise<void> {
	const choosing = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Import', exact: true }).first().click();
	await (await choosing).setFiles(files);
}

/** Reads the project out of its menu as a file, as people do. */
export async function exportProject(page: Page): Promise<Buffer> {
	return exportByMenu(page, 'Export project…');
}

/** Chooses to export something, and agrees to what is asked. */
export async function exportByMenu(page: Page, item: 'Export project…' | 'Export scene…'): Promise<Buffer> {
	await chooseInProject(page, item);
	const downloading = page.waitForEvent('download');
	await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
	return await readDownload(await downloading);
}

/** Brings a `.rastudio` file in at Home. */
export async function importProject(page: Page, name: string, bytes: Uint8Array): Promise<void> {
	const buffer = Buffer.from(bytes);
	await importFiles(page, { name, mimeType: 'application/octet-stream', buffer });
}

/** The messages that stay until they are dismissed. */
export const errors = (page: Page): Locator =>
	page.getByRole('region', { name: 'Notifications' }).getByRole('alert');

/** Runs a command by its words in the palette. */
export async function runCommand(page: Page, words: string): Promise<void> {
	await page.keyboard.press('ControlOrMeta+k');
	await page.getByRole('combobox', { name: 'Search commands' }).fill(words);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('combobox', { name: 'Search commands' })).toBeHidden();
}
