import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { restingPlace } from './resting-place.ts';

const FLOOR = new Vector3(0, 1, 0);
const WALL = new Vector3(-1, 0, 0);
const body = (low: number, high: number) =>
	[-1, 1].flatMap((x) => [low, high].flatMap((y) => [-2, 2].map((z) => new Vector3(x, y, z))));
const place = (
	points: readonly Vector3[],
	normal: Vector3,
	at: readonly [number, number, number],
	step: number | null = null,
	solid = true,
) =>
	restingPlace({ points, solid }, { point: new Vector3(...at), normal }, step)
		.toArray()
		.map((n) => Number(n.toFixed(4)) + 0);

describe('[E150] what is placed on a surface', () => {
	it('stands on it with its bottom, wherever its own origin is', () => {
		expect(place(body(0, 1), FLOOR, [3, 1, 2])).toEqual([3, 1, 2]);
		expect(place(body(-0.5, 0.5), FLOOR, [3, 1, 2])).toEqual([3, 1.5, 2]);
		expect(place(body(0.4, 0.5), FLOOR, [3, 1, 2])).toEqual([3, 0.6, 2]);
	});

	it('lies against walls', () => {
		expect(place(body(0, 1), WALL, [3, 1, 2])).toEqual([2, 1, 2]);
	});

	it('keeps its height above it without a body', () => {
		expect(place([new Vector3(0, 2, 0)], FLOOR, [3, 1, 2], null, false)).toEqual([3, 1, 2]);
	});

	it('goes by steps across floors, never into walls', () => {
		expect(place(body(0, 1), FLOOR, [3.1, 1.1, 1.8], 0.25)).toEqual([3, 1.1, 1.75]);
		expect(place(body(0, 1), WALL, [3.1, 1, 1.8], 0.25)).toEqual([2.1, 1, 1.8]);
	});
});
