import { describe, expect, it } from 'vitest';
import { anglesOf } from '#lib/engine/control/view-angles.ts';
import { VIEW_DIRECTIONS, type ViewDirection, type ViewportView } from '#lib/engine/viewport-port.ts';
import { axisEnds } from './axis-ends.ts';

const from = (x: number, y: number, z: number): ViewportView => ({
	position: [x + 3, y + 2, z + 1],
	target: [3, 2, 1],
});

function standing(direction: ViewDirection): ViewportView {
	const { azimuth, polar } = anglesOf(direction, 0);
	// As the camera stands: never quite above, so that it knows which way is up on screen.
	const safe = Math.min(Math.PI - 1e-6, Math.max(1e-6, polar));
	const across = Math.sin(safe) * 10;
	return from(across * Math.sin(azimuth), Math.cos(safe) * 10, across * Math.cos(azimuth));
}

function endsOf(view: ViewportView) {
	const round = (n: number) => Math.round(n * 1000) / 1000 + 0;
	return Object.fromEntries(
		axisEnds(view).map(({ direction, x, y, near }) => [direction, [round(x), round(y), round(near)]]),
	);
}

describe('[E63] the ends of the axes on screen', () => {
	it('from the front, right is right, top is up and the front is near', () => {
		expect(endsOf(from(0, 0, 5))).toEqual({
			front: [0, 0, 1],
			back: [0, 0, -1],
			left: [-1, 0, 0],
			right: [1, 0, 0],
			top: [0, -1, 0],
			bottom: [0, 1, 0],
		});
	});

	it('from the right, the front is on the left', () => {
		expect(endsOf(from(5, 0, 0))).toMatchObject({ right: [0, 0, 1], front: [-1, 0, 0], top: [0, -1, 0] });
	});

	it('from above, as on a plan, the front is below', () => {
		expect(endsOf(from(0, 5, 0))).toMatchObject({ top: [0, 0, 1], right: [1, 0, 0], front: [0, 1, 0] });
	});

	it('are each one long, from anywhere', () => {
		for (const { x, y, near } of axisEnds(from(3, 7, -2))) expect(Math.hypot(x, y, near)).toBeCloseTo(1);
	});

	it.each(VIEW_DIRECTIONS)('says that it is looked from the %s, and from nowhere else', (direction) => {
		const facing = axisEnds(standing(direction)).filter(({ faces }) => faces);
		expect(facing.map((end) => end.direction)).toEqual([direction]);
	});

	it('says so of none while the view is at an angle', () => {
		expect(axisEnds(from(1, 1, 1)).some(({ faces }) => faces)).toBe(false);
	});
});
