import { beforeAll, describe, expect, it } from 'vitest';
import { BODY, DOWN, ground, KINEMATIC, physicsRig, thing } from '../../../../tests/helpers/physics-rig.ts';
import { preparePhysics } from './physics.ts';

beforeAll(preparePhysics);

const FROM_ABOVE = { x: 0, y: 20, z: 0 };

describe('what scripts move', () => {
	it('[T35] pushes what falls and bumps', () => {
		const plough = thing('Plough', { ...KINEMATIC, position: [-2, 0.5, 0] });
		const { game, index, step, at } = physicsRig(
			ground,
			plough,
			thing('Crate', { ...BODY, position: [0, 0.5, 0] }),
		);
		for (let i = 1; i <= 120; i++) {
			game.transforms.setPosition(index('Plough'), [-2 + i / 40, 0.5, 0]);
			step(1);
		}
		expect(at('Crate')[0]).toBeGreaterThan(1.9);
	});

	it('[T35] a body goes where its transform was put, keeps its speed, and falls on from there', () => {
		const { game, physics, index, step, at } = physicsRig(thing('Ball', { ...BODY, position: [0, 5, 0] }));
		const ball = index('Ball');
		step(60);
		const speed = physics.motion.velocity(ball).y;
		game.transforms.setPosition(ball, [0, 50, 0]);
		step(1);
		expect(at('Ball')[1]).toBeCloseTo(50 + speed / 60, 1);
		expect(physics.motion.velocity(ball).y).toBeLessThan(speed);
		game.transforms.setRotation(ball, [0, 0, Math.SQRT1_2, Math.SQRT1_2]);
		step(1);
		expect(game.transforms.rotation(ball)[2]).toBeCloseTo(Math.SQRT1_2);
	});

	it('[T35] wakes by that, but not by being put where it is', () => {
		const { game, index, step, at } = physicsRig(ground, thing('Ball', { ...BODY, position: [0, 0.5, 0] }));
		step(300);
		const rest = at('Ball');
		game.transforms.setPosition(index('Ball'), rest);
		step(1);
		game.transforms.takeChanges();
		step(1);
		expect(game.transforms.takeChanges()).toHaveLength(0);
		game.transforms.setPosition(index('Ball'), [0, 4, 0]);
		step(240);
		expect(at('Ball')[1]).toBeCloseTo(0.5, 1);
	});

	it('[T35] takes along what its parent holds, and falls out of a parent that physics moves', () => {
		const group = thing('Group', {});
		const { game, index, step, at, entity } = physicsRig(
			group,
			thing('Ball', { ...BODY, 'rigidBody.gravityScale': 0 }, 0),
		);
		step(2);
		game.transforms.setPosition(index('Group'), [7, 0, 0]);
		step(2);
		expect(game.worldMatrix(entity('Ball'))[12]).toBeCloseTo(7);
		expect(at('Ball')[0]).toBeCloseTo(0);
		const falling = physicsRig(
			thing('Box', { ...BODY, 'collider.size': [0.1, 0.1, 0.1] }),
			thing('Still', { ...BODY, 'rigidBody.gravityScale': 0, position: [3, 0, 0] }, 0),
		);
		falling.step(300);
		expect(falling.game.worldMatrix(falling.entity('Still'))[13]).toBeCloseTo(0);
		expect(falling.at('Box')[1]).toBeLessThan(-20);
	});

	it('[T35] outlines without a body, and those beside one, go with their entities', () => {
		const { game, physics, index, step } = physicsRig(
			thing('Door', { collider: true }),
			thing('Frame', { rigidBody: true, 'rigidBody.type': 'fixed', position: [20, 0, 0] }),
			thing('Wing', { collider: true }, 1),
		);
		game.transforms.setPosition(index('Door'), [0, 5, 0]);
		game.transforms.setPosition(index('Wing'), [2, 0, 0]);
		step(1);
		expect(physics.raycast(FROM_ABOVE, DOWN)?.distance).toBeCloseTo(14.5);
		expect(physics.raycast({ x: 22, y: 20, z: 0 }, DOWN)?.distance).toBeCloseTo(19.5);
		expect(physics.raycast({ x: 20, y: 20, z: 0 }, DOWN)).toBeNull();
	});

	it('[T35] what is stretched while the game runs is bumped into as it is', () => {
		const { game, physics, index, step } = physicsRig(
			thing('Wall', { collider: true }),
			thing('Ball', { ...KINEMATIC, 'collider.shape': 'sphere', position: [20, 0, 0] }),
		);
		game.transforms.setScale(index('Wall'), [1, 6, 1]);
		game.transforms.setScale(index('Ball'), [4, 4, 4]);
		step(1);
		expect(physics.raycast(FROM_ABOVE, DOWN)?.distance).toBeCloseTo(17);
		expect(physics.raycast({ x: 20, y: 20, z: 0 }, DOWN)?.distance).toBeCloseTo(18);
	});

	it('[T35] a place that is none moves nothing', () => {
		const { game, physics, index, step } = physicsRig(
			ground,
			thing('Ball', { ...BODY, position: [0, 0.5, 0] }),
		);
		game.transforms.setPosition(index('Ball'), [NaN, 0, Infinity]);
		game.transforms.setRotation(index('Ground'), [NaN, 0, 0, 1]);
		step(10);
		expect(physics.raycast(FROM_ABOVE, DOWN)?.index).toBe(index('Ball'));
	});
});

