import type { Page } from '@playwright/test';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import {
	add,
	dragRow,
	entity,
	expectTree,
	field,
	join,
	newProject,
	readTree,
	saveState,
	select,
	setField,
	share,
	tree,
} from '../helpers/studio-steps.ts';

const SAVED = 'Saved here and on the server';

// Two browsers draw in software here, on as few as two cores.
test.slow();

test('[3] an edit of one is seen by the other within a second, and so are they themselves', async ({
	person,
}) => {
	const ana = await person({ name: 'Ana' });
	await newProject(ana.page);
	await add(ana.page, 'Box');
	const link = await share(ana.page, 'Editor');
	const jo = await person({ name: 'Jo' });
	await join(jo.page, link, 'Jo');
	await expect(entity(jo.page, 'Box')).toBeVisible();

	await select(jo.page, 'Box');
	await setField(ana.page, 'Position X', '4');
	// The promise itself: the one place where a test looks at the clock.
	await expect(field(jo.page, 'Position X')).toHaveValue('4.00', { timeout: 1_000 });

	await expect(ana.page.getByRole('group', { name: 'People here' })).toContainText('JO');
	await expect(entity(ana.page, 'Box').getByRole('img', { name: 'Jo selected this' })).toBeVisible();
	await expect(saveState(ana.page)).toHaveText(SAVED);
	await expect(saveState(jo.page)).toHaveText(SAVED);

	await jo.dispose();
	await expect(ana.page.getByRole('group', { name: 'People here' })).toBeHidden();
});

test('[3] two people edit apart and come back together: equal, nothing lost, no dialog', async ({
	person,
}) => {
	const ana = await person({ name: 'Ana' });
	await newProject(ana.page);
	for (const kind of ['Box', 'Sphere', 'Cylinder', 'Plane', 'Text'] as const) await add(ana.page, kind);
	const link = await share(ana.page, 'Editor');
	const jo = await person({ name: 'Jo' });
	await join(jo.page, link, 'Jo');
	await expectTree(jo.page, ['Box', 'Sphere', 'Cylinder', 'Plane', 'Text']);
	await expect(saveState(ana.page)).toHaveText(SAVED);

	for (const someone of [ana, jo]) {
		someone.allow(...SERVER_AWAY);
		await someone.setOffline(true);
	}
	// The same entity to two parents; one deletes what the other edits; both add.
	await dragRow(ana.page, 'Text', 'Box');
	await select(ana.page, 'Cylinder');
	await ana.page.getByRole('button', { name: 'Delete', exact: true }).click();
	await add(ana.page, 'Camera');
	await dragRow(jo.page, 'Text', 'Sphere');
	await select(jo.page, 'Cylinder');
	await setField(jo.page, 'Position X', '7');
	await add(jo.page, 'Point light');
	await select(jo.page, 'Plane');
	await setField(jo.page, 'Position Z', '-3');
	for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText(/changes? waiting/);

	for (const someone of [ana, jo]) await someone.setOffline(false);
	for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText(SAVED, { timeout: 30_000 });
	await expect.poll(() => equal(ana.page, jo.page)).toBe(true);
	const together = await readTree(ana.page);
	const names = together.map((row) => row.trim());
	expect(names.toSorted()).toEqual(['Box', 'Camera', 'Plane', 'Point light', 'Sphere', 'Text']);
	expect(together).toContain('  Text');
	for (const { page } of [ana, jo]) {
		await select(page, 'Plane');
		await expect(field(page, 'Position Z')).toHaveValue('-3.00');
		await expect(page.getByRole('dialog')).toHaveCount(0);
	}

	// What was deleted comes back with what the other did to it meanwhile.
	await tree(ana.page).focus();
	for (let i = 0; i < 2; i++) await ana.page.getByRole('button', { name: 'Undo', exact: true }).click();
	await expect(entity(jo.page, 'Cylinder')).toBeVisible();
	await select(ana.page, 'Cylinder');
	await expect(field(ana.page, 'Position X')).toHaveValue('7.00');
});

async function equal(a: Page, b: Page): Promise<boolean> {
	return JSON.stringify(await readTree(a)) === JSON.stringify(await readTree(b));
}
