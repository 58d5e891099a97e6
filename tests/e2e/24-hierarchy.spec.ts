import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { add, entity, expectTree, newProject, select, tree, viewport } from '../helpers/studio-steps.ts';

test('[E40][E41][E42][E44][E45][E46] things are grouped by key, found by their values, and all is undone', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	for (const kind of ['Box', 'Sphere', 'Point light'] as const) await add(page, kind);
	await expectTree(page, ['Box', 'Sphere', 'Point light']);

	await select(page, 'Box');
	await entity(page, 'Point light').click({ modifiers: ['ControlOrMeta'] });
	await page.keyboard.press('ControlOrMeta+g');
	await expectTree(page, ['Group', '  Box', '  Point light', 'Sphere']);
	await expect(entity(page, 'Group')).toHaveAttribute('aria-selected', 'true');

	const search = page.getByRole('textbox', { name: 'Search', exact: true });
	await search.fill('light intensity>2');
	await expectTree(page, ['Group', '  Point light']);
	await search.fill('mesh shape=sphere');
	await expectTree(page, ['Sphere']);
	await search.fill('mesh gloss>2');
	await expect(search).toHaveAccessibleDescription(/There is no field “gloss”/);
	await expect(search).toHaveAttribute('aria-invalid', 'true');
	await expectTree(page, ['Group', '  Box', 'Sphere']);
	await search.press('Escape');
	await expect(search).not.toHaveAttribute('aria-invalid');

	await select(page, 'Sphere');
	await page.keyboard.press('ControlOrMeta+Shift+g');
	await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('“Sphere” is no group');
	await select(page, 'Group');
	await page.keyboard.press('ControlOrMeta+Shift+g');
	await expectTree(page, ['Box', 'Point light', 'Sphere']);
	await expect(tree(page).getByRole('treeitem', { selected: true })).toHaveCount(2);
	await page.keyboard.press('ControlOrMeta+z');
	await expectTree(page, ['Group', '  Box', '  Point light', 'Sphere']);
	await page.keyboard.press('ControlOrMeta+z');
	await expectTree(page, ['Box', 'Sphere', 'Point light']);
});

test('[E47] what is selected is brought into sight, and nothing else moves the tree', async ({ person }) => {
	const { page } = await person({ flags: WITHOUT_PICTURE, viewport: { width: 1280, height: 420 } });
	await newProject(page);
	await add(page, 'Box');
	for (let times = 0; times < 4; times++) {
		await viewport(page).press('ControlOrMeta+a');
		await viewport(page).press('ControlOrMeta+d');
	}
	const [first, last] = [entity(page, 'Box'), entity(page, 'Box 16')];
	const search = page.getByRole('textbox', { name: 'Search', exact: true });
	await search.fill('name="box 16"');
	await select(page, 'Box 16');
	await search.fill('');
	await expect(last).toBeInViewport();
	await expect(first).not.toBeInViewport();

	await tree(page).evaluate((rows) => rows.scrollTo({ top: 0, behavior: 'instant' }));
	await expect(first).toBeInViewport();
	await viewport(page).press('h');
	await expect(page.getByRole('switch', { name: 'Visible' })).not.toBeChecked();
	await expect(first).toBeInViewport();
	await expect(last).not.toBeInViewport();
});
