import { Box3, Vector3 } from 'three';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ViewLens, ViewportView } from '../viewport-port.ts';
import { CameraRig } from './camera-rig.ts';

const VIEW: ViewportView = { position: [4, 3, 6], target: [1, 0.5, -2] };
const LENS: ViewLens = { projection: 'orthographic', size: 10, near: 0.1, far: 100 };

// Node knows no page; what the camera is turned with wants a rectangle of one all the same.
beforeAll(() => void vi.stubGlobal('DOMRect', class {}));
afterAll(() => void vi.unstubAllGlobals());

function setup() {
	const rig = new CameraRig(true, vi.fn());
	rig.resize(1000, 1000);
	rig.setView(VIEW, false);
	/** Where a point is in the picture: from −1 to 1, to the right and up. */
	const seen = (x: number, y: number, z: number) => {
		rig.update(0);
		const point = new Vector3(x, y, z).project(rig.camera);
		return [point.x, point.y] as const;
	};
	/** Where the edge of a box one metre around the target is. */
	const beside = () => {
		const right = new Vector3(1, 0, 0).applyQuaternion(rig.camera.quaternion).add(rig.target);
		return seen(right.x, right.y, right.z);
	};
	return { rig, seen, beside };
}

const near = (a: readonly number[], b: readonly number[], digits = 6) =>
	a.forEach((value, i) => expect(value).toBeCloseTo(b[i] ?? NaN, digits));

describe('[E61] the projection', () => {
	it('changes nothing of what is seen at the target, nor of what others are told', () => {
		const { rig, beside } = setup();
		const before = beside();
		rig.projection = 'orthographic';
		near(beside(), before);
		near(rig.view.position, VIEW.position);
		near(rig.view.target, VIEW.target);
		expect([rig.projection, rig.fov]).toEqual(['orthographic', 45]);
		rig.projection = 'perspective';
		near(beside(), before);
		near(rig.camera.position.toArray(), VIEW.position);
	});

	it('flat, shows what is far behind as large as what is near', () => {
		const { rig, seen } = setup();
		rig.projection = 'orthographic';
		rig.look('front');
		// A pixel of a thousand: ten metres behind, where ten are seen from bottom to top.
		const [[x], [behind]] = [seen(2, 0.5, -2), seen(2, 0.5, -12)];
		expect(Math.abs(x - behind)).toBeLessThan(2 / 1000);
		rig.projection = 'perspective';
		expect(Math.abs(seen(2, 0.5, -2)[0] - seen(2, 0.5, -12)[0])).toBeGreaterThan(0.1);
	});

	it('flat, zooms as it does in perspective', () => {
		const { rig, beside } = setup();
		rig.zoom(2);
		const perspective = beside();
		rig.setView(VIEW, false);
		rig.projection = 'orthographic';
		rig.zoom(2);
		near(beside(), perspective);
	});

	it.each(['perspective', 'orthographic'] as const)('%s, brings a box into view whole', (projection) => {
		const { rig, seen } = setup();
		rig.projection = projection;
		rig.focus(new Box3(new Vector3(10, 0, 10), new Vector3(14, 2, 30)));
		const corners = [10, 14].flatMap((x) => [0, 2].flatMap((y) => [10, 30].map((z) => seen(x, y, z))));
		const most = Math.max(...corners.flat().map(Math.abs));
		expect(most).toBeLessThan(1);
		expect(most).toBeGreaterThan(0.7);
	});

	it('flat, neither cuts off what is around the target nor loses what is before what', () => {
		const { rig } = setup();
		rig.projection = 'orthographic';
		const { camera, target } = rig;
		const distance = camera.position.distanceTo(target);
		expect(distance - camera.near, 'before the target').toBeGreaterThan(1000);
		expect(camera.far - distance, 'behind the target').toBeGreaterThan(1000);
		expect(camera.far / camera.near, 'depths are told apart').toBeLessThan(100);
	});

	it('is that of a scene’s camera while it is looked through, and then again as it was', () => {
		const { rig, beside } = setup();
		rig.setView(VIEW, false, LENS);
		expect(rig.projection).toBe('orthographic');
		near(beside(), [0.2, 0]);
		rig.look('top');
		expect([rig.projection, rig.lens]).toEqual(['perspective', null]);
		near(beside(), [0.2, 0]);
	});
});

