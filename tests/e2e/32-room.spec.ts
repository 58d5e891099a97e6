import type { Locator, Page } from '@playwright/test';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { projectContent } from '../helpers/project-content.ts';
import { roomFiles, ROOM_NAMES } from '../helpers/room-models.ts';
import {
	add,
	dragRow,
	entity,
	expectTree,
	exportProject,
	field,
	importFiles,
	join,
	newProject,
	position,
	readTree,
	runCommand,
	saveState,
	select,
	setField,
	share,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';
import { difference, settled } from '../helpers/viewport-steps.ts';

const SMALL = { reducedMotion: 'reduce', viewport: { width: 960, height: 540 } } as const;
const SAVED = 'Saved here and on the server';
const dialog = (page: Page): Locator => page.getByRole('dialog');
const content = async (page: Page) => projectContent(await exportProject(page));

test('[32] a small room is built of ten models, all of it undone and redone: equal', async ({ person }) => {
	const { page } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	await newProject(page);
	const empty = await content(page);
	await importFiles(page, roomFiles());
	await expectTree(page, ROOM_NAMES);
	await test.step('place with snapping', () => placeWithSnapping(page));
	await test.step('a prefab, otherwise in one place', () => lightLamps(page));
	await test.step('sun and sky', () => letThereBeSky(page));
	await test.step('one thing out of the past', () => bringBackTheClock(page));

	const built = await content(page);
	const tree = await readTree(page);
	const steps = await test.step('undo everything', () => goThrough(page, 'Undo'));
	expect(steps).toBeGreaterThan(15);
	await expectTree(page, []);
	// What was imported stays listed: nothing but the scene was edited.
	expect({ ...(await content(page)), assets: [] }).toEqual(empty);
	await test.step('redo everything', () => goThrough(page, 'Redo'));
	await expectTree(page, tree);
	expect(await content(page)).toEqual(built);
});

async function placeWithSnapping(page: Page): Promise<void> {
	await place(page, 'wall', { X: 0, Z: -3 });
	await place(page, 'table', { X: 0, Z: -1 });
	await viewport(page).press('s');

	await test.step('by key, in steps', async () => {
		await place(page, 'chair', { X: 1.5 });
		await viewport(page).press('ArrowRight');
		await expect.poll(() => position(page)).toEqual(['1.75', '0.00', '0.00']);
	});
	await test.step('two of them as one', async () => {
		await select(page, 'chair');
		await entity(page, 'stool').click({ modifiers: ['ControlOrMeta'] });
		await page.keyboard.press('ControlOrMeta+g');
		await expect(entity(page, 'Group')).toHaveAttribute('aria-selected', 'true');
		await setField(page, 'Name', 'Seats');
		await setField(page, 'Rotation Y', '30');
	});
}

async function place(page: Page, name: string, at: Readonly<Record<string, number>>): Promise<void> {
	await select(page, name);
	for (const [axis, value] of Object.entries(at)) await setField(page, `Position ${axis}`, String(value));
}

/** A lamp that shines as a prefab, in two places, brighter in one. */
async function lightLamps(page: Page): Promise<void> {
	await add(page, 'Point light');
	await place(page, 'Point light', { X: 3 });
	await place(page, 'lamp', { X: 3 });
	await entity(page, 'Point light').click({ modifiers: ['ControlOrMeta'] });
	await page.keyboard.press('ControlOrMeta+g');
	await setField(page, 'Name', 'Lamp post');
	await runCommand(page, 'make a prefab');
	const card = page.getByRole('region', { name: 'Prefab of this' });
	await expect(card).toContainText('Instance of “Lamp post”');
	await runCommand(page, 'place a prefab');
	await expect(page.getByRole('dialog', { name: 'Place a prefab' })).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(entity(page, 'Lamp post')).toHaveCount(2);

	await entity(page, 'Lamp post').last().click();
	await setField(page, 'Position X', '-3');
	await entity(page, 'Lamp post').last().focus();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await select(page, 'Point light');
	await setField(page, 'Intensity', '40');
	await expect(page.getByRole('img', { name: 'Differs from the prefab' })).toBeVisible();
}

async function letThereBeSky(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	await runCommand(page, 'add directional');
	await setField(page, 'Rotation X', '-60');
	await add(page, 'Empty');
	await setField(page, 'Name', 'Sky');
	await page.getByRole('button', { name: 'Add component' }).click();
	await page.getByRole('menuitem', { name: 'Environment', exact: true }).click();
	await field(page, 'Background').click();
	await page.getByRole('option', { name: 'Sky', exact: true }).click();
	await setField(page, 'Sun height', '20');
}

async function bringBackTheClock(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'More', exact: true }).click();
	await page.getByRole('menuitem', { name: 'Name this version…' }).click();
	await expect(field(page, 'Name for how it is now')).toBeFocused();
	await page.keyboard.type('Furnished');
	await page.keyboard.press('Enter');
	await expect(dialog(page).getByRole('status').filter({ hasText: '“Furnished” is kept' })).toBeVisible();
	await page.keyboard.press('Escape');
	await select(page, 'clock');
	await page.keyboard.press('Delete');
	await expect(entity(page, 'clock')).toBeHidden();
	await viewport(page).press('Shift+V');
	await dialog(page)
		.getByRole('button', { name: /Furnished/ })
		.click();
	await dialog(page).getByRole('button', { name: 'Restore “clock”' }).click();
	await expect(dialog(page)).toBeHidden();
	await expect(entity(page, 'clock')).toBeVisible();
}

