import type { Page } from '@playwright/test';
import { findings } from '../helpers/access-steps.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { gameProject } from '../helpers/game-project.ts';
import { importProject, runCommand, viewport as picture } from '../helpers/studio-steps.ts';

const COUNTER = `import { Script, type Entity } from 'rastudios';

export default class Counter extends Script {
	static fields = { display: { kind: 'entity' }, bar: { kind: 'entity' } };
	declare display: Entity | null;
	declare bar: Entity | null;
	count = 0;

	onMessage(message: string) {
		if (message !== 'pressed') return;
		this.count++;
		this.game.find('Coins')?.set('ui', 'text', 'Coins: ' + this.count);
		this.game.find('Health')?.set('ui', 'value', 100 - 10 * this.count);
	}

	update() {
		if (this.game.input.pressed('shout')) this.game.ui.say('You pressed it!', 600);
	}
}
`;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const game = (page: Page) => page.getByRole('group', { name: 'Interface of the game' });
const words = (page: Page, text: string) => game(page).getByRole('paragraph').filter({ hasText: text });

const project = () =>
	gameProject('Counting', { Counter: COUNTER }, (idOf) => [
		{ name: 'Sun', values: { light: true, 'light.type': 'directional', rotation: [-0.4, 0, 0, 0.9] } },
		{ name: 'Box', values: { mesh: true } },
		{
			name: 'Coins',
			values: {
				...{ ui: true, 'ui.text': 'Coins: 0', 'ui.anchor': 'topLeft', 'ui.offset': [3, 3] },
				...{ 'ui.size': [36, 9], 'ui.live': true },
			},
		},
		{
			name: 'Health',
			values: {
				...{ ui: true, 'ui.kind': 'bar', 'ui.anchor': 'topRight', 'ui.offset': [3, 3] },
				...{ 'ui.size': [36, 5], 'ui.color': '#e0664f' },
			},
		},
		{
			name: 'Menu',
			values: {
				...{ ui: true, 'ui.kind': 'panel', 'ui.flow': 'column', 'ui.alt': 'Shop' },
				...{ 'ui.size': [60, 34] },
			},
			children: [
				{
					name: 'Buy',
					values: {
						...{ ui: true, 'ui.kind': 'button', 'ui.text': 'Buy a coin', 'ui.size': [0, 13] },
						...{ 'ui.action': 'shout', 'ui.background': '#2f7378', 'ui.opacity': 1 },
						...{ script: true, 'script.source': idOf('Counter') },
					},
				},
				{
					name: 'About',
					values: { ui: true, 'ui.text': 'Each costs some health.', 'ui.size': [0, 10], 'ui.opacity': 0 },
				},
			],
		},
	]);

test('[T103][T105][T106] a game’s button is pressed by key and by mouse, and what it changes is read', async ({
	person,
}) => {
	const { page } = await person({ reducedMotion: 'reduce', viewport: { width: 1100, height: 720 } });
	await openProject(page);
	await test.step('it is seen while the scene is edited, unless one does not want it', async () => {
		await expect(page.getByText('Coins: 0')).toBeVisible();
		await page.getByRole('treeitem', { name: 'Menu' }).click();
		await runCommand(page, 'interface of the game');
		await expect(page.getByText('Coins: 0')).toBeHidden();
	});
	await button(page, 'Play').click();
	await expect(words(page, 'Coins: 0')).toBeVisible();
	await page.getByRole('application', { name: 'Game' }).focus();
	await page.keyboard.press('Tab');
	await expect(game(page).getByRole('button', { name: 'Buy a coin' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(words(page, 'Coins: 1')).toBeVisible();
	await expect(words(page, 'You pressed it!')).toBeVisible();
	await expect(game(page).getByRole('meter', { name: 'Health' })).toHaveAttribute('aria-valuenow', '90');
	await game(page).getByRole('button', { name: 'Buy a coin' }).click();
	await expect(words(page, 'Coins: 2')).toBeVisible();
	expect(await findings(page)).toEqual([]);
});

test('[T100][T103] on a phone the same fits, and is pressed by a finger', async ({ person }) => {
	const viewport = { width: 390, height: 844 };
	const { page } = await person({ reducedMotion: 'reduce', viewport, hasTouch: true, isMobile: true });
	await openProject(page);
	await button(page, 'Play').tap();
	await game(page).getByRole('button', { name: 'Buy a coin' }).tap();
	await expect(words(page, 'Coins: 1')).toBeVisible();
	await expect(page.getByRole('application', { name: 'Game' })).toBeFocused();
});

async function openProject(page: Page): Promise<void> {
	await page.goto('/');
	await importProject(page, 'counting.rastudio', await project());
	await page.getByRole('link', { name: 'Counting' }).click();
	await expect(picture(page)).toHaveAttribute('aria-busy', 'false');
}
