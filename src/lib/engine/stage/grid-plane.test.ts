import { PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { facingPlane, GROUND } from './grid-plane.ts';

function colorsFrom(x: number, y: number, z: number) {
	const camera = new PerspectiveCamera();
	camera.position.set(x, y, z);
	camera.lookAt(0, 0, 0);
	const plane = facingPlane(camera);
	return plane && [plane.u.color, plane.v.color];
}

describe('[E61] the grid in a flat view', () => {
	it.each([
		['the front', [0, 0, 5], ['axisX', 'axisY']],
		['the back', [0, 0, -5], ['axisX', 'axisY']],
		['the left', [-5, 0, 0], ['axisZ', 'axisY']],
		['the right', [5, 0, 0], ['axisZ', 'axisY']],
		['above', [0, 5, 0], ['axisX', 'axisZ']],
		['below', [0, -5, 0], ['axisX', 'axisZ']],
	] as const)('faces whoever looks from %s', (_, [x, y, z], colors) => {
		expect(colorsFrom(x, y, z)).toEqual(colors);
	});

	it('lies on the ground from anywhere else', () => {
		expect(colorsFrom(1, 1, 1)).toBeNull();
		expect(colorsFrom(0, 0.1, 5)).toBeNull();
		expect(GROUND.normal.toArray()).toEqual([0, 1, 0]);
	});
});
