import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityId } from '../base/ids.ts';
import type { Quaternion, Vector3 } from '../doc/components/component.ts';
import { EulerMemory } from './euler-memory.ts';
import { angleBetween, eulerFromQuaternion, quaternionFromEuler } from './euler.ts';

const part = fc.double({ min: -1, max: 1, noNaN: true });
const rotation = fc
	.tuple(part, part, part, part)
	.filter((parts) => Math.hypot(...parts) > 0.1)
	.map((parts): Quaternion => parts);
const degree = fc.integer({ min: -720, max: 720 });
const degrees = fc.tuple(degree, degree, degree).map((parts): Vector3 => parts);
const id = 'a'.repeat(22) as EntityId;

describe('degrees and quaternions', () => {
	it('write any turn as degrees that mean the same turn', () => {
		fc.assert(
			fc.property(rotation, (turn) => {
				expect(angleBetween(quaternionFromEuler(eulerFromQuaternion(turn)), turn)).toBeLessThan(0.05);
			}),
		);
	});

	it('keep a heading between -180° and 180° one number', () => {
		for (const heading of [-179, -90, -45, 0, 30, 90, 135, 180]) {
			expect(eulerFromQuaternion(quaternionFromEuler([0, heading, 0]))).toEqual([0, heading, 0]);
		}
	});

	it('look straight up and down without losing the heading', () => {
		for (const pitch of [-90, 90]) {
			expect(eulerFromQuaternion(quaternionFromEuler([pitch, 35, 0]))).toEqual([pitch, 35, 0]);
		}
		expect(eulerFromQuaternion([-0.70711, 0, 0, 0.70711])).toEqual([-90, 0, 0]);
	});

	it('turn a point as three.js does for the order YXZ', () => {
		// Euler(30°, 40°, 50°, 'YXZ') there.
		const expected: Quaternion = [0.360042, 0.196628, 0.303372, 0.860042];
		const ours = quaternionFromEuler([30, 40, 50]);
		expect(angleBetween(ours, expected)).toBeLessThan(0.001);
	});
});

describe('what was typed', () => {
	it('is shown again, however large, while the turn stays', () => {
		fc.assert(
			fc.property(degrees, (typed) => {
				const memory = new EulerMemory();
				expect(memory.read(id, memory.write(id, typed))).toEqual(typed);
			}),
		);
	});

	it('does not drift when one axis is changed a thousand times', () => {
		const memory = new EulerMemory();
		let turn = memory.write(id, [12.5, 90, -7]);
		for (let step = 0; step < 1000; step++) {
			const [x, , z] = memory.read(id, turn);
			turn = memory.write(id, [x, step, z]);
		}
		expect(memory.read(id, turn)).toEqual([12.5, 999, -7]);
	});

	it('gives way when the turn was changed elsewhere', () => {
		const memory = new EulerMemory();
		memory.write(id, [0, 270, 0]);
		expect(memory.read(id, quaternionFromEuler([0, 45, 0]))).toEqual([0, 45, 0]);
	});
});
