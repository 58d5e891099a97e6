import { describe, expect, it } from 'vitest';
import { stickPush } from './touch-stick.ts';

describe('the stick of touch screens', () => {
	it('[T45] rests in the middle, and is pushed wholly at its edge and beyond', () => {
		expect(stickPush(0, 0, 60)).toEqual({ x: 0, y: 0, knob: [0, 0] });
		expect(stickPush(5, 0, 60)).toMatchObject({ x: 0, y: 0, knob: [5, 0] });
		expect(stickPush(60, 0, 60)).toMatchObject({ x: 1, knob: [60, 0] });
		expect(stickPush(0, -600, 60)).toMatchObject({ y: 1, knob: [0, -60] });
	});

	it('[T45] slanted it pushes no further than straight', () => {
		const { x, y, knob } = stickPush(-300, 300, 60);
		expect(Math.hypot(x, y)).toBeCloseTo(1);
		expect([x < 0, y < 0]).toEqual([true, true]);
		expect(Math.hypot(...knob)).toBeCloseTo(60);
	});
});
