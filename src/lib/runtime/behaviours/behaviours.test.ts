import { describe, expect, it } from 'vitest';
import { ground, playBehaviours, sensor, walker } from '../../../../tests/helpers/behaviour-game.ts';
import { idOf, thing } from '../../../../tests/helpers/game.ts';
import { linkScripts } from '../link/link-scripts.ts';
import { readScriptFields } from '../link/read-fields.ts';
import { BEHAVIOURS } from './behaviours.ts';

const sources = await Promise.all(
	BEHAVIOURS.map(async ({ name, text }) => ({ id: idOf(name), name, text: await text() })),
);

describe('ready behaviours', () => {
	it('[T60] there are many, each under a name of its own, and all can be run together', () => {
		expect(sources.length).toBeGreaterThanOrEqual(15);
		expect(new Set(sources.map(({ name }) => name)).size).toBe(sources.length);
		expect(linkScripts(sources).problems).toEqual([]);
	});

	it.each(sources)('[T61] $name says what it is for, and explains each field', ({ name, text }) => {
		expect(text).toMatch(
			new RegExp(`^import .*;\\n\\n/\\*\\*[\\s\\S]+\\*/\\nexport default class ${name} extends Script \\{`),
		);
		const { fields, problems } = readScriptFields(text);
		expect(problems).toEqual([]);
		expect(fields.length).toBeGreaterThan(0);
		for (const field of fields)
			expect(field, field.name).toHaveProperty('help', expect.stringMatching(/[.…]$/));
	});

	it('[T61] none needs another script of the project', () => {
		for (const { text } of sources)
			expect([...text.matchAll(/from '(.+)'/g)].map(([, from]) => from)).toEqual(['rastudios']);
	});
});

describe('ready behaviours together', () => {
	const rules = thing('Rules', {}, { Score: {}, WinLose: {} });
	const hero = walker('Player', [0, 0, 0], {
		CharacterWalk: { speed: 4, forward: 'world' },
		FollowCamera: {},
		Health: { health: 2, atDeath: 'loses the game' },
		Respawn: {},
		Shoot: { projectile: { prefab: idOf('Bullet') } },
	});
	const camera = thing('Camera', { camera: true });
	const prefabs = { [idOf('Bullet')]: [thing('Bullet', {}, { Projectile: {} })] };
	const foe = (x: number) =>
		walker('Foe', [x, 0, 0], { Chase: { stopsAt: 0 }, Hurt: {}, Health: { points: 5 } });
	const level = [
		ground,
		camera,
		rules,
		hero,
		sensor('Key', [2, 0.5, 0], { Collect: {}, Spin: {} }),
		thing(
			'Gate',
			{ position: [4, 1.5, 0], collider: true, 'collider.size': [1, 3, 60] },
			{ Door: { keys: 1, by: [0, 4, 0] } },
		),
		sensor('Goal', [9, 0.5, 0], { Trigger: { message: 'win', who: 'Player' } }),
	];

	it('[T62] a key opens the gate, and behind it the game is won', async () => {
		const { advance, simulation } = await playBehaviours(level, { prefabs });
		const asked = advance(200, { values: { moveX: 1 } });
		expect(asked.filter(({ type }) => type === 'end')).toMatchObject([{ result: 'won' }]);
		expect(asked.filter(({ type }) => type === 'log')).toEqual([]);
		expect(simulation.scripts.game.vars['score']).toBe(1);
	});

	it('[T62] who chases hurts until the game is lost', async () => {
		const { advance } = await playBehaviours([...level, foe(-3)], { prefabs });
		const asked = advance(300);
		expect(asked.filter(({ type }) => type === 'end')).toMatchObject([{ result: 'lost' }]);
		expect(asked.filter(({ type }) => type === 'log')).toEqual([]);
	});

	it('[T62] and is shot for points before that', async () => {
		const { advance, simulation } = await playBehaviours([...level, foe(-8)], { prefabs });
		// A step towards it, so that the hero looks there.
		advance(2, { values: { moveX: -1 } });
		advance(120, { values: { fire: 1 } });
		const { game } = simulation.scripts;
		expect(game.find('Foe')).toBeNull();
		expect(game.find('Player')).not.toBeNull();
		expect(game.vars['score']).toBe(5);
	});

	it('[T62] the same game is the same', async () => {
		const hash = async () => {
			const { advance, simulation } = await playBehaviours([...level, foe(-3)], { prefabs });
			advance(30, { values: { moveX: -1 } });
			advance(120, { values: { moveY: 1, fire: 1, jump: 1 } });
			return simulation.hash();
		};
		expect(await hash()).toBe(await hash());
	});
});
