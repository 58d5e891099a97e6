import { describe, expect, it } from 'vitest';
import {
	LOOKS_ALONG_X,
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
import { idOf, thing } from '../../../../tests/helpers/game.ts';

const PREFAB = { prefab: idOf('Prefab') };

describe('Shoot and Projectile', () => {
	const bullet = {
		prefabs: { [idOf('Prefab')]: [thing('Bullet', {}, { Projectile: { speed: 20, lasts: 1 } })] },
	};
	const gun = (shoot: Worn[string]) =>
		thing(
			'Gun',
			{ position: [0, 1, 0], rotation: LOOKS_ALONG_X },
			{ Shoot: { projectile: PREFAB, ...shoot } },
		);

	it('[T60] shoots where it looks, as often as it may while fire is held', async () => {
		const game = await playBehaviours([gun({ pause: 0.25 })], bullet);
		game.advance(1, { values: { fire: 1 } });
		expect(game.at('Bullet')).toEqual([expect.closeTo(1), expect.closeTo(1), expect.closeTo(0)]);
		game.advance(29, { values: { fire: 1 } });
		expect(alive(game, 'Bullet')).toBe(2);
		expect(game.at('Bullet')[0]).toBeCloseTo(1 + 29 / 3, 1);
		game.advance(60);
		expect(alive(game, 'Bullet')).toBe(0);
	});

	it('[T60] what is hit is hurt, also what is thin, and the shot is gone', async () => {
		const target = thing(
			'Target',
			{ position: [8, 1, 0], collider: true, 'collider.size': [0.01, 2, 2] },
			{ Health: { health: 2, variable: 'life' } },
		);
		const behind = box('Behind', [10, 1, 0], { Health: { variable: 'behind' } });
		const game = await playBehaviours([gun({ pause: 0.5 }), target, behind], bullet);
		game.advance(1, { values: { fire: 1 } });
		game.advance(30);
		const { vars } = game.simulation.scripts.game;
		expect([vars['life'], vars['behind'], alive(game, 'Bullet')]).toEqual([1, 3, 0]);
		game.advance(1, { values: { fire: 1 } });
		game.advance(30);
		expect(alive(game, 'Target')).toBe(0);
	});

	it('[T60] shoots by itself, or when told', async () => {
		const itself = await playBehaviours([gun({ shoots: 'by itself', pause: 0.5 })], bullet);
		itself.advance(25);
		expect(alive(itself, 'Bullet')).toBe(0);
		itself.advance(10);
		expect(alive(itself, 'Bullet')).toBe(1);
		const told = await playBehaviours([gun({ shoots: 'when told' })], bullet);
		told.advance(60, { values: { fire: 1 } });
		expect(alive(told, 'Bullet')).toBe(0);
		told.simulation.scripts.game.find('Gun')!.send('shoot');
		told.advance(1);
		expect(alive(told, 'Bullet')).toBe(1);
	});

	it('[T60] says what it needs', async () => {
		const { logged } = await playBehaviours([thing('Gun', {}, { Shoot: {} })]);
		expect(logged(5)).toEqual([expect.stringMatching(/Choose the prefab that it shoots/)]);
	});
});

describe('Health and Hurt', () => {
	it('[T60] takes damage, heals, and goes with a word and its points', async () => {
		const game = await playHeard([thing('Foe', {}, { Health: { health: 3, variable: 'life', points: 5 } })]);
		const { game: running } = game.simulation.scripts;
		const foe = running.find('Foe')!;
		foe.send('damage', 2);
		game.advance(1);
		expect(running.vars['life']).toBe(1);
		foe.send('heal', 9);
		game.advance(1);
		expect(running.vars['life']).toBe(3);
		foe.send('damage', 7);
		expect(game.logged(2)).toEqual(['died Foe', 'score 5']);
		expect(alive(game, 'Foe')).toBe(0);
	});

	it('[T60] is safe for a while, and stays where that is said', async () => {
		const health = { health: 2, safe: 0.5, atDeath: 'stays', variable: 'life' };
		const game = await playHeard([thing('Foe', {}, { Health: health })]);
		const { game: running } = game.simulation.scripts;
		for (const [ticks, left] of [
			[1, 1],
			[20, 1],
			[15, 0],
		] as const) {
			game.advance(ticks);
			running.find('Foe')!.send('damage', 1);
			game.advance(1);
			expect(running.vars['life']).toBe(left);
		}
		game.advance(2);
		expect(alive(game, 'Foe')).toBe(1);
	});

	it('[T60] what hurts does so at once and again while both touch, and not afterwards', async () => {
		const { advance, simulation } = await playBehaviours([
			ground,
			sensor('Lava', [2, 0.5, 0], { Hurt: { damage: 1, pause: 0.5, who: 'Player' } }),
			walker('Player', [0, 0, 0], { CharacterWalk: { speed: 3 }, Health: { health: 9, variable: 'life' } }),
		]);
		const { vars } = simulation.scripts.game;
		advance(15, RIGHT);
		expect(vars['life']).toBe(9);
		advance(12, RIGHT);
		const touched = vars['life'] as number;
		expect(touched).toBeLessThan(9);
		advance(60);
		expect(vars['life']).toBe(touched - 2);
		advance(60, RIGHT);
		const left = vars['life'];
		advance(60);
		expect(vars['life']).toBe(left);
	});
});
