import type { Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { add, entity, field, newProject, viewport } from '../helpers/studio-steps.ts';
import { Touches } from '../helpers/touches.ts';

type Frame = { readonly ticks: number; readonly values: Record<string, number> };
type Pad = { index: number; axes: number[]; buttons: { value: number; pressed: boolean }[] };
type Rig = { heard: Frame[]; pads: (Pad | null)[] };

const DESK = { reducedMotion: 'reduce', viewport: { width: 960, height: 600 } } as const;
const PHONE = {
	...DESK,
	viewport: { width: 390, height: 844 },
	hasTouch: true,
	isMobile: true,
} as const;

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const game = (page: Page) => page.getByRole('application', { name: 'Game' });
const goOn = (page: Page) => page.getByRole('button', { name: 'Go on' });

test('[T41][T42][T44][T46] keys and a pad play, and nothing else of the studio; hidden, it waits', async ({
	person,
}) => {
	const { page } = await person(DESK);
	await listenIn(page);
	await newProject(page);
	await expect(viewport(page)).toHaveAttribute('aria-busy', 'false');
	await add(page, 'Box');
	await addScript(page);
	await page.getByRole('button', { name: 'Play', exact: true }).click();
	await expect(game(page)).toBeFocused();
	await expect(told(page, 'Playing a copy')).toBeVisible();

	await page.keyboard.down('w');
	await expect.poll(() => lastHeard(page)).toEqual({ moveY: 1 });
	await page.keyboard.press('Delete');
	await page.keyboard.up('w');
	await expect.poll(() => lastHeard(page)).toEqual({});
	await expect(entity(page, 'Box')).toBeVisible();

	await test.step('what is typed elsewhere is not for the game, and lets go of what was held', async () => {
		await page.keyboard.down('d');
		await expect.poll(() => lastHeard(page)).toEqual({ moveX: 1 });
		await field(page, 'Name').focus();
		await expect.poll(() => lastHeard(page)).toEqual({});
		await page.keyboard.up('d');
		await page.keyboard.type('wasd ');
		await nextFrames(page);
		expect(await heardOf(page, 'moveY')).toEqual([1]);
		await field(page, 'Name').press('Escape');
	});
	await test.step('a pad plays, and its going has the game stand still', async () => {
		await game(page).focus();
		await setPad(page, [0, 0, 0, 0], [0]);
		await expect.poll(() => lastHeard(page)).toEqual({ jump: 1 });
		await page.evaluate(() => void (window as unknown as Rig).pads.splice(0));
		await expect(told(page, 'the gamepad is gone')).toBeVisible();
		await goOn(page).click();
		await expect(told(page, 'Playing a copy')).toBeVisible();
		await expect.poll(() => lastHeard(page)).toEqual({});
	});
	await test.step('hidden and shown, it waits and never leaps', async () => {
		await setHidden(page, true);
		await expect(told(page, 'out of sight')).toBeVisible();
		await setHidden(page, false);
		await goOn(page).click();
		await nextFrames(page);
		const ticks = await page.evaluate(() => (window as unknown as Rig).heard.map((frame) => frame.ticks));
		expect(Math.max(...ticks)).toBeLessThanOrEqual(5);
	});
	await game(page).press('Escape');
	await expect(told(page, 'Paused')).toBeVisible();
	await page.keyboard.press('ControlOrMeta+Enter');
	await expect(game(page)).toBeHidden();
	await expect(viewport(page)).toBeFocused();
});

test('[T43][T45][T63][T68] on a phone a ready behaviour plays by the stick and the buttons that it asks for, and controls are bound otherwise', async ({
	person,
}) => {
	const { page } = await person(PHONE);
	await listenIn(page);
	await newProject(page);
	await expect(viewport(page)).toHaveAttribute('aria-busy', 'false');
	const panels = page.getByRole('navigation', { name: 'Panels' });
	await panels.getByText('Add').tap();
	await page.getByRole('button', { name: 'Box', exact: true }).tap();
	await panels.getByText('Inspect').tap();
	await page.getByRole('button', { name: 'Add component' }).tap();
	await page.getByRole('menuitem', { name: 'Platformer', exact: true }).tap();
	await expect(page.getByRole('region', { name: 'Platformer', exact: true })).toContainText('Jump height');
	await panels.getByText('Inspect').tap();
	await page.getByRole('button', { name: 'Play', exact: true }).tap();
	const jump = page.getByRole('button', { name: 'Jump' });
	await expect(jump).toBeVisible();
	// Nothing in it fires or is used.
	await expect(page.getByRole('button', { name: 'Fire' })).toHaveCount(0);

	const touches = await Touches.of(page);
	const [stick, button] = [await middleOf(page, 'img', 'Stick'), await middleOf(page, 'button', 'Jump')];
	await touches.down(stick, button);
	await touches.move([stick[0] + 90, stick[1]], button);
	await expect.poll(() => lastHeard(page)).toEqual({ moveX: 1, jump: 1 });
	await touches.up();
	await expect.poll(() => lastHeard(page)).toEqual({});
	expect(await findings(page)).toEqual([]);

	await page
		.getByRole('button', { name: 'Pause the game' })
		.or(page.getByRole('button', { name: 'Pause', exact: true }))
		.tap();
	await expect(jump).toBeHidden();
	await page.getByRole('button', { name: 'Controls and sound…' }).tap();
	const dialog = page.getByRole('dialog', { name: 'Controls' });
	await dialog.getByRole('button', { name: /^Jump: / }).tap();
	await page.keyboard.press('w');
	await expect(dialog.getByRole('alert')).toHaveText('W already means “Move forward”.');
	expect(await findings(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Use it here instead' }).tap();
	await expect(dialog.getByRole('button', { name: 'Jump: W Pad A. Change' })).toBeFocused();
	await dialog.getByRole('switch', { name: 'Left-handed' }).tap();
	await dialog.getByRole('button', { name: 'Close' }).tap();
	await goOn(page).tap();
	await expect(jump).toBeVisible();
	expect((await middleOf(page, 'button', 'Jump'))[0]).toBeLessThan((await middleOf(page, 'img', 'Stick'))[0]);
	await expect(game(page)).toBeFocused();
	await page.keyboard.down('w');
	await expect.poll(() => lastHeard(page)).toEqual({ jump: 1 });
	await page.keyboard.up('w');
});

/** Hears what the game is told, and has pads of its own. */
async function listenIn(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const rig: Rig = { heard: [], pads: [] };
		Object.assign(window, rig);
		Object.defineProperty(navigator, 'getGamepads', { value: () => rig.pads });
		const post = MessagePort.prototype.postMessage;
		MessagePort.prototype.postMessage = function (this: MessagePort, ...said: [message: unknown]) {
			const [message] = said;
			const { type, ticks, input } = message as { type?: string; ticks: number; input?: Frame };
			if (type === 'advance') rig.heard.push({ ticks, values: input?.values ?? {} });
			post.apply(this, said);
		};
	});
}

const lastHeard = (page: Page) => page.evaluate(() => (window as unknown as Rig).heard.at(-1)?.values);

/** What was ever heard of an action, each amount once. */
const heardOf = (page: Page, action: string) =>
	page.evaluate(
		(name) => [...new Set((window as unknown as Rig).heard.flatMap(({ values }) => values[name] ?? []))],
		action,
	);

/** Resolves when the game has heard of its player again. */
async function nextFrames(page: Page): Promise<void> {
	const count = () => page.evaluate(() => (window as unknown as Rig).heard.length);
	const before = await count();
	await expect.poll(count).toBeGreaterThan(before + 1);
}

async function setPad(page: Page, axes: number[], pressed: readonly number[]): Promise<void> {
	const buttons = Array.from({ length: 17 }, (_, at) => ({
		value: Number(pressed.includes(at)),
		pressed: pressed.includes(at),
	}));
	await page.evaluate((pad) => ((window as unknown as Rig).pads[0] = pad), { index: 0, axes, buttons });
}

async function setHidden(page: Page, hidden: boolean): Promise<void> {
	await page.evaluate((value) => {
		Object.defineProperty(document, 'hidden', { configurable: true, value });
		Object.defineProperty(document, 'visibilityState', {
			configurable: true,
			value: value ? 'hidden' : 'visible',
		});
		document.dispatchEvent(new Event('visibilitychange'));
	}, hidden);
}

/** A game without scripts does not hear of its player. */
async function addScript(page: Page): Promise<void> {
	const section = page.getByRole('button', { name: 'Transform', exact: true });
	await section.evaluate((title) => {
		const clipboardData = new DataTransfer();
		const copy = { kind: 'rastudios.component', version: 1, component: 'script', values: {} };
		clipboardData.setData('text/plain', JSON.stringify(copy));
		title.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	});
}

async function middleOf(page: Page, role: 'img' | 'button', name: string): Promise<[number, number]> {
	const box = await page.getByRole(role, { name }).boundingBox();
	if (!box) throw new Error(`${name} is not shown`);
	return [box.x + box.width / 2, box.y + box.height / 2];
}
