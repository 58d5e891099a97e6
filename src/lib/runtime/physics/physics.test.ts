import { beforeAll, describe, expect, it } from 'vitest';
import { preparePhysics } from './physics.ts';
import { BODY, DOWN, ground, KINEMATIC, physicsRig, thing } from '../../../../tests/helpers/physics-rig.ts';

beforeAll(preparePhysics);

describe('bodies under a script’s hand', () => {
	it('[T30] goes as fast as it is told, is pushed by its mass, and a force pulls for one tick', () => {
		const floating = { ...BODY, 'rigidBody.gravityScale': 0, 'rigidBody.mass': 2 };
		const { physics, index, step, at } = physicsRig(
			thing('A', floating),
			thing('B', { ...floating, position: [0, 5, 0] }),
			thing('C', { ...floating, position: [0, 10, 0] }),
		);
		physics.motion.setVelocity(index('A'), { x: 3, y: 0, z: 0 });
		physics.motion.push(index('B'), { x: 2, y: 0, z: 0 });
		physics.motion.force(index('C'), { x: 120, y: 0, z: 0 });
		physics.motion.setSpin(index('A'), { x: 0, y: 90, z: 0 });
		step(60);
		expect(at('A')[0]).toBeCloseTo(3, 1);
		expect(physics.motion.spin(index('A')).y).toBeCloseTo(90, -1);
		expect(physics.motion.velocity(index('B')).x).toBeCloseTo(1, 3);
		expect(physics.motion.velocity(index('C')).x).toBeCloseTo(1, 3);
	});

	it('[T30] is put somewhere else at rest, at once, wherever its parent is', () => {
		const group = thing('Group', { position: [10, 0, 0] });
		const { physics, index, step, at } = physicsRig(group, thing('Ball', BODY, 0));
		step(30);
		physics.motion.teleport(index('Ball'), { x: 2, y: 50, z: 0 });
		expect(at('Ball')).toEqual([-8, 50, 0]);
		expect(physics.motion.velocity(index('Ball'))).toEqual({ x: 0, y: 0, z: 0 });
		step(1);
		expect(at('Ball')[1]).toBeCloseTo(50, 1);
	});

	it('[T30] what is no number never reaches physics: the error names the call and the old value stays', () => {
		const { physics, index, step, at } = physicsRig(ground, thing('Ball', { ...BODY, position: [0, 5, 0] }));
		const ball = index('Ball');
		const broken = { x: 0, y: NaN, z: 0 };
		const endless = { x: Infinity, y: 0, z: 0 };
		expect(() => physics.motion.push(ball, broken)).toThrow(
			'body.push: impulse.y must be a number within ±1000000000, got NaN.',
		);
		expect(() => physics.motion.setVelocity(ball, endless)).toThrow('body.velocity: velocity.x');
		expect(() => physics.motion.setSpin(ball, broken)).toThrow('body.spin: spin.y');
		expect(() => physics.motion.force(ball, endless)).toThrow('body.force: force.x');
		expect(() => physics.motion.teleport(ball, broken)).toThrow('body.teleport: to.y');
		expect(() => physics.raycast(broken, DOWN)).toThrow('physics.raycast: from.y');
		expect(() => physics.raycast({ x: 0, y: 0, z: 0 }, { x: 0, y: 0, z: 0 })).toThrow(
			'physics.raycast: direction must lead somewhere, got 0, 0, 0.',
		);
		expect(() => physics.within(broken, 1)).toThrow('physics.within: center.y');
		expect(() => physics.within(DOWN, NaN)).toThrow('physics.within: radius');
		expect(() => (physics.gravity = broken)).toThrow('physics.gravity: gravity.y');
		expect(() => physics.motion.push(ball, 'up' as never)).toThrow(
			'must be something with x, y and z, got up.',
		);
		step(240);
		expect(at('Ball')[1]).toBeCloseTo(0.5, 1);
	});

	it('[T30] gravity pulls elsewhere, and wakes what sleeps', () => {
		const { physics, step, at } = physicsRig(ground, thing('Ball', { ...BODY, position: [0, 0.5, 0] }));
		step(300);
		physics.gravity = { x: 0, y: 5, z: 0 };
		expect(physics.gravity).toEqual({ x: 0, y: 5, z: 0 });
		step(60);
		expect(at('Ball')[1]).toBeGreaterThan(2);
	});
});

