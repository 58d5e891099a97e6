import { describe, expect, it } from 'vitest';
import {
	RIGHT,
	alive,
	box,
	ground,
	playBehaviours,
	playHeard,
	sensor,
	walker,
	type Worn,
} from '../../../../tests/helpers/behaviour-game.ts';
import { idOf, thing, type TestGame } from '../../../../tests/helpers/game.ts';

const PREFAB = { prefab: idOf('Prefab') };

describe('Collect and Score', () => {
	it('[T60] is collected by what moves, and counted', async () => {
		const game = await playBehaviours([
			ground,
			// It lies in the ground, which collects nothing.
			sensor('Coin', [1.5, 0.3, 0], { Collect: { points: 3 } }),
			sensor('Coin', [4, 0.3, 0], { Collect: { points: 4, who: 'Dog' } }),
			walker('Player', [0, 0, 0], { CharacterWalk: { speed: 3 } }),
			thing('Words', { text: true }),
			thing('Rules', {}, { Score: { display: { entity: idOf('Words') }, words: 'Gold: ' } }),
		]);
		game.advance(10);
		expect(alive(game, 'Coin')).toBe(2);
		const { game: running } = game.simulation.scripts;
		expect(running.find('Words')!.get('text', 'content')).toBe('Gold: 0');
		game.advance(100, RIGHT);
		expect(alive(game, 'Coin')).toBe(1);
		expect(running.vars['score']).toBe(3);
		expect(running.find('Words')!.get('text', 'content')).toBe('Gold: 3');
	});

	it('[T60] keeps the points of the scene before, and wins with enough', async () => {
		const game = await playBehaviours([thing('Rules', {}, { Score: { goal: 10 }, WinLose: {} })], {
			vars: { score: 8 },
		});
		game.simulation.scripts.game.send('score', 1);
		expect(game.advance(5)).toEqual([]);
		game.simulation.scripts.game.send('score', 1);
		expect(game.advance(5)).toContainEqual({ type: 'end', result: 'won', words: 'You won!' });
	});
});

describe('Trigger and Door', () => {
	it('[T60] tells who comes in and when all have left, of those that count', async () => {
		const game = await playHeard([
			ground,
			sensor('Plate', [2, 0.5, 0], { Trigger: { message: 'in', leaveMessage: 'out', who: 'Player' } }),
			sensor('Once', [2.3, 0.5, 0], {
				Trigger: { message: 'first', leaveMessage: '', once: true, who: 'Player' },
			}),
			sensor('Dogs', [2, 0.5, 0], { Trigger: { message: 'dog', who: 'Dog' } }),
			walker('Player', [0, 0, 0], { CharacterWalk: { speed: 3 } }),
		]);
		expect(game.logged(40, RIGHT)).toEqual(['in null', 'first null']);
		expect(game.logged(40, RIGHT)).toEqual(['out null']);
		expect(game.logged(60, { values: { moveX: -1 } })).toEqual(['in null', 'out null']);
	});

	it('[T60] a plate opens its door, and only that, until one leaves it', async () => {
		const { advance, at } = await playBehaviours([
			ground,
			sensor('Plate', [2, 0.5, 0], { Trigger: { target: { entity: idOf('Gate') } } }),
			box('Gate', [20, 1, 0], { Door: { by: [0, 3, 0], seconds: 0.5 } }),
			box('Other', [25, 1, 0], { Door: {} }),
			walker('Player', [0, 0, 0], { CharacterWalk: { speed: 3 } }),
		]);
		advance(30, RIGHT);
		advance(60);
		expect(at('Gate')).toEqual([20, 4, 0]);
		expect(at('Other')).toEqual([25, 1, 0]);
		advance(40, RIGHT);
		advance(60);
		expect(at('Gate')).toEqual([20, 1, 0]);
	});

	it('[T60] a door holds one up, and lets one through when it is open', async () => {
		const { advance, at, simulation } = await playBehaviours([
			ground,
			thing(
				'Gate',
				{ position: [3, 1.5, 0], collider: true, 'collider.size': [1, 3, 6] },
				{ Door: { by: [0, 4, 0] } },
			),
			walker('Player', [0, 0, 0], { CharacterWalk: { speed: 3 } }),
		]);
		advance(120, RIGHT);
		expect(at('Player')[0]).toBeLessThan(2.3);
		simulation.scripts.game.send('open');
		advance(120, RIGHT);
		expect(at('Player')[0]).toBeGreaterThan(5);
	});

	it('[T60] opens with enough keys, shuts by itself, and turns around on its way', async () => {
		const { advance, at, simulation } = await playBehaviours([
			box('Gate', [0, 0, 0], { Door: { by: [2, 0, 0], seconds: 1, keys: 2, closesAfter: 2 } }),
		]);
		const { game } = simulation.scripts;
		advance(1);
		game.send('collected', 1);
		advance(90);
		expect(at('Gate')[0]).toBe(0);
		game.send('collected', 1);
		advance(90);
		expect(at('Gate')[0]).toBe(2);
		advance(120);
		expect(at('Gate')[0]).toBe(0);
		game.send('open');
		advance(30);
		game.send('close');
		advance(120);
		expect(at('Gate')[0]).toBe(0);
	});
});

