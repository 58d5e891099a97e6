import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { gltfTriangle } from '../helpers/made-files.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	chooseInProject,
	entity,
	expectTree,
	field,
	importFiles,
	newProject,
	readDownload,
	saveState,
	share,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const MOST_TABS = 120;
const MOST_ITEMS = 30;

for (const colorScheme of ['dark', 'light'] as const) {
	test(`[9] axe finds nothing at home: ${colorScheme}`, async ({ person }) => {
		const { page } = await person({ colorScheme, flags: WITHOUT_PICTURE });
		await page.goto('/');
		await expect(page.getByRole('heading', { name: 'Start from a scene' })).toBeVisible();
		await expectTheme(page, colorScheme);
		await expectAccessible(page, 'an empty home');
		await page.getByRole('button', { name: 'Theme' }).click();
		await expectAccessible(page, 'the theme menu');
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'Add your name' }).click();
		await expectAccessible(page, 'the question for a name');
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'Shared with me' }).click();
		await expectAccessible(page, 'nothing shared');

		await page.getByRole('button', { name: 'Projects' }).click();
		await page.getByRole('button', { name: /^Gallery/ }).click();
		await page.waitForURL(/\/studio\//);
		await page.getByRole('link', { name: 'All projects' }).click();
		await expect(page.getByRole('article')).toHaveCount(1);
		await expectAccessible(page, 'home with a project');
		await page.getByRole('button', { name: 'More about Gallery' }).click();
		await expectAccessible(page, "a project's menu");
		await page.getByRole('menuitem', { name: 'Rename' }).click();
		await expectAccessible(page, 'renaming');
		await page.keyboard.press('Escape');
		await page.getByRole('link', { name: 'Gallery' }).press('Delete');
		await expect(page.getByText('“Gallery” was deleted.')).toBeVisible();
		await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeFocused();
		await expectAccessible(page, 'with a message');
		await page.getByRole('button', { name: 'Undo' }).click();
		await page.getByRole('textbox', { name: 'Search projects' }).fill('zebra');
		await expectAccessible(page, 'a search without result');
	});

	test(`[9] axe finds nothing in the studio: ${colorScheme}`, async ({ person }) => {
		const { page } = await person({ colorScheme });
		await newProject(page);
		await viewportReady(page);
		await expectTheme(page, colorScheme);
		await expectAccessible(page, 'an empty scene');
		await page.getByRole('button', { name: 'Add', exact: true }).click();
		await expectAccessible(page, 'the add menu');
		await page.keyboard.press('Escape');
		await add(page, 'Box');
		await importFiles(page, { name: 'wedge.gltf', mimeType: '', buffer: gltfTriangle() });
		await entity(page, 'wedge').press('Alt+ArrowRight');
		await expectTree(page, ['Box', '  wedge']);
		await expectAccessible(page, 'a selection');
		await importFiles(page, { name: 'bad.glb', mimeType: '', buffer: Buffer.from('no') });
		await expect(page.getByRole('alert')).toBeVisible();
		await expectAccessible(page, 'an error');
		await page.getByRole('button', { name: 'Dismiss' }).click();
		await page.getByRole('button', { name: 'Untitled project' }).click();
		await expectAccessible(page, 'the project menu');
		await page.keyboard.press('Escape');
		await page.keyboard.press('?');
		await expect(page.getByRole('dialog')).toBeVisible();
		await expectAccessible(page, 'the shortcuts');
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'Share', exact: true }).click();
		await expectAccessible(page, 'sharing, before the first time');
		await page.getByRole('button', { name: 'Create link' }).click();
		await expect(page.getByRole('button', { name: 'Revoke' })).toBeVisible();
		await expectAccessible(page, 'sharing, with a link');
		await page.getByRole('button', { name: 'Revoke' }).click();
		await expectAccessible(page, 'a question before revoking');
		await page.getByRole('button', { name: 'Cancel' }).click();
		await page.getByRole('button', { name: 'Done' }).click();
		await chooseInProject(page, 'New page');
		await page.getByRole('textbox', { name: 'Text of the page' }).click();
		await page.keyboard.type('# Once\nupon a time');
		await expectAccessible(page, 'a page');
	});

	test(`[9] axe finds nothing on a phone: ${colorScheme}`, async ({ person }) => {
		const { page } = await person({ ...PHONE, colorScheme, flags: WITHOUT_PICTURE });
		await page.goto('/');
		await expect(page.getByRole('heading', { name: 'Start from a scene' })).toBeVisible();
		await expectTheme(page, colorScheme);
		await expectAccessible(page, 'home');
		await page.getByRole('button', { name: /^Stairway/ }).tap();
		await page.waitForURL(/\/studio\//);
		await expect(viewport(page)).toHaveAttribute('aria-busy', 'false');
		await expectAccessible(page, 'the studio');
		for (const tab of ['Tree', 'Inspect', 'Add', 'Assets', 'People']) {
			await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: tab }).tap();
			await expectAccessible(page, `the sheet ${tab}`);
		}
		await page.getByRole('button', { name: 'Share', exact: true }).tap();
		await expectAccessible(page, 'sharing');
		await page.getByRole('button', { name: 'Done' }).tap();
		await page.getByRole('button', { name: /^Stairway/ }).tap();
		await page.getByRole('menuitem', { name: 'New page' }).tap();
		await expect(page.getByRole('textbox', { name: 'Text of the page' })).toBeVisible();
		await expectAccessible(page, 'a page');
	});

	test(`[9] axe finds nothing on the ways in: ${colorScheme}`, async ({ person }) => {
		const { page: ada } = await person({ colorScheme, flags: WITHOUT_PICTURE });
		await newProject(ada);
		const link = await share(ada, 'Viewer');
		for (const size of [{}, PHONE]) {
			await expectWaysInAccessible(await person({ ...size, colorScheme, flags: WITHOUT_PICTURE }), link);
		}
	});
}