describe('what touches', () => {
	it('[T31] is told once as it begins and once as it ends, of those someone listens to', () => {
		const { physics, index, contacts } = physicsRig(
			ground,
			thing('Ball', { ...BODY, position: [0, 1, 0] }),
			thing('Unheard', { ...BODY, position: [5, 1, 0] }),
		);
		physics.listen(index('Ball'));
		expect(contacts(120)).toEqual(['Ground Ball began']);
		physics.motion.teleport(index('Ball'), { x: 0, y: 3, z: 0 });
		expect(contacts(2)).toEqual(['Ground Ball parted']);
		physics.listen(index('Ball'), false);
		expect(contacts(120)).toEqual([]);
	});

	it('[T31] what touches already as someone begins to listen, and what goes while it touches', () => {
		const { physics, entity, index, contacts } = physicsRig(
			ground,
			thing('Ball', { ...BODY, position: [0, 0.499, 0] }),
		);
		expect(contacts(60)).toEqual([]);
		physics.listen(index('Ground'));
		expect(contacts(1)).toEqual(['Ground Ball began']);
		physics.remove(entity('Ball'));
		expect(contacts(1)).toEqual(['Ground Ball parted']);
	});

	it('[T31] sensors hold up nothing, and meet what scripts move', () => {
		const { game, physics, index, contacts } = physicsRig(
			thing('Coin', { collider: true, 'collider.sensor': true }),
			thing('Player', { ...KINEMATIC, position: [-3, 0, 0] }),
		);
		physics.listen(index('Coin'));
		expect(contacts(1)).toEqual([]);
		game.transforms.setPosition(index('Player'), [0.2, 0, 0]);
		expect(contacts(2)).toEqual(['Coin Player began sensor']);
	});

	it('[T31] the thing is what holds the outline', () => {
		const { physics, index, contacts } = physicsRig(
			ground,
			thing('Table', { rigidBody: true, position: [0, 0.3, 0] }),
			thing('Top', { collider: true, 'collider.size': [2, 0.2, 2] }, 1),
		);
		physics.listen(index('Table'));
		expect(contacts(60)).toEqual(['Ground Table began']);
		expect(physics.raycast({ x: 0, y: 5, z: 0 }, DOWN)).toMatchObject({
			index: index('Table'),
			part: index('Top'),
		});
	});
});

describe('rays and balls', () => {
	it('[T32] a ray meets the first thing, with point, normal and distance; through what it ignores', () => {
		const { physics, index } = physicsRig(ground, thing('Crate', { ...BODY, position: [0, 2, 0] }));
		const from = { x: 0, y: 10, z: 0 };
		const hit = physics.raycast(from, { x: 0, y: -3, z: 0 })!;
		expect(hit.index).toBe(index('Crate'));
		expect(hit.distance).toBeCloseTo(7.5);
		expect(hit.point.y).toBeCloseTo(2.5);
		expect(hit.normal.y).toBeCloseTo(1);
		expect(physics.raycast(from, DOWN, { ignore: index('Crate') })?.index).toBe(index('Ground'));
		expect(physics.raycast(from, DOWN, { maxDistance: 7 })).toBeNull();
		expect(physics.raycast(from, { x: 0, y: 1, z: 0 }, { maxDistance: Infinity })).toBeNull();
	});

	it('[T32] goes through sensors unless they are asked for', () => {
		const { physics, index } = physicsRig(
			ground,
			thing('Zone', { collider: true, 'collider.sensor': true, position: [0, 3, 0] }),
		);
		const from = { x: 0, y: 10, z: 0 };
		expect(physics.raycast(from, DOWN)?.index).toBe(index('Ground'));
		expect(physics.raycast(from, DOWN, { sensors: true })?.index).toBe(index('Zone'));
	});

	it('[T32] a ball finds what lies in it, each once', () => {
		const at = (x: number) => ({ ...BODY, 'collider.shape': 'sphere', position: [x, 0, 0] });
		const { physics, index } = physicsRig(thing('Far', at(9)), thing('Near', at(1)), thing('Edge', at(3.4)));
		expect(physics.within({ x: 0, y: 0, z: 0 }, 3)).toEqual([index('Near'), index('Edge')]);
		expect(physics.within({ x: 0, y: 0, z: 0 }, 0)).toEqual([]);
	});
});

