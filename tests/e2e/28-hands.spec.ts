import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	expectTree,
	newProject,
	position,
	select,
	setField,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';

const notices = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const locked = (page: Page) => page.getByRole('switch', { name: 'Locked' });

test('[E90][E91][E92] what is locked says so, and is neither moved by key nor deleted until it is unlocked', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE });
	await newProject(page);
	for (const kind of ['Box', 'Sphere'] as const) await add(page, kind);
	await select(page, 'Box');
	const before = await position(page);
	await viewport(page).press('l');
	await expect(locked(page)).toBeChecked();
	await expect(entity(page, 'Box')).toHaveAccessibleDescription(/Locked/);
	await expect(page.getByText('Locked: it cannot be picked')).toBeVisible();

	await viewport(page).press('ArrowRight');
	await expect(notices(page)).toContainText('“Box” is locked');
	await viewport(page).press('Delete');
	await expectTree(page, ['Box', 'Sphere']);
	expect(await position(page)).toEqual(before);

	await viewport(page).press('ControlOrMeta+a');
	await expect(entity(page, 'Box')).toHaveAttribute('aria-selected', 'false');
	await expect(entity(page, 'Sphere')).toHaveAttribute('aria-selected', 'true');
	await select(page, 'Box');
	await page.getByRole('button', { name: 'Unlock', exact: true }).click();
	await expect(locked(page)).not.toBeChecked();
	await viewport(page).press('Delete');
	await expectTree(page, ['Sphere']);
	await viewport(page).press('ControlOrMeta+z');
	await viewport(page).press('ControlOrMeta+z');
	await select(page, 'Box');
	await expect(locked(page)).toBeChecked();
});

test('[E94][E95] things are dropped onto what is below, and looked at alone', async ({ person }) => {
	const { page } = await person({ viewport: { width: 1100, height: 700 } });
	await newProject(page);
	await add(page, 'Box');
	await viewportReady(page);
	await select(page, 'Box');
	await setField(page, 'Position Y', '7');
	await viewport(page).press('End');
	await expect.poll(() => position(page)).toEqual(['0.00', '0.50', '0.00']);

	await viewport(page).press('/');
	await expect(page.getByText('Only “Box” is shown')).toBeVisible();
	await viewport(page).press('Escape');
	await expect(page.getByText('Only “Box” is shown')).toBeHidden();
	await expect(entity(page, 'Box')).toHaveAttribute('aria-selected', 'true');
	await viewport(page).press('ControlOrMeta+z');
	await expect.poll(async () => (await position(page))[1]).toBe('7.00');
});
