import { describe, expect, it } from 'vitest';
import { readPad } from './read-pad.ts';

const pad = (axes: readonly number[], ...values: readonly number[]) =>
	Object.fromEntries(readPad({ axes, buttons: values.map((value) => ({ value, pressed: value > 0.5 })) }));

describe('a gamepad', () => {
	it('[T41] at rest presses nothing, though its sticks tremble and stand a little off', () => {
		expect(pad([0.1, -0.1, 0.02, 0.12], 0.05, 0)).toEqual({});
		expect(pad([NaN, Infinity], NaN)).toEqual({});
		expect(pad([])).toEqual({});
	});

	it('[T41] its sticks go from nothing at the edge of that to all, in any direction alike', () => {
		expect(pad([1, 0])).toEqual({ 'stick:0+': 1 });
		expect(pad([0, -0.98])).toEqual({ 'stick:1-': 1 });
		const slanted = pad([0, 0, -0.7, 0.7]);
		expect(slanted['stick:2-']).toBe(slanted['stick:3+']);
		expect(Math.hypot(slanted['stick:2-']!, slanted['stick:3+']!)).toBeCloseTo(1);
		expect(pad([0.17, 0])['stick:0+']).toBeLessThan(0.02);
	});

	it('[T41] its triggers press as far as they are pulled, its buttons wholly', () => {
		expect(pad([], 1, 0, 0, 0, 0, 0, 0, 0.5)).toEqual({ 'pad:0': 1, 'pad:7': 0.5 });
	});
});
