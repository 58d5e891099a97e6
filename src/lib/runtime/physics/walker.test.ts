import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '#lib/base/json.ts';
import type { EntityData } from '#lib/runtime/world/game-data.ts';
import { BODY, DOWN, ground, KINEMATIC, physicsRig, thing } from '../../../../tests/helpers/physics-rig.ts';
import { preparePhysics } from './physics.ts';
import type { WalkOptions } from './walker.ts';

beforeAll(preparePhysics);

const SPEED = 3;
const TICK = 1 / 60;

/** A person 1.6 m high, whose feet are at this height. */
function person(x: number, feet: number, values: Record<string, JsonValue> = {}): EntityData {
	const shape = { 'collider.shape': 'capsule', 'collider.height': 1.6, 'collider.radius': 0.3 };
	return thing('Player', { ...KINEMATIC, ...shape, position: [x, feet + 0.8, 0], ...values });
}

const block = (name: string, x: number, height: number) =>
	thing(name, { collider: true, 'collider.size': [2, height, 4], position: [x, height / 2, 0] });

/** A slope that rises along x, its surface through the root. */
function ramp(degrees: number): EntityData {
	const half = (degrees * Math.PI) / 360;
	return thing('Ramp', {
		collider: true,
		'collider.size': [60, 1, 10],
		position: [0.5 * Math.sin(2 * half), -0.5 * Math.cos(2 * half), 0],
		rotation: [0, 0, Math.sin(half), Math.cos(half)],
	});
}

function setup(...entities: EntityData[]) {
	const rig = physicsRig(...entities);
	const player = rig.index('Player');
	let fall = 0;
	/** Walks along x for so many ticks, and falls as games let fall. */
	const walk = (ticks: number, speed: number, options?: WalkOptions) => {
		let isGrounded = false;
		for (let i = 0; i < ticks; i++) {
			fall -= 9.81 * TICK;
			({ isGrounded } = rig.physics.walk(player, { x: speed * TICK, y: fall * TICK, z: 0 }, options));
			if (isGrounded) fall = 0;
			rig.step(1);
		}
		return { isGrounded };
	};
	const feet = () => rig.at('Player')[1] - 0.8;
	return { ...rig, player, walk, feet };
}