describe('[T80] the eyes of a game', () => {
	/** Straight down, the top of the picture to the right: no hand could turn the view so. */
	const DOWN = [-0.5, -0.5, -0.5, 0.5] as const;
	const perspective: ViewLens = { projection: 'perspective', fov: 90, near: 0.2, far: 50 };

	it('see from anywhere, however turned, through their own lens, and without helpers', () => {
		const { rig, seen } = setup();
		rig.lookThrough({ position: [0, 10, 0], rotation: DOWN, lens: perspective });
		near(seen(0, 0, 0), [0, 0]);
		near(seen(5, 0, 0), [0, 0.5]);
		near(seen(0, 0, 5), [0.5, 0]);
		expect([rig.camera.near, rig.camera.far, rig.camera.layers.mask]).toEqual([0.2, 50, 1]);
		rig.lookThrough({ position: [0, 10, 0], rotation: DOWN, lens: { ...LENS, size: 4 } });
		near(seen(1, 0, 0), [0, 0.5], 2);
		near(seen(1, -20, 0), [0, 0.5], 1);
	});

	it('leave the hands’ own view as it was, which is back afterwards to the last bit', () => {
		const { rig } = setup();
		const matrix = () => {
			rig.update(0);
			return [
				...rig.camera.matrixWorld.elements,
				...rig.camera.projectionMatrix.elements,
				rig.camera.layers.mask,
			];
		};
		const before = matrix();
		rig.lookThrough({ position: [0, 10, 0], rotation: DOWN, lens: perspective });
		expect(matrix()).not.toEqual(before);
		near([...rig.view.position, ...rig.view.target], [...VIEW.position, ...VIEW.target]);
		rig.lookThrough(null);
		expect(matrix()).toEqual(before);
	});
});

describe('[E62] a standard view', () => {
	it.each(['perspective', 'orthographic'] as const)('%s, keeps target and distance', (projection) => {
		const { rig } = setup();
		rig.projection = projection;
		const distance = new Vector3(...VIEW.position).distanceTo(new Vector3(...VIEW.target));
		rig.look('right');
		near(rig.view.target, VIEW.target);
		near(rig.view.position, [VIEW.target[0] + distance, VIEW.target[1], VIEW.target[2]]);
	});

	it('from above has what is at the back on top', () => {
		const { rig, seen } = setup();
		rig.look('top');
		const [x, y] = seen(1, 0.5, -3);
		expect(x).toBeCloseTo(0, 4);
		expect(y).toBeGreaterThan(0.1);
	});
});

describe('[E202] the view by key', () => {
	it('goes around what it looks at, to the right and up, as far away as before', () => {
		const { rig } = setup();
		const { position, target } = VIEW;
		const before = new Vector3(...position).distanceTo(new Vector3(...target));
		const right = new Vector3(1, 0, 0).applyQuaternion(rig.camera.quaternion);
		rig.orbit(0.2, 0);
		near(rig.view.target, target);
		const sideways = new Vector3(...rig.view.position).sub(new Vector3(...position));
		expect(sideways.dot(right)).toBeGreaterThan(0);
		rig.orbit(0, 0.2);
		expect(rig.view.position[1]).toBeGreaterThan(position[1]);
		near([new Vector3(...rig.view.position).distanceTo(new Vector3(...target))], [before]);
	});

	it('moves across what is seen by a share of the picture, flat or not', () => {
		const { rig, seen } = setup();
		for (const projection of ['perspective', 'orthographic'] as const) {
			rig.projection = projection;
			rig.setView(VIEW, false);
			rig.pan(0.25, 0);
			near(seen(...VIEW.target), [-0.5, 0], 4);
			rig.pan(-0.25, 0.25);
			near(seen(...VIEW.target), [0, -0.5], 4);
		}
	});
});
