import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/fixtures.ts';
import {
	add,
	entity,
	expectTree,
	field,
	newProject,
	position,
	saveState,
	select,
	setField,
	viewport,
	viewportReady,
} from '../helpers/studio-steps.ts';
import { Touches } from '../helpers/touches.ts';
import { dragSelection, middle, settled } from '../helpers/viewport-steps.ts';

// The camera glides nowhere, so that everything is where it is pressed.
const STILL = { reducedMotion: 'reduce' } as const;
const SMALL = { ...STILL, viewport: { width: 800, height: 440 } };
const PHONE = { ...STILL, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const note = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
const isSelected = (page: Page, name: string, selected: boolean) =>
	expect(entity(page, name)).toHaveAttribute('aria-selected', String(selected));

test('[E152][E153][E154] one measures by pointer and by key, and selects freehand', async ({ person }) => {
	const { page } = await person(SMALL);
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	await add(page, 'Sphere');
	await setField(page, 'Position X', '3');
	await viewport(page).press('7');
	await settled(page);
	const [x, y] = await middle(page);

	await viewport(page).press('m');
	await expect(note(page, 'Click two points to measure')).toBeVisible();
	await page.keyboard.down('v');
	await page.mouse.click(x - 10, y - 8);
	await expect(note(page, 'Click the second point')).toBeVisible();
	await page.mouse.click(x + 10, y - 8);
	await page.keyboard.up('v');
	await expect(note(page, '1 m · x 1 · y 0 · z 0')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(note(page, ' m · x ')).toBeHidden();
	await isSelected(page, 'Sphere', true);
	await entity(page, 'Box').click({ modifiers: ['ControlOrMeta'] });
	await viewport(page).press('Shift+M');
	const notices = page.getByRole('region', { name: 'Notifications' });
	await expect(notices).toContainText(/“(Box|Sphere)” and “(Box|Sphere)” are 3 m apart/);

	await viewport(page).press('Shift+L');
	// Around the box: a rectangle that holds all of this line would hold the sphere as well.
	await page.mouse.move(x - 50, y - 50);
	await page.mouse.down();
	for (const [toX, toY] of [
		[150, -50],
		[150, -35],
		[40, -35],
		[40, 50],
		[-50, 50],
	] as const)
		await page.mouse.move(x + toX, y + toY, { steps: 4 });
	await page.mouse.up();
	await isSelected(page, 'Sphere', false);
	await isSelected(page, 'Box', true);
});

test('[E155][E156][E158] Shift lays what is dragged on what is below, Alt leaves a copy, and what is there has a menu', async ({
	person,
}) => {
	const { page } = await person(SMALL);
	await newProject(page);
	await viewportReady(page);
	await add(page, 'Box');
	for (const axis of ['X', 'Z']) await setField(page, `Scale ${axis}`, '30');
	await add(page, 'Sphere');
	await setField(page, 'Position Y', '4');
	await dragSelection(page, 40, 30, 'Shift');
	// A ball of half a metre lies on a box that is one metre high.
	await expect.poll(async () => (await position(page))[1]).toBe('1.50');

	const before = await position(page);
	await dragSelection(page, 60, -20, 'Alt');
	await expectTree(page, ['Box', 'Sphere', 'Sphere 2']);
	await isSelected(page, 'Sphere 2', true);
	expect(await position(page)).not.toEqual(before);
	await viewport(page).press('ControlOrMeta+z');
	await expectTree(page, ['Box', 'Sphere']);
	await select(page, 'Sphere');
	expect(await position(page)).toEqual(before);

	// The menu of what is there, also when that of something else is open.
	await viewport(page).press('q');
	const [x, y] = await middle(page);
	await page.mouse.click(x + 100, y - 40, { button: 'right' });
	await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible();
	await isSelected(page, 'Box', true);
	await page.mouse.click(x, y, { button: 'right' });
	await isSelected(page, 'Sphere', true);
	await page.getByRole('menuitem', { name: 'Delete' }).click();
	await expectTree(page, ['Box']);
});

test('[E210][E211] a spot opens by a handle on its cone, and is given up or undone', async ({ person }) => {
	const { page } = await person(SMALL);
	await newProject(page);
	await viewportReady(page);
	// Something to measure on.
	await add(page, 'Plane');
	await add(page, 'Spot light');
	await setField(page, 'Range', '0.3');
	await viewport(page).press('f');
	// From above and flat, so that what is far is as large as what is near.
	for (const key of ['7', '5']) await viewport(page).press(key);
	await settled(page);
	const [x, y] = await middle(page);
	await viewport(page).press('m');
	await expect(note(page, 'Click two points to measure')).toBeVisible();
	await page.mouse.click(x - 40, y - 8);
	await expect(note(page, 'Click the second point')).toBeVisible();
	await page.mouse.click(x + 40, y - 8);
	const measured = await note(page, ' m · x ').textContent();
	await page.keyboard.press('Escape');
	const pixelsPerMetre = 80 / Number(/x ([\d.]+)/.exec(measured ?? '')?.[1]);
	const rim = x + 0.3 * Math.sin((40 * Math.PI) / 180) * pixelsPerMetre;

	const drag = async () => {
		await page.mouse.move(rim, y);
		await page.mouse.down();
		await page.mouse.move(rim + 24, y, { steps: 4 });
	};
	const angle = async () => Number.parseFloat(await field(page, 'Angle').inputValue());
	await drag();
	await expect.poll(angle).toBeGreaterThan(42);
	await page.keyboard.press('Escape');
	await page.mouse.up();
	await expect.poll(angle).toBe(40);
	await drag();
	await page.mouse.up();
	await expect.poll(angle).toBeGreaterThan(42);
	await viewport(page).press('ControlOrMeta+z');
	await expect.poll(angle).toBe(40);
	await isSelected(page, 'Spot light', true);
});

test('[E157][E161] on a phone a box is placed, moved and coloured by touch alone, and undone', async ({
	person,
}) => {
	const { page } = await person(PHONE);
	await newProject(page);
	await expect(viewport(page)).toHaveAttribute('aria-busy', 'false');
	const touches = await Touches.of(page);
	const show = (tab: string) => page.getByRole('navigation', { name: 'Panels' }).getByText(tab).tap();
	const [ground, onBox] = [
		[210, 300],
		[210, 275],
	] as const;
	// Below what may be said at the head of a phone meanwhile.
	const two = [
		[40, 200],
		[120, 200],
	] as const;

	await show('Add');
	await page.getByRole('switch', { name: 'Place by click' }).tap();
	await page.getByRole('button', { name: 'Box', exact: true }).tap();
	await expect(note(page, 'Tap where “Box” goes')).toBeVisible();
	await touches.tap(ground);
	await expect(note(page, 'Tap where “Box” goes')).toBeHidden();
	await show('Tree');
	await isSelected(page, 'Box', true);
	await touches.tap(two[0]);
	await isSelected(page, 'Box', false);

	await entity(page, 'Box').tap();
	await show('Inspect');
	const before = await position(page);
	await touches.drag(onBox, -60, 20);
	await expect.poll(() => position(page)).not.toEqual(before);
	const colour = field(page, 'Color as hex');
	const grey = await colour.inputValue();
	await colour.fill('#FF8800');
	await colour.press('Enter');
	await touches.tap(...two);
	await expect(colour).toHaveValue(grey);
	await touches.tap(...two, [80, 240]);
	await expect(colour).toHaveValue('#FF8800');
	expect(await position(page)).not.toEqual(before);
	await expect(saveState(page)).toHaveText('Saved on this device');
});
