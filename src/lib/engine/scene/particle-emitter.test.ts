import { Matrix4, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { type Emission, ParticleEmitter } from './particle-emitter.ts';

const STEADY: Emission = { rate: 10, lifetime: 1, speed: 2, spread: 0, duration: Infinity };
const here = new Matrix4();

const emitter = (more: Partial<Emission> = {}, capacity = 100) =>
	new ParticleEmitter(capacity, { ...STEADY, ...more }, seededRandom(7));

/** How many are let out, in so many steps. */
function letOut(from: ParticleEmitter, seconds: number, steps: number): number {
	let count = 0;
	for (let i = 0; i < steps; i++) count += from.advance(seconds / steps, here).count;
	return count;
}

it('[T39] as many come out in a second, however often it is looked', () => {
	for (const steps of [7, 60, 1000]) expect(letOut(emitter(), 2.05, steps), `${steps}`).toBe(20);
});

it('[T39] they come from where it stands, along its own up, at its speed, one after the other', () => {
	const from = emitter();
	const world = new Matrix4().makeRotationZ(-Math.PI / 2).setPosition(1, 2, 3);
	expect(from.advance(0.25, world)).toEqual({ first: 0, count: 2 });
	expect([...from.origins.slice(0, 6)]).toEqual([1, 2, 3, 1, 2, 3]);
	expect([...from.velocities.slice(3, 6)].map((each) => Math.round(each * 1e6) / 1e6)).toEqual([2, 0, 0]);
	expect([...from.births.slice(0, 2)].every((birth) => birth > 0 && birth <= 0.25)).toBe(true);
	expect(from.births[1]).toBeGreaterThan(from.births[0]!);
});

it('[T39] none strays farther than it may', () => {
	const from = emitter({ rate: 1000, spread: Math.PI / 6 }, 1000);
	const { count } = from.advance(0.9, here);
	const angles = Array.from({ length: count }, (_, i) =>
		new Vector3().fromArray(from.velocities, i * 3).angleTo(new Vector3(0, 1, 0)),
	);
	expect(Math.max(...angles)).toBeLessThanOrEqual(Math.PI / 6 + 1e-6);
	expect(Math.max(...angles)).toBeGreaterThan(Math.PI / 7);
	expect(Math.min(...angles)).toBeLessThan(Math.PI / 12);
});

it('[T39] when there is no room the next waits until the oldest is gone', () => {
	const from = emitter({ rate: 100 }, 5);
	expect(letOut(from, 0.5, 50)).toBe(5);
	expect(letOut(from, 0.5, 50)).toBe(0);
	expect(letOut(from, 0.1, 10), 'the first five have lived').toBeGreaterThan(0);
});

it('[T39] it ends after its time, and begins again from the beginning', () => {
	const from = emitter({ duration: 0.5 });
	expect(letOut(from, 3, 100)).toBe(5);
	from.reset();
	expect(from.time).toBe(0);
	expect(letOut(from, 3, 100)).toBe(5);
});