describe('what walks', () => {
	it('[T34] falls, stands on the ground, and goes as far as it is told', () => {
		const { walk, feet, at } = setup(ground, person(0, 1));
		expect(walk(5, 0).isGrounded).toBe(false);
		expect(walk(60, 0).isGrounded).toBe(true);
		expect(feet()).toBeCloseTo(0, 1);
		expect(walk(60, SPEED).isGrounded).toBe(true);
		expect(at('Player')[0]).toBeCloseTo(3, 1);
	});

	it('[T34] climbs steps of 0.3 m and stops before 0.6 m, or as high as it is told', () => {
		const stairs = (values = {}) =>
			setup(ground, block('Step', 3, 0.29), block('Wall', 5, 0.89), person(0, 0, values));
		const { walk, feet, at } = stairs();
		walk(180, SPEED);
		expect(feet()).toBeCloseTo(0.29, 1);
		expect(at('Player')[0]).toBeCloseTo(3.7, 1);
		const weak = stairs();
		weak.walk(180, SPEED, { stepHeight: 0.1 });
		expect(weak.at('Player')[0]).toBeCloseTo(1.7, 1);
		const strong = stairs({ 'collider.shape': 'cylinder' });
		strong.walk(120, SPEED, { stepHeight: 0.7 });
		expect(strong.feet()).toBeCloseTo(0.89, 1);
	});

	it('[T34] stands on 30°, and slides down from 60°', () => {
		const gentle = setup(ramp(30), person(0, 0.2));
		gentle.walk(60, 0);
		const from = gentle.at('Player')[0];
		expect(gentle.walk(120, 0).isGrounded).toBe(true);
		expect(Math.abs(gentle.at('Player')[0] - from)).toBeLessThan(0.02);
		const steep = setup(ramp(60), person(0, 0.5));
		steep.walk(120, 0);
		expect(steep.at('Player')[0]).toBeLessThan(-1);
	});

	it('[T34] walks up 30° and not 60°, unless it is told that it can', () => {
		const gentle = setup(ramp(30), person(0, 0.2));
		gentle.walk(60, SPEED);
		expect(gentle.at('Player')[1]).toBeGreaterThan(1.5);
		const steep = setup(ramp(60), person(0, 0.5));
		steep.walk(60, SPEED);
		expect(steep.feet()).toBeLessThan(0.6);
	});

	it('[T34] stays on a ramp going down', () => {
		const { walk } = setup(ramp(30), person(5, 3.2));
		walk(60, 0);
		for (let i = 0; i < 60; i++) expect(walk(1, -SPEED).isGrounded).toBe(true);
	});

	it('[T34] rides on what scripts move, along and up and down', () => {
		const lift = thing('Lift', { ...KINEMATIC, 'collider.size': [4, 1, 4], position: [0, -0.5, 0] });
		const { game, index, walk, feet, at } = setup(lift, person(0, 0.05));
		walk(30, 0);
		const move = (ticks: number, x: number, y: number) => {
			for (let i = 0; i < ticks; i++) {
				const [px, py, pz] = at('Lift');
				game.transforms.setPosition(index('Lift'), [px + x * TICK, py + y * TICK, pz]);
				expect(walk(1, 0).isGrounded).toBe(true);
			}
		};
		move(60, 2, 0);
		expect(at('Player')[0]).toBeCloseTo(2, 1);
		move(60, 0, 3);
		expect(feet()).toBeCloseTo(3, 1);
		move(60, 0, -2);
		expect(Math.abs(feet() - 1)).toBeLessThan(0.1);
	});

	it('[T34] pushes what falls and bumps, and tells what it ran into', () => {
		const crate = thing('Crate', { ...BODY, position: [2, 0.5, 0] });
		const { physics, player, walk, at, contacts } = setup(ground, crate, block('Wall', 8, 3), person(0, 0));
		walk(30, 0);
		physics.listen(player);
		contacts(1);
		const told: string[] = [];
		for (let i = 0; i < 120; i++) {
			walk(1, SPEED);
			for (const { began, partA, partB } of physics.contacts()) if (began) told.push(`${partA} ${partB}`);
		}
		expect(at('Crate')[0]).toBeGreaterThan(3);
		expect(told).toContain('1 3');
	});

	it('[T34] goes twice in one tick, from where the first ended, and from where a script has put it', () => {
		const { game, physics, player, step, at } = setup(ground, person(0, 0.01));
		step(1);
		physics.walk(player, { x: 0.5, y: 0, z: 0 });
		physics.walk(player, { x: 0.5, y: 0, z: 0 });
		expect(at('Player')[0]).toBeCloseTo(1, 3);
		game.transforms.setPosition(player, [5, 0.81, 0]);
		physics.walk(player, { x: 0.5, y: 0, z: 0 });
		step(1);
		expect(at('Player')[0]).toBeCloseTo(5.5, 3);
	});

	it('[T34] walks in a group that is turned and stretched', () => {
		const group = thing('Group', { rotation: [0, Math.SQRT1_2, 0, Math.SQRT1_2], scale: [2, 2, 2] });
		const inside = { ...person(0, 0), parent: 1 };
		const { physics, player, step, game, entity } = setup(ground, group, inside);
		step(1);
		physics.walk(player, { x: 1, y: 0, z: 0 });
		step(1);
		expect(game.worldMatrix(entity('Player'))[12]).toBeCloseTo(1, 2);
	});

	it('[T34] says what is missing', () => {
		const { physics, index } = setup(
			thing('Crate', BODY),
			thing('Ghost', { rigidBody: true, 'rigidBody.type': 'kinematic' }),
			person(5, 0),
		);
		expect(() => physics.walk(index('Crate'), DOWN)).toThrow(
			'only a rigid body of the kind “Moved by scripts”',
		);
		expect(() => physics.walk(index('Ghost'), DOWN)).toThrow('it needs a collider that is no sensor');
		const { physics: other, player } = setup(person(0, 0));
		expect(() => other.walk(player, { x: NaN, y: 0, z: 0 })).toThrow('body.walk: by.x');
		expect(() => other.walk(player, DOWN, { maxSlope: NaN })).toThrow('body.walk: maxSlope');
	});
});
