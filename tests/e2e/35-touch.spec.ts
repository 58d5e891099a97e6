import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	expectTree,
	newProject,
	position,
	saveState,
	studioReady,
	viewport,
} from '../helpers/studio-steps.ts';
import { Touches } from '../helpers/touches.ts';

// The camera glides nowhere, so that everything is where it is pressed.
const PHONE = {
	viewport: { width: 390, height: 844 },
	hasTouch: true,
	isMobile: true,
	reducedMotion: 'reduce',
} as const;

const show = (page: Page, tab: string) =>
	page.getByRole('navigation', { name: 'Panels' }).getByText(tab).tap();

test('[E158][E159] a finger that stays has a menu where it was, and a palm beside a pen does nothing', async ({
	person,
}) => {
	const { page } = await person(PHONE);
	await newProject(page);
	await expect(viewport(page)).toHaveAttribute('aria-busy', 'false');
	const touches = await Touches.of(page);
	const [ground, onBox] = [
		[210, 300],
		[210, 275],
	] as const;
	// Below what may be said at the head of a phone meanwhile.
	const two = [
		[40, 200],
		[120, 200],
	] as const;
	await show(page, 'Add');
	await page.getByRole('switch', { name: 'Place by click' }).tap();
	await page.getByRole('button', { name: 'Box', exact: true }).tap();
	const note = page.getByRole('status').filter({ hasText: 'Tap where “Box” goes' });
	await expect(note).toBeVisible();
	await touches.tap(ground);
	await expect(note).toBeHidden();
	await show(page, 'Tree');
	await expect(entity(page, 'Box')).toHaveAttribute('aria-selected', 'true');
	await touches.tap(two[0]);
	await expect(entity(page, 'Box')).toHaveAttribute('aria-selected', 'false');

	await touches.hold(onBox);
	const menu = page.getByRole('menu', { name: 'What can be done here' });
	await expect(menu).toBeVisible();
	await expect(entity(page, 'Box')).toHaveAttribute('aria-selected', 'true');
	const box = await menu.boundingBox();
	expect(box?.y).toBeCloseTo(onBox[1], -1);
	await menu.getByRole('menuitem', { name: 'Duplicate' }).tap();
	await expect(menu).toBeHidden();
	await expectTree(page, ['Box', 'Box 2']);

	await show(page, 'Inspect');
	const before = await position(page);
	const orientation = page.getByRole('group', { name: 'Orientation' });
	const view = await orientation.innerHTML();
	// A palm that was there first, then one that taps, and one that stays, while the pen moves the box.
	await touches.down(two[0]);
	await touches.pen.down(onBox);
	await touches.move(two[1]);
	await touches.pen.move([180, 285]);
	await touches.up();
	await touches.tap(...two);
	await touches.hold(two[0]);
	await touches.pen.move([150, 295]);
	await touches.pen.up([150, 295]);
	await expect.poll(() => position(page)).not.toEqual(before);
	// Fingers mean something again: it is the pen's stroke that is taken back, once.
	await touches.tap(...two);
	await expect.poll(() => position(page)).toEqual(before);
	expect(await orientation.innerHTML()).toBe(view);
	await expect(menu).toBeHidden();
	await show(page, 'Tree');
	await expectTree(page, ['Box', 'Box 2']);
});

test('[E164][E165] panels are dragged by their heads, by mouse and by finger, and stand so the next time', async ({
	person,
}) => {
	const { page } = await person({ flags: WITHOUT_PICTURE, hasTouch: true });
	await newProject(page);
	const line = (names: string) => page.getByRole('separator', { name: `Resize ${names}`, exact: true });
	const zones = page.locator('[data-zone]');
	const head = async (name: string) => {
		const box = await page.getByRole('region', { name, exact: true }).boundingBox();
		if (!box) throw new Error(`${name} is not seen`);
		return [box.x + 90, box.y + 16] as const;
	};
	await expect(line('Assets')).toBeVisible();
	await page.getByRole('button', { name: 'More for the hierarchy' }).hover();
	await expect(page.locator('.tooltip')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.locator('.tooltip')).toHaveCount(0);

	const [x, y] = await head('Hierarchy');
	await page.mouse.move(x, y);
	await page.mouse.down();
	// What drags comes with the press: moves count once it is there.
	await expect(async () => {
		await page.mouse.move(x + 40, y + 60);
		await page.mouse.move(x + 60, y + 80);
		await expect(zones.first()).toBeVisible({ timeout: 500 });
	}).toPass();
	await page.mouse.move(1200, 200);
	await page.keyboard.press('Escape');
	await expect(zones).toHaveCount(0);
	await page.mouse.up();
	await expect(line('Hierarchy')).toBeVisible();

	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(600, 200, { steps: 3 });
	await expect(zones).toHaveCount(5);
	await page.mouse.move(1200, 200, { steps: 3 });
	await page.mouse.up();
	await expect(line('Hierarchy, Inspector')).toBeVisible();
	await expect(zones).toHaveCount(0);

	const touches = await Touches.of(page);
	const assets = await head('Assets');
	await touches.drag([assets[0] + 120, assets[1]], 20 - assets[0] - 120, -200);
	await expect(line('Assets')).toHaveAttribute('aria-orientation', 'vertical');
	await add(page, 'Box');
	await expect(saveState(page)).toHaveText('Saved on this device');
	await page.reload();
	await studioReady(page);
	await expect(line('Hierarchy, Inspector')).toBeVisible();
	await expect(line('Assets')).toHaveAttribute('aria-orientation', 'vertical');
});