/** Undoes or redoes until nothing is left to; resolves to how often. */
async function goThrough(page: Page, way: 'Undo' | 'Redo'): Promise<number> {
	const button = page.getByRole('button', { name: way, exact: true }).first();
	for (let steps = 0; ; steps++) {
		if (await button.isDisabled()) return steps;
		await viewport(page).press(way === 'Undo' ? 'ControlOrMeta+z' : 'ControlOrMeta+Shift+z');
	}
}

/** With nothing selected, and nothing that the pointer is over in the tree. */
async function barePicture(page: Page): Promise<Buffer> {
	await viewport(page).press('Escape');
	await page.mouse.move(0, 0);
	return settled(page);
}

test('[E160] the graphics card takes the picture away in the middle of a drag, and nothing is lost', async ({
	person,
}) => {
	const { page } = await person({ name: 'Ada', ...SMALL });
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	await select(page, 'Box');
	const start = await position(page);
	await viewport(page).press('f');
	const before = await barePicture(page);
	await select(page, 'Box');
	await settled(page);
	const note = viewport(page).getByText('The graphics card took the picture away');

	const box = await viewport(page).locator('canvas').boundingBox();
	if (!box) throw new Error('There is no picture to drag in');
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x + 40, y, { steps: 3 });
	const handle = await page.evaluateHandle(() => {
		const lost = document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
		lost?.loseContext();
		return lost;
	});
	await page.mouse.move(x + 80, y, { steps: 3 });
	await page.mouse.up();
	await expect(note).toBeVisible();
	const left = await position(page);
	expect(left).not.toEqual(start);
	// What is done without a picture counts as well.
	await setField(page, 'Rotation Y', '30');

	await handle.evaluate((lost) => lost?.restoreContext());
	await expect(note).toBeHidden();
	for (const _ of ['turned', 'dragged']) await viewport(page).press('ControlOrMeta+z');
	expect(await difference(page, await barePicture(page), before)).toBeLessThan(0.002);
	for (const _ of ['dragged', 'turned']) await viewport(page).press('ControlOrMeta+Shift+z');
	await page.reload();
	await select(page, 'Box');
	expect(await position(page)).toEqual(left);
	await expect(field(page, 'Rotation Y')).toHaveValue('30°');
});

test('[32] two people arrange one room, one of them offline for half of it: the same for both', async ({
	person,
}) => {
	const [ana, jo] = await Promise.all(['Ana', 'Jo'].map((name) => person({ name, flags: WITHOUT_PICTURE })));
	if (!ana || !jo) throw new Error('Two people are needed');
	// Of a friend's model one hears a moment before it is on the server.
	for (const one of [ana, jo])
		one.allow(/^console: Failed to load resource: the server responded with a status of 404 .*\/assets\//);
	await newProject(ana.page);
	const link = await share(ana.page, 'Editor', 'Ana');
	await importFiles(ana.page, roomFiles(['table', 'chair', 'stool', 'shelf', 'vase']));
	await join(jo.page, link, 'Jo');
	await expectTree(jo.page, ['table', 'chair', 'stool', 'shelf', 'vase']);

	await test.step('both at once', async () => {
		await select(ana.page, 'chair');
		await select(jo.page, 'table');
		await setField(jo.page, 'Position X', '2');
		await entity(ana.page, 'stool').click({ modifiers: ['ControlOrMeta'] });
		await ana.page.keyboard.press('ControlOrMeta+g');
		await expectTree(jo.page, ['table', 'Group', '  chair', '  stool', 'shelf', 'vase']);
		await select(ana.page, 'table');
		await expect(field(ana.page, 'Position X')).toHaveValue('2.00');
	});

	await test.step('Jo goes offline, and both go on', async () => {
		jo.allow(...SERVER_AWAY);
		await jo.whenOfflineReady();
		await jo.setOffline(true);
		await dragRow(jo.page, 'vase', 'Group');
		await select(jo.page, 'shelf');
		await setField(jo.page, 'Position X', '7');
		await importFiles(jo.page, roomFiles(['lamp']));
		await select(jo.page, 'lamp');
		await runCommand(jo.page, 'make a prefab');
		await expect(entity(jo.page, 'lamp')).toBeVisible();

		await dragRow(ana.page, 'vase', 'table');
		await select(ana.page, 'shelf');
		await ana.page.keyboard.press('Delete');
		await expectTree(ana.page, ['table', '  vase', 'Group', '  chair', '  stool']);
		await expect(saveState(ana.page)).toHaveText(SAVED);
		await expect(saveState(jo.page)).toHaveText(/changes waiting/);
	});

	await test.step('together again', async () => {
		await jo.setOffline(false);
		for (const { page } of [ana, jo]) await expect(saveState(page)).toHaveText(SAVED, { timeout: 30_000 });
		await expectSame(ana.page, jo.page);
		const names = (await readTree(ana.page)).map((row) => row.trim());
		expect(names.toSorted()).toEqual(['Group', 'chair', 'lamp', 'stool', 'table', 'vase']);

		// What was deleted comes back with what the other did to it meanwhile.
		await ana.page.getByRole('button', { name: 'Undo', exact: true }).first().click();
		for (const { page } of [ana, jo]) {
			await select(page, 'shelf');
			await expect(field(page, 'Position X')).toHaveValue('7.00');
		}
		await expectSame(ana.page, jo.page);
	});
});

/** What one sends is on the server some time before it is with the other. */
async function expectSame(one: Page, other: Page): Promise<void> {
	await expect(async () => {
		expect(await content(other)).toEqual(await content(one));
	}).toPass();
	await expectTree(other, await readTree(one));
}
