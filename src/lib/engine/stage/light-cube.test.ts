import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { halveCube, sampleCube, spreadCube } from './light-cube.ts';

const LAMP = new Vector3(0.3, 0.8, 0.5).normalize();
const lamp = (direction: Vector3) => [direction.dot(LAMP) > 0.9 ? 10 : 0, 1, 2] as const;
const brightest = (light: Float32Array): number =>
	light.reduce((most, value, i) => (i % 3 === 0 ? Math.max(most, value) : most), 0);

describe('a cube of light', () => {
	it('keeps what is the same everywhere when it is halved and spread', () => {
		const halved = halveCube(sampleCube(8, () => [0.5, 1, 2]));
		expect([halved.size, halved.light.length]).toEqual([4, 4 * 4 * 6 * 3]);
		for (const cube of [halved, spreadCube(halved, 4, 2)])
			for (let at = 0; at < cube.light.length; at += 3) {
				expect(cube.light[at]).toBeCloseTo(0.5);
				expect(cube.light[at + 1]).toBeCloseTo(1);
				expect(cube.light[at + 2]).toBeCloseTo(2);
			}
	});

	it('spreads a lamp the wider the rougher, brightest where it was', () => {
		const sharp = sampleCube(16, lamp);
		const [little, much] = [spreadCube(sharp, 8, 60), spreadCube(sharp, 8, 2)];
		expect(brightest(little.light)).toBeGreaterThan(brightest(much.light));
		expect(brightest(much.light)).toBeGreaterThan(0);
		let best = { light: -1, cosine: 0 };
		let texel = 0;
		sampleCube(8, (direction) => {
			const light = much.light[texel++ * 3]!;
			if (light > best.light) best = { light, cosine: direction.dot(LAMP) };
			return [0, 0, 0];
		});
		expect(best.cosine).toBeGreaterThan(0.95);
	});
});