describe('what comes and goes', () => {
	it('[T33] joints end with their bodies, and what is gone is met no more', () => {
		const hook = { ...thing('Hook', { ...KINEMATIC, position: [0, 10, 0] }), id: 'h'.repeat(22) };
		const lamp = {
			...BODY,
			joint: true,
			'joint.type': 'fixed',
			'joint.target': hook.id,
			position: [0, 8, 0],
		};
		const { physics, entity, index, step, at } = physicsRig(hook, thing('Lamp', lamp));
		step(60);
		expect(at('Lamp')[1]).toBeCloseTo(8, 1);
		physics.remove(entity('Hook'));
		expect(physics.has(index('Hook'))).toBe(false);
		step(60);
		expect(at('Lamp')[1]).toBeLessThan(5);
		expect(physics.raycast({ x: 0, y: 20, z: 0 }, DOWN)?.index).toBe(index('Lamp'));
	});

	it('[T33] what lay on it falls', () => {
		const { physics, entity, step, at } = physicsRig(
			ground,
			thing('Shelf', { rigidBody: true, 'rigidBody.type': 'fixed', collider: true, position: [0, 5, 0] }),
			thing('Book', { ...BODY, position: [0, 6, 0] }),
		);
		step(300);
		expect(at('Book')[1]).toBeCloseTo(6, 1);
		physics.remove(entity('Shelf'));
		step(240);
		expect(at('Book')[1]).toBeCloseTo(0.5, 1);
	});

	it('[T33] what just came is pushed by what it weighs', () => {
		const { game, physics, step } = physicsRig(ground);
		const [bullet] = game.spawn(
			[thing('Bullet', { ...BODY, 'rigidBody.mass': 2, position: [0, 5, 0] })],
			null,
		);
		physics.add([bullet!]);
		physics.motion.push(bullet!.index, { x: 8, y: 0, z: 0 });
		step(1);
		expect(physics.motion.velocity(bullet!.index).x).toBeCloseTo(4, 3);
	});

	it('[T33] comes back when it is added again, with its outline and its joint', () => {
		const { physics, entity, step, at } = physicsRig(ground, thing('Ball', { ...BODY, position: [0, 5, 0] }));
		physics.remove(entity('Ball'));
		step(60);
		expect(at('Ball')).toEqual([0, 5, 0]);
		physics.add([entity('Ball')]);
		step(240);
		expect(at('Ball')[1]).toBeCloseTo(0.5, 1);
	});
});

describe('what is no body of any size', () => {
	const line = { points: Float32Array.of(0, 0, 0, 1, 0, 0, 2, 0, 0), indices: Uint32Array.of(0, 1, 2) };
	const none = { points: Float32Array.of(), indices: Uint32Array.of() };

	it.each(['hull', 'mesh'])(
		'[T2] is a box where a %s of it has no inside, and the others fall on',
		(shape) => {
			const { step, at } = physicsRig(
				{ ...thing('Line', { ...BODY, 'collider.shape': shape, position: [5, 3, 0] }), outline: line },
				{ ...thing('None', { collider: true, 'collider.shape': shape, position: [9, 0, 0] }), outline: none },
				ground,
				thing('Ball', { ...BODY, position: [0, 5, 0] }),
			);
			step(240);
			expect(at('Ball')[1]).toBeCloseTo(0.5, 1);
		},
	);

	it.each([
		['nothing', [0, 0, 0]],
		['a sheet', [1, 0, 1]],
		['a thread', [0, 1, 0]],
		['its own reflection', [-1, 1, 1]],
	])('[T2] stands somewhere and is turned somehow where its parent is %s', (_, scale) => {
		const { game, step } = physicsRig(
			ground,
			thing('Group', { scale, rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2] }),
			thing('Ball', { ...BODY, position: [0, 3, 0] }, 1),
			thing('Flat', { ...BODY, scale, position: [9, 3, 0] }),
		);
		step(60);
		expect([...game.transforms.numbers].filter((number) => !Number.isFinite(number))).toEqual([]);
	});

	it('[T2] lies as it is turned, flat in one direction', () => {
		const { step, at } = physicsRig(
			thing('Ramp', {
				...{ collider: true, 'collider.size': [20, 1, 20], scale: [1, 0, 1] },
				rotation: [0, 0, Math.sin(-Math.PI / 8), Math.cos(-Math.PI / 8)],
			}),
			thing('Ball', { ...BODY, 'collider.shape': 'sphere', position: [0, 2, 0] }),
		);
		step(90);
		expect(at('Ball')[0]).toBeGreaterThan(1);
	});
});