test('[9] the whole journey by keyboard alone', async ({ person }) => {
	const ada = await person({ name: 'Ada', colorScheme: 'dark', viewport: { width: 1000, height: 700 } });
	const { page, context } = ada;
	const { keyboard } = page;
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.goto('/');
	await tabTo(page, page.getByRole('button', { name: 'New project' }));
	await keyboard.press('Enter');
	await page.waitForURL(/\/studio\//);

	await test.step('add', async () => {
		for (const kind of ['Box', 'Sphere']) {
			await tabTo(page, page.getByRole('button', { name: 'Add', exact: true }));
			await keyboard.press('Enter');
			await chooseByKey(page, page.getByRole('menuitem', { name: kind, exact: true }));
			await expect(entity(page, kind)).toBeVisible();
		}
	});
	await test.step('move by the inspector and by the arrow keys', async () => {
		await tabTo(page, field(page, 'Position X'));
		await keyboard.press('ControlOrMeta+a');
		await keyboard.type('2');
		await keyboard.press('Enter');
		await expect(field(page, 'Position X')).toHaveValue('2.00');
		await viewportReady(page);
		await tabTo(page, viewport(page));
		await keyboard.press('ArrowRight');
		await expect(field(page, 'Position X')).not.toHaveValue('2.00');
	});
	await test.step('reparent, rename, duplicate, delete, undo, redo', async () => {
		await tabTo(page, entity(page, 'Sphere'));
		await keyboard.press('Alt+ArrowRight');
		await expectTree(page, ['Box', '  Sphere']);
		await keyboard.press('F2');
		await keyboard.press('ControlOrMeta+a');
		await keyboard.type('Ball');
		await keyboard.press('Enter');
		await expectTree(page, ['Box', '  Ball']);
		await keyboard.press('ControlOrMeta+d');
		await expectTree(page, ['Box', '  Ball', '  Ball 2']);
		await keyboard.press('Delete');
		await expectTree(page, ['Box', '  Ball']);
		await keyboard.press('ControlOrMeta+z');
		await expectTree(page, ['Box', '  Ball', '  Ball 2']);
		await keyboard.press('ControlOrMeta+Shift+z');
		await expectTree(page, ['Box', '  Ball']);
	});
	await test.step('import', async () => {
		const choosing = page.waitForEvent('filechooser');
		await tabTo(page, page.getByRole('button', { name: 'Import', exact: true }));
		await keyboard.press('Enter');
		await (await choosing).setFiles({ name: 'wedge.gltf', mimeType: '', buffer: gltfTriangle() });
		await expectTree(page, ['Box', '  Ball', 'wedge']);
	});
	await test.step('share and copy the link', async () => {
		await tabTo(page, page.getByRole('button', { name: 'Share', exact: true }));
		await keyboard.press('Enter');
		await tabTo(page, page.getByRole('radio', { name: 'Editor' }));
		await keyboard.press('ArrowDown');
		await tabTo(page, page.getByRole('button', { name: 'Create link' }));
		await keyboard.press('Enter');
		const link = page.getByRole('textbox', { name: 'Link for viewers' });
		await expect(link).toHaveValue(/\/join\//);
		await tabTo(page, page.getByRole('button', { name: 'Copy' }));
		await keyboard.press('Enter');
		await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await link.inputValue());
		await keyboard.press('Escape');
		await expect(page.getByRole('dialog')).toBeHidden();
		await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused();
	});
	await test.step('switch the theme', async () => {
		await tabTo(page, page.getByRole('button', { name: 'More', exact: true }));
		await keyboard.press('Enter');
		await chooseByKey(page, page.getByRole('menuitemcheckbox', { name: 'Light' }));
		await expectTheme(page, 'light');
	});
	await test.step('write a page', async () => {
		await tabTo(page, page.getByRole('button', { name: 'Untitled project' }));
		await keyboard.press('Enter');
		await chooseByKey(page, page.getByRole('menuitem', { name: 'New page' }));
		await tabTo(page, page.getByRole('textbox', { name: 'Text of the page' }));
		await keyboard.type('By keys alone.');
		await expect(page.getByText('By keys alone.')).toBeVisible();
		// Tab belongs to the page's readers: it leads on, not into a trap.
		await tabTo(page, page.getByRole('button', { name: /^Untitled project/ }));
	});
	await test.step('export, and go home', async () => {
		await expect(saveState(page)).toHaveText('Saved here and on the server');
		const downloading = page.waitForEvent('download');
		await keyboard.press('Enter');
		await chooseByKey(page, page.getByRole('menuitem', { name: 'Export project' }));
		expect((await readDownload(await downloading)).subarray(0, 2).toString()).toBe('PK');
		await tabTo(page, page.getByRole('link', { name: 'All projects' }));
		await keyboard.press('Enter');
		await tabTo(page, page.getByRole('link', { name: 'Untitled project' }));
	});
});

async function expectWaysInAccessible({ page }: { page: Page }, link: string): Promise<void> {
	await page.goto(link);
	await expect(page.getByLabel('Your name')).toBeVisible();
	await expectAccessible(page, 'joining');
	await page.getByRole('button', { name: 'Join as Guest' }).click();
	await page.waitForURL(/\/studio\//);
	await expect(viewport(page)).toHaveAttribute('aria-busy', 'false');
	await expectAccessible(page, 'a viewer in the studio');
	for (const path of [`/join/${'A'.repeat(22)}#nothing`, `/studio/${'A'.repeat(22)}`, '/no/such/page']) {
		await page.goto(path);
		await expect(page.getByRole('link', { name: 'Go to your projects' })).toBeVisible();
		await expectAccessible(page, path);
	}
}

/** Fails with every finding on the page as it is now, by rule and place; the test goes on to the next screen. */
async function expectAccessible(page: Page, what: string): Promise<void> {
	// Colours on their way from one state to the next are no colours to judge.
	await page.evaluate(async () => {
		const passing = document
			.getAnimations()
			.filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
		await Promise.allSettled(passing.map((one) => one.finished));
	});
	const { violations } = await new AxeBuilder({ page }).analyze();
	const findings = violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
	);
	expect.soft(findings, what).toEqual([]);
}

async function expectTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
	await expect(page.locator('html')).toHaveCSS('color-scheme', theme);
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	for (let tabs = 0; tabs < MOST_TABS; tabs++) {
		if (await isFocused(target)) return;
		await page.keyboard.press('Tab');
	}
	await expect(target, `after ${MOST_TABS} times Tab`).toBeFocused();
}

/** Goes down an open menu to the item and chooses it. */
async function chooseByKey(page: Page, item: Locator): Promise<void> {
	await expect(item).toBeVisible();
	for (let steps = 0; steps < MOST_ITEMS && !(await isFocused(item)); steps++) {
		await page.keyboard.press('ArrowDown');
	}
	await expect(item).toBeFocused();
	await page.keyboard.press('Enter');
}

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);
