import type { Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { gameProject } from '../helpers/game-project.ts';
import { importProject } from '../helpers/studio-steps.ts';
import { Touches } from '../helpers/touches.ts';

/** A small one: the picture is drawn in software. */
const PHONE = {
	reducedMotion: 'reduce',
	viewport: { width: 320, height: 568 },
	hasTouch: true,
	isMobile: true,
} as const;
/** A game that is drawn in software goes slower than its time; only what hangs ends here. */
const SOME_TIME = { timeout: 120_000 * Number(process.env['SLOW'] ?? 1) };

test('[T45] [T57] [T91] [T92] a game is begun from Home and played on a phone, and again without a server, by a pad', async ({
	person,
	server,
}) => {
	const kid = await person(PHONE);
	const { page } = kid;
	await plugPad(page);
	await page.goto('/');
	await page.getByRole('button', { name: /^3D platformer/ }).tap();
	const play = page.getByRole('button', { name: 'Play', exact: true });
	await expect(play).toBeEnabled(SOME_TIME);
	// All parts of the studio are kept for later by then.
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await play.tap();
	await expect(sign(page, 'Coins 0/8')).toBeVisible(SOME_TIME);
	await expect(sign(page, 'Lives 3')).toBeVisible();
	const controls = page.getByRole('group', { name: 'Controls' });
	await expect(controls.getByRole('button')).toHaveText(['Jump']);

	const touches = await Touches.of(page);
	await test.step('straight ahead lies a coin', async () => {
		const box = (await page.getByRole('img', { name: 'Stick' }).boundingBox())!;
		const [x, y] = [box.x + box.width / 2, box.y + box.height * 0.7];
		await touches.down([x, y]);
		await touches.move([x, y - 90]);
		await expect(sign(page, 'Coins 1/8')).toBeVisible(SOME_TIME);
	});
	await test.step('begun again without a server, a pad plays', async () => {
		await touches.up();
		kid.allow(...SERVER_AWAY);
		await server.stop();
		await page.getByRole('button', { name: 'Stop', exact: true }).tap();
		await play.tap();
		await expect(sign(page, 'Coins 0/8')).toBeVisible(SOME_TIME);
		await pushStick(page, [0, -1]);
		await expect(sign(page, 'Coins 1/8')).toBeVisible(SOME_TIME);
	});
});

const ENDING = `import { Script } from 'rastudios';

export default class Ending extends Script {
	update() {
		if (this.game.input.pressed('jump')) this.game.end('won', 'All done.');
	}
}
`;

test('[T58] a game that is over says how it ended, is not begun anew by who still jumps, and is by one press', async ({
	person,
}) => {
	const { page } = await person({ reducedMotion: 'reduce', viewport: { width: 960, height: 540 } });
	await plugPad(page);
	await page.goto('/');
	const game = await gameProject('Jumping', { Ending: ENDING }, (idOf) => [
		{ name: 'Hero', values: { mesh: true, script: true, 'script.source': idOf('Ending') } },
	]);
	await importProject(page, 'jumping.rastudio', game);
	await page.getByRole('link', { name: 'Jumping' }).click();
	await expect(page.getByRole('region', { name: 'Viewport' })).toHaveAttribute('aria-busy', 'false');
	const play = page.getByRole('button', { name: 'Play', exact: true });
	await play.click();
	const picture = page.getByRole('application', { name: 'Game' });
	const card = page.getByRole('group', { name: /^You won!\s*All done\.$/ });
	await expect(picture).toBeFocused();
	await page.keyboard.press('Space');
	await expect(card).toBeFocused();
	await page.keyboard.press('Space');
	await expect(card).toBeFocused();
	expect(await findings(page)).toEqual([]);
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Play again' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(card).toBeHidden();
	await expect(picture).toBeFocused();
	await page.keyboard.press('Space');
	await expect(card).toBeFocused();
	await test.step('a pad alone begins it anew, when it means to', async () => {
		await tapPad(page, A);
		await expect(card).toBeFocused();
		await tapPad(page, DOWN);
		await expect(page.getByRole('button', { name: 'Play again' })).toBeFocused();
		await tapPad(page, A);
		await expect(card).toBeHidden();
		await expect(picture).toBeFocused();
		await tapPad(page, A);
		await expect(card).toBeFocused();
	});
	await page.getByRole('button', { name: 'Back to the scene' }).click();
	await expect(play).toBeVisible();
	await expect(card).toBeHidden();
});

/** What is read out says the same for a while. */
const sign = (page: Page, words: string) =>
	page
		.getByRole('group', { name: 'Interface of the game' })
		.getByRole('paragraph')
		.filter({ hasText: words });

type Pad = { axes: number[]; buttons: { value: number; pressed: boolean }[] };

/** The browser has a pad, which nobody touches yet. */
async function plugPad(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const buttons = Array.from({ length: 17 }, () => ({ value: 0, pressed: false }));
		const pad: Pad & { index: number } = { index: 0, axes: [0, 0, 0, 0], buttons };
		Object.assign(window, { pad });
		Object.defineProperty(navigator, 'getGamepads', { value: () => [pad] });
	});
}

const [A, DOWN] = [0, 13];

/** A button of it, down and up. */
async function tapPad(page: Page, button: number): Promise<void> {
	for (const value of [1, 0]) {
		const give = (to: readonly [number, number]) =>
			Object.assign((window as unknown as { pad: Pad }).pad.buttons[to[0]]!, {
				value: to[1],
				pressed: to[1] > 0,
			});
		await page.evaluate(give, [button, value] as const);
		// Pads are looked at with every picture.
		await page.evaluate(
			() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))),
		);
	}
}

/** Its left stick: to the right, and down. */
const pushStick = (page: Page, [x, y]: readonly [number, number]) =>
	page.evaluate((axes) => ((window as unknown as { pad: Pad }).pad.axes = axes), [x, y, 0, 0]);
