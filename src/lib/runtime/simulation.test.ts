import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#lib/base/json.ts';
import { seededRandom } from '#lib/base/random.ts';
import { Simulation } from './simulation.ts';
import type { EntityData } from './world/game-data.ts';

const BODY = { rigidBody: true, collider: true };
const GROUND: EntityData = thing('Ground', {
	collider: true,
	'collider.size': [20, 1, 20],
	position: [0, -0.5, 0],
});

function thing(name: string, values: Record<string, JsonValue>, parent = -1): EntityData {
	return { id: name, name, parent, values };
}

/** One number for where everything stands, to the last bit (FNV-1a, 32 bits). */
function stateHash(numbers: Readonly<Float64Array>): number {
	let hash = 0x811c9dc5;
	for (const byte of new Uint8Array(numbers.buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash >>> 0;
}

async function play(entities: readonly EntityData[], ticks: number) {
	const simulation = await Simulation.start({ entities, seed: 1 });
	simulation.advance(ticks);
	const at = (name: string) => {
		const { index } = simulation.world.entities.find((entity) => entity.name === name)!;
		const { transforms } = simulation.world;
		return { position: transforms.position(index), rotation: transforms.rotation(index) };
	};
	return { simulation, at };
}

describe('a running game', () => {
	it('[T2] what has weight falls, and lands on what stands still', async () => {
		const { at } = await play(
			[GROUND, thing('Ball', { ...BODY, 'collider.shape': 'sphere', position: [0, 5, 0] })],
			240,
		);
		expect(at('Ball').position[1]).toBeCloseTo(0.5, 1);
		expect(at('Ground').position).toEqual([0, -0.5, 0]);
	});

	it('[T2] falls as fast as things do', async () => {
		const { at } = await play([thing('Stone', { ...BODY, position: [0, 100, 0] })], 60);
		expect(100 - at('Stone').position[1]).toBeCloseTo(9.81 / 2, 0);
	});

	it('[T2] what is in a turned, moved and stretched group falls down in the world', async () => {
		const group = thing('Group', {
			position: [3, 0, 0],
			rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2],
			scale: [2, 2, 2],
		});
		const { at } = await play([group, thing('Stone', { ...BODY, position: [10, 0, 0] }, 0)], 60);
		// The group's x is the world's y.
		expect((10 - at('Stone').position[0]) * 2).toBeCloseTo(9.81 / 2, 0);
		expect(at('Stone').position[1]).toBeCloseTo(0);
		expect(at('Stone').rotation[3]).toBeCloseTo(1);
	});

	it('[T2] an outline below a body belongs to it, and stands still without one', async () => {
		const table = thing('Table', { rigidBody: true, position: [0, 3, 0] });
		const top = thing('Top', { collider: true, 'collider.size': [2, 0.2, 2], position: [0, 1, 0] }, 1);
		const { at } = await play([GROUND, table, top], 240);
		expect(at('Table').position[1]).toBeCloseTo(-0.9, 1);
		expect(at('Top').position).toEqual([0, 1, 0]);
	});

	it('[T2] what is locked does not move or turn that way', async () => {
		const values = { ...BODY, 'rigidBody.lockMoveY': true, 'rigidBody.lockTurnX': true, position: [0, 3, 0] };
		const { at } = await play([thing('Stone', values)], 60);
		expect(at('Stone').position[1]).toBeCloseTo(3);
	});

	it('[T2] heavy things push light ones, through what they weigh alone', async () => {
		const side = (name: string, x: number, mass: number) =>
			thing(name, { ...BODY, 'rigidBody.mass': mass, 'rigidBody.gravityScale': 0, position: [x, 0, 0] });
		// They overlap, and part as their weights say.
		const { at } = await play([side('Light', -0.4, 1), side('Heavy', 0.4, 1000)], 120);
		expect(0.4 - at('Heavy').position[0]).toBeCloseTo(0, 1);
		expect(at('Light').position[0]).toBeLessThan(-0.55);
	});

	it('[T2] what is seen can be what is bumped into', async () => {
		const outline = {
			points: Float32Array.from([-5, 0, -5, 5, 0, -5, 5, 0, 5, -5, 0, 5]),
			indices: Uint32Array.from([0, 2, 1, 0, 3, 2]),
		};
		const floor = {
			...thing('Floor', { collider: true, 'collider.shape': 'mesh', scale: [1, 1, 0.5] }),
			outline,
		};
		const over = (name: string, z: number) => thing(name, { ...BODY, position: [1, 2, z] });
		const { at } = await play([floor, over('On it', 1), over('Beside it', 4)], 120);
		expect(at('On it').position[1]).toBeCloseTo(0.5, 1);
		expect(at('Beside it').position[1]).toBeLessThan(-5);
	});

	it('[T2] joints hold: fixed, hinge within its angles, ball, slider, spring', async () => {
		const held = async (joint: Record<string, JsonValue>) => {
			const values = { ...BODY, joint: true, 'joint.anchor': [-1, 0, 0], 'joint.axis': [0, 0, 1], ...joint };
			const { at } = await play([thing('Arm', { ...values, position: [1, 5, 0] })], 600);
			return at('Arm');
		};
		expect((await held({ 'joint.type': 'fixed' })).position[1]).toBeCloseTo(5, 1);
		const hinge = await held({ 'joint.type': 'hinge', 'joint.minAngle': -30, 'joint.maxAngle': 0 });
		expect(hinge.position[1]).toBeCloseTo(5 - Math.sin(Math.PI / 6), 1);
		const ball = await held({ 'joint.type': 'ball', 'rigidBody.linearDamping': 2 });
		expect(ball.position[1]).toBeCloseTo(4, 1);
		const slider = { 'joint.type': 'slider', 'joint.axis': [0, 1, 0], 'joint.minDistance': -2 };
		expect((await held(slider)).position[1]).toBeCloseTo(3, 1);
		const spring = await held({
			'joint.type': 'spring',
			'joint.length': 0,
			'joint.stiffness': 100,
			'joint.damping': 10,
		});
		expect(spring.position[1]).toBeGreaterThan(3.5);
		expect(spring.position[1]).toBeLessThan(5);
	});

	it('[T3] the same beginning gives the same game to the last bit, after a thousand ticks', async () => {
		const random = seededRandom(7);
		const pile = Array.from({ length: 60 }, (_, i) =>
			thing(`Thing ${i}`, {
				...BODY,
				'collider.shape': ['box', 'sphere', 'capsule', 'cylinder', 'cone'][i % 5] ?? 'box',
				'collider.restitution': 0.3,
				position: [random() * 3, 2 + i / 2, random() * 3],
			}),
		);
		const hashOf = async (things: readonly EntityData[]) => {
			const { simulation } = await play([GROUND, ...things], 1000);
			return stateHash(simulation.world.transforms.numbers);
		};
		const first = await hashOf(pile);
		expect(await hashOf(pile)).toBe(first);
		expect(await hashOf(pile.slice(1))).not.toBe(first);
	});

	it('[T3] tells what moved, each once', async () => {
		const { simulation } = await play([GROUND, thing('Ball', { ...BODY, position: [0, 5, 0] })], 0);
		expect(simulation.world.transforms.takeChanges()).toHaveLength(0);
		simulation.advance(3);
		const changes = simulation.world.transforms.takeChanges();
		expect(changes).toHaveLength(11);
		expect(changes[0]).toBe(1);
		expect(changes[2]).toBeLessThan(5);
		expect(simulation.tick).toBe(3);
		simulation.dispose();
	});

	it('[T3] tells it in the room that is left of earlier changes, where that is enough', async () => {
		const { simulation } = await play([thing('Ball', { ...BODY, position: [0, 5, 0] })], 0);
		const { transforms } = simulation.world;
		const [large, small] = [new Float32Array(30).fill(9), new Float32Array(10).fill(9)];
		simulation.advance(1);
		const changes = transforms.takeChanges(large);
		expect([changes.buffer === large.buffer, changes.length, changes[0]]).toEqual([true, 11, 0]);
		simulation.advance(1);
		expect(transforms.takeChanges(small)).toHaveLength(11);
		expect(small.every((number) => number === 9)).toBe(true);
		expect(transforms.takeChanges(large)).toHaveLength(0);
		simulation.dispose();
	});
});
