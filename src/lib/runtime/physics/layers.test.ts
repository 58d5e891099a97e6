import { beforeAll, describe, expect, it } from 'vitest';
import { collider } from '#lib/doc/components/collider.ts';
import { BODY, DOWN, ground, KINEMATIC, physicsRig, thing } from '../../../../tests/helpers/physics-rig.ts';
import { preparePhysics } from './physics.ts';

beforeAll(preparePhysics);

const FROM_ABOVE = { x: 0, y: 20, z: 0 };

describe('layers', () => {
	it('[T36] what passes through a layer falls through it, and so the other way round', () => {
		const ball = { ...BODY, 'collider.shape': 'sphere' };
		const { step, at } = physicsRig(
			{ ...ground, values: { ...ground.values, 'collider.passDebris': true } },
			thing('Ghost', { ...ball, 'collider.passWorld': true, position: [0, 2, 0] }),
			thing('Splinter', { ...ball, 'collider.layer': 'debris', position: [3, 2, 0] }),
			thing('Enemy', { ...ball, 'collider.layer': 'enemies', position: [6, 2, 0] }),
		);
		step(120);
		expect(at('Ghost')[1]).toBeLessThan(-2);
		expect(at('Splinter')[1]).toBeLessThan(-2);
		expect(at('Enemy')[1]).toBeCloseTo(0.5, 1);
	});

	it('[T36] changes while the game runs, and those it passes through are neither felt nor walked into', () => {
		const coin = { collider: true, 'collider.sensor': true, 'collider.layer': 'pickups' };
		const { physics, entity, index, step, contacts, at } = physicsRig(
			thing('Coin', { ...coin, position: [2, 0, 0] }),
			thing('Wall', { collider: true, position: [4, 0, 0], 'collider.layer': 'ownA' }),
			thing('Enemy', { ...KINEMATIC, 'collider.passPickups': true, 'collider.passOwnA': true }),
		);
		physics.listen(index('Coin'));
		step(1);
		const walk = (x: number) => physics.walk(index('Enemy'), { x, y: 0, z: 0 });
		walk(2);
		expect(contacts(2)).toEqual([]);
		walk(4);
		step(1);
		expect(at('Enemy')[0]).toBeCloseTo(6);
		entity('Enemy').values['collider.passPickups'] = false;
		physics.changed(entity('Enemy'), 'collider.passPickups');
		step(1);
		walk(-4);
		expect(contacts(2)).toEqual(['Coin Enemy began sensor']);
	});

	it('[T36] rays meet only the layers they are told; another is no layer', () => {
		const { physics, index } = physicsRig(
			ground,
			thing('Roof', { collider: true, position: [0, 8, 0] }),
			thing('Player', { ...BODY, 'collider.layer': 'players', position: [0, 4, 0] }),
		);
		expect(physics.raycast(FROM_ABOVE, DOWN, { layers: ['players', 'enemies'] })?.index).toBe(
			index('Player'),
		);
		expect(physics.raycast(FROM_ABOVE, DOWN, { layers: [] })).toBeNull();
		expect(() => physics.raycast(FROM_ABOVE, DOWN, { layers: ['walls'] })).toThrow(
			'physics.raycast: there is no layer “walls”; there are world, players',
		);
	});

	it('[T36] each that can be chosen is one', () => {
		const { physics } = physicsRig(ground);
		const layers = collider.fields.layer.options.map(({ value }) => value);
		expect(physics.raycast(FROM_ABOVE, DOWN, { layers: layers.slice(0, 1) })?.index).toBe(0);
		expect(physics.raycast(FROM_ABOVE, DOWN, { layers: layers.slice(1) })).toBeNull();
	});
});
