import { describe, expect, it } from 'vitest';
import { VIEW_DIRECTIONS } from '../viewport-port.ts';
import { anglesOf, anglesOfView } from './view-angles.ts';

const TURN = Math.PI * 2;

describe('[E62] a standard view', () => {
	it.each([
		['front', [0, 0, 1]],
		['back', [0, 0, -1]],
		['left', [-1, 0, 0]],
		['right', [1, 0, 0]],
		['top', [0, 1, 0]],
		['bottom', [0, -1, 0]],
	] as const)('from the %s stands there', (direction, [x, y, z]) => {
		const { azimuth, polar } = anglesOf(direction, 0);
		expect(Math.sin(polar) * Math.sin(azimuth)).toBeCloseTo(x);
		expect(Math.cos(polar)).toBeCloseTo(y);
		expect(Math.sin(polar) * Math.cos(azimuth)).toBeCloseTo(z);
	});

	it('is turned to by the shorter way, however often one went round', () => {
		for (const direction of VIEW_DIRECTIONS)
			for (const near of [-20, -3, 0, 2, 9, 31]) {
				const { azimuth } = anglesOf(direction, near);
				expect(Math.abs(azimuth - near)).toBeLessThanOrEqual(Math.PI + 1e-9);
				expect(Math.cos(azimuth - anglesOf(direction, 0).azimuth)).toBeCloseTo(1);
			}
		expect(anglesOf('front', TURN * 3 + 0.1).azimuth).toBeCloseTo(TURN * 3);
	});

	it('is read off where the camera stands', () => {
		const view = { position: [1, 2, 13], target: [1, 2, 3] } as const;
		expect(anglesOfView(view)).toEqual({ azimuth: 0, polar: Math.PI / 2 });
		expect(anglesOfView({ ...view, position: [11, 2, 3] }).azimuth).toBeCloseTo(Math.PI / 2);
		expect(anglesOfView({ ...view, position: [1, 9, 3] })).toEqual({ azimuth: 0, polar: 0 });
	});
});