describe('fields that change while the game runs', () => {
	it('[T35] kind, weight and what pulls', () => {
		const { game, physics, entity, index, step, at } = physicsRig(
			ground,
			thing('Ball', { ...BODY, position: [0, 5, 0] }),
		);
		const set = (key: string, value: string | number | boolean) => {
			entity('Ball').values[key] = value;
			physics.changed(entity('Ball'), key);
		};
		set('rigidBody.type', 'fixed');
		step(30);
		expect(at('Ball')).toEqual([0, 5, 0]);
		set('rigidBody.type', 'dynamic');
		set('rigidBody.mass', 4);
		physics.motion.push(index('Ball'), { x: 8, y: 0, z: 0 });
		expect(physics.motion.velocity(index('Ball')).x).toBeCloseTo(2);
		set('rigidBody.gravityScale', -1);
		step(30);
		expect(at('Ball')[1]).toBeGreaterThan(5.5);
		set('rigidBody.lockMoveY', true);
		const { [1]: height } = at('Ball');
		step(10);
		expect(at('Ball')[1]).toBeCloseTo(height, 1);
		expect(game.transforms.position(0)).toEqual([0, -0.5, 0]);
	});

	it('[T35] outlines and joints', () => {
		const lamp = { ...BODY, joint: true, 'joint.type': 'fixed', position: [0, 5, 0] };
		const { physics, entity, step, at } = physicsRig(
			thing('Lamp', lamp),
			thing('Floor', { collider: true, position: [9, 0, 0] }),
		);
		step(10);
		const set = (name: string, key: string, value: string | number) => {
			entity(name).values[key] = value;
			physics.changed(entity(name), key);
		};
		set('Floor', 'collider.shape', 'sphere');
		set('Floor', 'collider.radius', 2);
		set('Lamp', 'joint.type', 'slider');
		set('Lamp', 'joint.minDistance', -5);
		step(30);
		expect(physics.raycast({ x: 9, y: 20, z: 0 }, DOWN)?.distance).toBeCloseTo(18);
		expect(at('Lamp')[1]).toBeLessThan(4.5);
	});

	it('[T35] its lines can be drawn', () => {
		const { physics, step } = physicsRig(ground, thing('Ball', { ...BODY, position: [0, 5, 0] }));
		step(1);
		const lines = physics.debugLines();
		expect(lines.length).toBeGreaterThan(12 * 6);
		expect(lines.length % 6).toBe(0);
		expect(lines.every(Number.isFinite)).toBe(true);
	});
});
