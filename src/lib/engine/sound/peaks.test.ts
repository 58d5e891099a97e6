import { expect, it } from 'vitest';
import { peaksOf } from './peaks.ts';

it('[E184] the form of a sound is how loud each part of it is, in any channel', () => {
	const left = Float32Array.from([0, 0.5, -0.25, 0.125]);
	const right = Float32Array.from([0, 0.25, -0.75, 0]);
	expect(peaksOf([left, right], 2)).toEqual([0.5, 0.75]);
	expect(peaksOf([left], 4)).toEqual([0, 0.5, 0.25, 0.125]);
});

it('[E184] what is louder than full is full, and silence has a form as well', () => {
	expect(peaksOf([Float32Array.from([-1.5])], 1)).toEqual([1]);
	expect(peaksOf([], 2)).toEqual([0, 0]);
	expect(peaksOf([new Float32Array(0)], 2)).toEqual([0, 0]);
});
