import { findings, tabTo } from '../helpers/access-steps.ts';
import { expect, LONG, test } from '../helpers/fixtures.ts';
import {
	entity,
	expectTree,
	field,
	newProject,
	saveState,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';

const SCREENS = [
	{ name: 'desktop', tag: LONG, options: {} },
	{
		name: 'phone',
		tag: {},
		options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
	},
] as const;

for (const { name, tag, options } of SCREENS) {
	test(`[9] axe finds nothing on home and studio: ${name}`, tag, async ({ person }) => {
		const { page } = await person(options);
		await page.goto('/');
		await expect(page.getByRole('heading', { name: 'Start from a scene' })).toBeVisible();
		expect.soft(await findings(page), 'an empty home').toEqual([]);
		await page.getByRole('button', { name: /^Stairway/ }).click();
		await page.waitForURL(/\/studio\//);
		await expect(viewport(page)).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });
		expect.soft(await findings(page), 'the studio').toEqual([]);
		if ('isMobile' in options) {
			for (const tab of ['Tree', 'Inspect', 'Add', 'Assets', 'People']) {
				await page
					.getByRole('tab', { name: tab })
					.or(page.getByRole('button', { name: tab, exact: true }))
					.first()
					.click();
				expect.soft(await findings(page), `the sheet ${tab}`).toEqual([]);
			}
		} else {
			await entity(page, 'Start').click();
			expect.soft(await findings(page), 'with a selection').toEqual([]);
			await page.getByRole('button', { name: 'Share', exact: true }).click();
			expect.soft(await findings(page), 'the share dialog').toEqual([]);
			await page.keyboard.press('Escape');
		}
		await page.goto('/');
		await expect(page.getByRole('article')).toHaveCount(1);
		expect.soft(await findings(page), 'home with a project').toEqual([]);
		await page.goto('/studio/AAAAAAAAAAAAAAAAAAAAAA');
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		expect.soft(await findings(page), 'an unknown project').toEqual([]);
	});
}

test('[9] the whole journey by keyboard alone', async ({ person }) => {
	const { page } = await person();
	const { keyboard } = page;
	await page.goto('/');
	await tabTo(page, page.getByRole('button', { name: /^Empty scene/ }));
	await keyboard.press('Enter');
	await page.waitForURL(/\/studio\//);

	const addButton = page.getByRole('button', { name: 'Add', exact: true }).first();
	await expect(addButton).toBeVisible();
	for (const kind of ['Box', 'Sphere']) {
		await addButton.focus();
		await keyboard.press('Enter');
		// One letter: a second one may come late on a busy machine, and begins anew then.
		await keyboard.press(kind.slice(0, 1));
		await expect(page.getByRole('menuitem', { name: kind, exact: true })).toBeFocused();
		await keyboard.press('Enter');
		await expect(entity(page, kind)).toBeVisible();
	}

	await field(page, 'Position X').focus();
	await keyboard.press('ControlOrMeta+a');
	await keyboard.type('2');
	await keyboard.press('Enter');
	await expect(field(page, 'Position X')).toHaveValue('2.00');
	await viewportReady(page);
	await viewport(page).focus();
	await keyboard.press('ArrowRight');
	await expect(field(page, 'Position X')).not.toHaveValue('2.00');

	// Reparent, rename, duplicate, delete, undo and redo in the tree.
	await entity(page, 'Sphere').focus();
	await keyboard.press('Alt+ArrowRight');
	await expect(entity(page, 'Sphere')).toHaveAttribute('aria-level', '2');
	await keyboard.press('F2');
	await expect(page.locator('input:focus')).toBeVisible();
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
	await expect(saveState(page)).toHaveText('Saved on this device');

	await page.getByRole('button', { name: 'Share', exact: true }).focus();
	await keyboard.press('Enter');
	const dialog = page.getByRole('dialog');
	await tabTo(page, dialog.getByRole('button', { name: 'Create link' }));
	await keyboard.press('Enter');
	await expect(dialog.getByRole('textbox', { name: 'Link for editors' })).toHaveValue(/\/join\//);
	await keyboard.press('Escape');
	await expect(dialog).toBeHidden();

	await page.getByRole('button', { name: /^Untitled project/ }).focus();
	await keyboard.press('Enter');
	const newPage = page.getByRole('menuitem', { name: 'New page' });
	for (let i = 0; i < 20 && !(await newPage.evaluate((item) => item === document.activeElement)); i++) {
		await keyboard.press('ArrowDown');
	}
	await keyboard.press('Enter');
	await page.getByRole('textbox', { name: 'Text of the page' }).focus();
	await keyboard.type('By keys alone.');
	await expect(page.getByRole('textbox', { name: 'Text of the page' })).toContainText('By keys alone.');
	await page.getByRole('link', { name: 'All projects' }).focus();
	await keyboard.press('Enter');
	await expect(page.getByRole('link', { name: 'Untitled project' })).toBeVisible();
});

test('[9] on a phone the sheets, the tools and a page are within reach of a thumb', async ({ person }) => {
	const { page } = await person({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
	await newProject(page).catch(() => undefined);
	await page.waitForURL(/\/studio\//);
	await page.getByText('Add', { exact: true }).tap();
	await page
		.getByRole('button', { name: 'Box', exact: true })
		.or(page.getByRole('menuitem', { name: 'Box' }))
		.first()
		.tap();
	await page.getByText('Inspect', { exact: true }).tap();
	await expect(field(page, 'Position X')).toBeVisible();
	await page.getByText('Tree', { exact: true }).tap();
	await expect(entity(page, 'Box')).toBeVisible();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
