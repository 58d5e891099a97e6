import type { Page } from '@playwright/test';
import { expect, SERVER_AWAY, test, type Fixtures } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE, type PersonOptions } from '../helpers/person.ts';
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
	viewport,
	viewportReady,
	type EntityKind,
} from '../helpers/studio-steps.ts';
import { difference, settled } from '../helpers/viewport-steps.ts';

const SAVED = 'Saved here and on the server';

/** Ana shares a project with some things in it, and Jo joins by the link. */
async function shareBetweenTwo(
	open: Fixtures['person'],
	kinds: readonly EntityKind[],
	options: PersonOptions = { flags: WITHOUT_PICTURE },
) {
	const ana = await open({ name: 'Ana', ...options });
	await newProject(ana.page);
	for (const kind of kinds) await add(ana.page, kind);
	const link = await share(ana.page, 'Editor');
	const jo = await open({ name: 'Jo', ...options });
	await join(jo.page, link, 'Jo');
	await expectTree(jo.page, kinds);
	for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText(SAVED);
	return { ana, jo, link };
}

test('[3] an edit of one is seen by the other within a second, and so are they themselves', async ({
	person,
}) => {
	const { ana, jo } = await shareBetweenTwo(person, ['Box']);
	for (const { page } of [ana, jo]) await select(page, 'Box');
	// The promise itself: the one place where a test looks at the clock.
	const soon = { timeout: 1_000 };
	await setField(ana.page, 'Position X', '4');
	await expect(field(jo.page, 'Position X')).toHaveValue('4.00', soon);
	await setField(jo.page, 'Rotation Y', '30');
	await expect(field(ana.page, 'Rotation Y')).toHaveValue('30°', soon);

	const people = ana.page.getByRole('group', { name: 'People here' });
	await expect(people.getByRole('button')).toHaveCount(1);
	await expect(people.getByRole('img', { name: /^Jo looks at/ })).toBeVisible();
	const mark = entity(ana.page, 'Box').getByRole('img', { name: 'Jo selected this' });
	await expect(mark).toBeVisible();
	await entity(jo.page, 'Box').press('Escape');
	await expect(mark).toBeHidden();
	for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText(SAVED);

	await jo.dispose();
	await expect(people).toBeHidden();
});

test('[3] where the other looks from is drawn, with their name', async ({ person }) => {
	test.slow();
	const small = { reducedMotion: 'reduce', viewport: { width: 960, height: 640 } } as const;
	const { ana, jo } = await shareBetweenTwo(person, ['Box'], small);
	for (const { page } of [ana, jo]) {
		await viewportReady(page);
		await viewport(page).press('f');
	}
	const box = await viewport(jo.page).boundingBox();
	if (!box) throw new Error('Jo has no viewport');
	const middle = box.x + box.width / 2;
	const tag = viewport(ana.page).getByText('Jo', { exact: true });
	// Now both look from one place, where Ana would have to see her own eye: Jo steps nearer.
	await jo.page.mouse.move(middle, box.y + box.height / 2);
	await jo.page.mouse.wheel(0, -300);
	await expect(tag).toBeVisible();
	const before = await tag.boundingBox();
	await jo.page.mouse.move(middle, box.y + 60);
	await jo.page.mouse.down({ button: 'right' });
	await jo.page.mouse.move(middle - 60, box.y + 60, { steps: 4 });
	await jo.page.mouse.up({ button: 'right' });
	await expect.poll(() => tag.boundingBox()).not.toEqual(before);

	const together = await settled(ana.page);
	await jo.dispose();
	await expect(tag).toHaveCount(0);
	expect(await difference(ana.page, together, await settled(ana.page))).toBeGreaterThan(0.001);
});

test('[3] two people edit apart and come back together: equal, nothing lost, no dialog', async ({
	person,
}) => {
	const { ana, jo } = await shareBetweenTwo(person, ['Box', 'Sphere', 'Cylinder', 'Plane', 'Text']);
	for (const someone of [ana, jo]) {
		someone.allow(...SERVER_AWAY);
		await someone.whenOfflineReady();
		await someone.setOffline(true);
	}
	// The same entity to two parents; one deletes what the other edits; each changes another thing of one entity; both add.
	await dragRow(ana.page, 'Text', 'Box');
	await expect(saveState(ana.page)).toHaveText('1 change waiting');
	await select(ana.page, 'Cylinder');
	await ana.page.getByRole('button', { name: 'Delete', exact: true }).click();
	await select(ana.page, 'Plane');
	await setField(ana.page, 'Position X', '5');
	await add(ana.page, 'Camera');
	await dragRow(jo.page, 'Text', 'Sphere');
	await select(jo.page, 'Cylinder');
	await setField(jo.page, 'Position X', '7');
	await add(jo.page, 'Point light');
	await select(jo.page, 'Plane');
	await setField(jo.page, 'Rotation Y', '45');
	for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText('4 changes waiting');

	for (const someone of [ana, jo]) await someone.setOffline(false);
	for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText(SAVED, { timeout: 30_000 });
	await expect.poll(() => equal(ana.page, jo.page)).toBe(true);
	const together = await readTree(ana.page);
	const names = together.map((row) => row.trim());
	expect(names.toSorted()).toEqual(['Box', 'Camera', 'Plane', 'Point light', 'Sphere', 'Text']);
	expect(together).toContain('  Text');
	for (const { page } of [ana, jo]) {
		await select(page, 'Plane');
		await expect(field(page, 'Position X')).toHaveValue('5.00');
		await expect(field(page, 'Rotation Y')).toHaveValue('45°');
		await expect(page.getByRole('dialog')).toHaveCount(0);
	}

	// What was deleted comes back with what the other did to it meanwhile.
	const undo = ana.page.getByRole('button', { name: 'Undo', exact: true });
	for (let i = 0; i < 3; i++) await undo.click();
	await select(jo.page, 'Cylinder');
	await expect(field(jo.page, 'Position X')).toHaveValue('7.00');
	await expect(saveState(ana.page)).toHaveText(SAVED);

	await jo.page.reload();
	await expectTree(jo.page, await readTree(ana.page));
});

async function equal(a: Page, b: Page): Promise<boolean> {
	return JSON.stringify(await readTree(a)) === JSON.stringify(await readTree(b));
}
