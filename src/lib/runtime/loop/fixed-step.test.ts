import { describe, expect, it } from 'vitest';
import { FixedStep } from './fixed-step.ts';

const ticksOf = (frames: readonly number[], speed?: number) => {
	const step = new FixedStep();
	return frames.reduce((sum, ms) => sum + step.advance(ms, speed), 0);
};

describe('the fixed step', () => {
	it('[T1] as many ticks are due however often is asked', () => {
		expect(ticksOf(Array<number>(60).fill(1000 / 60))).toBe(60);
		expect(ticksOf(Array<number>(144).fill(1000 / 144))).toBe(60);
		expect(ticksOf(Array<number>(30).fill(1000 / 30))).toBe(60);
	});

	it('[T1] slow motion takes a share of the time', () => {
		expect(ticksOf(Array<number>(600).fill(10), 0.25)).toBe(90);
		expect(ticksOf([1000, 1000], 0)).toBe(0);
	});

	it('[T1] what a page missed is not made up for', () => {
		const step = new FixedStep();
		expect(step.advance(60_000)).toBe(5);
		expect(step.advance(1000 / 60)).toBe(1);
	});

	it('[T1] tells how far the next tick has come', () => {
		const step = new FixedStep();
		step.advance(1000 / 60 + 1000 / 240);
		expect(step.alpha).toBeCloseTo(0.25);
		expect(new FixedStep().advance(-5)).toBe(0);
	});
});