describe('Timer and Spawner', () => {
	it('[T60] tells once, again and again, or only when it was started, and stops', async () => {
		const game = await playHeard([
			thing('One', {}, { Timer: { seconds: 1, message: 'one' } }),
			thing('Many', {}, { Timer: { seconds: 0.5, message: 'many', repeats: true } }),
			thing('Told', {}, { Timer: { seconds: 0.5, message: 'told', begins: 'when told' } }),
		]);
		expect(game.logged(65)).toEqual(['many null', 'one null', 'many null']);
		game.simulation.scripts.game.find('Many')!.send('stop');
		game.simulation.scripts.game.find('Told')!.send('start');
		expect(game.logged(60)).toEqual(['told null']);
	});

	it('[T60] spawns in time, so many at once and in all, within its reach', async () => {
		const drops = { prefabs: { [idOf('Prefab')]: [thing('Drop')] } };
		const rain = (fields: Worn[string]) =>
			playBehaviours(
				[thing('Rain', { position: [0, 9, 0] }, { Spawner: { prefab: PREFAB, ...fields } })],
				drops,
			);
		const game = await rain({ pause: 0.5, most: 2, total: 3, spread: [4, 0, 0] });
		const { game: running } = game.simulation.scripts;
		game.advance(200);
		expect(alive(game, 'Drop')).toBe(2);
		const places = running.findAll('Drop').map(({ position }) => position.x);
		expect(new Set(places).size).toBe(2);
		for (const x of places) expect(Math.abs(x)).toBeLessThanOrEqual(4);
		expect(game.at('Drop')[1]).toBe(9);
		for (const drop of running.findAll('Drop')) drop.destroy();
		game.advance(200);
		expect(alive(game, 'Drop')).toBe(1);

		const told = await rain({ pause: 0 });
		told.advance(200);
		expect(alive(told, 'Drop')).toBe(0);
		told.simulation.scripts.game.send('spawn');
		told.advance(1);
		expect(alive(told, 'Drop')).toBe(1);
	});
});

describe('DialogueBubble', () => {
	it('[T57] [T68] a single line that nothing comes of stays, and needs no button', async () => {
		for (const [lines, buttons] of [
			['Hello!', []],
			['Hello!\nGo on', ['use']],
		] as const) {
			const { advance } = await playBehaviours([
				thing('Sage', {}, { DialogueBubble: { lines, near: 3 } }),
				thing('Bubble', { text: true }, {}, 0),
				thing('Player', { position: [1, 0, 0] }),
			]);
			const asked = advance(5).flatMap((one) => (one.type === 'ask' ? [one.action] : []));
			expect(asked).toEqual(buttons);
		}
	});

	it('[T60] speaks to who comes near, line by line, sends its word once, and is silent again', async () => {
		const game = await playHeard([
			thing('Sage', {}, { DialogueBubble: { lines: 'One\nTwo', near: 3, message: 'open' } }),
			thing('Bubble', { text: true }, {}, 1),
			thing('Player', { position: [-9, 0, 0] }, { TopDown: { speed: 6 } }),
		]);
		const bubble = game.simulation.scripts.game.find('Bubble')!;
		game.advance(5);
		expect(bubble.visible).toBe(false);
		game.advance(80, RIGHT);
		expect([bubble.visible, bubble.get('text', 'content')]).toEqual([true, 'One']);
		const use = { values: { use: 1 } };
		expect(game.logged(30, use)).toEqual([]);
		expect([bubble.visible, bubble.get('text', 'content')]).toEqual([true, 'Two']);
		game.advance(1);
		expect(game.logged(5, use)).toEqual(['open null']);
		expect(bubble.visible).toBe(false);
		game.advance(90, { values: { moveX: -1 } });
		game.advance(90, RIGHT);
		expect([bubble.visible, bubble.get('text', 'content')]).toEqual([true, 'One']);
	});
});

describe('WinLose', () => {
	const ends = (game: TestGame, ticks: number) => game.advance(ticks).filter(({ type }) => type === 'end');

	it('[T60] ends the game once, as it hears', async () => {
		const game = await playBehaviours([thing('Rules', {}, { WinLose: {} })]);
		game.simulation.scripts.game.send('lose', 'Too late');
		game.simulation.scripts.game.send('win');
		expect(ends(game, 5)).toEqual([{ type: 'end', result: 'lost', words: 'Too late' }]);
	});

	it('[T60] ends it by its own rules: time, what was collected, who is gone', async () => {
		const timed = await playBehaviours([thing('Rules', {}, { WinLose: { seconds: 1 } })]);
		expect(ends(timed, 50)).toEqual([]);
		expect(ends(timed, 20)).toEqual([{ type: 'end', result: 'lost', words: 'Try again!' }]);

		const full = await playBehaviours([thing('Rules', {}, { WinLose: { collect: 2 } })]);
		full.simulation.scripts.game.send('collected', 5);
		expect(ends(full, 5)).toEqual([]);
		full.simulation.scripts.game.send('collected', 5);
		expect(ends(full, 5)).toMatchObject([{ result: 'won' }]);

		const foes = await playBehaviours([
			thing('Foe'),
			thing('Foe'),
			thing('Rules', {}, { WinLose: { defeat: 'Foe' } }),
		]);
		foes.simulation.scripts.game.find('Foe')!.destroy();
		expect(ends(foes, 5)).toEqual([]);
		foes.simulation.scripts.game.find('Foe')!.destroy();
		expect(ends(foes, 5)).toMatchObject([{ result: 'won' }]);
	});
});
