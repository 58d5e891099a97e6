import { Object3D, PerspectiveCamera, Scene, Vector3 } from 'three';
import { TransformControls, type TransformControlsGizmo } from 'three/addons/controls/TransformControls.js';
import { describe, expect, it } from 'vitest';
import { lightenHandles } from './light-handles.ts';

function setup(lighten: boolean) {
	const camera = new PerspectiveCamera(50, 1, 0.1, 100);
	const controls = new TransformControls(camera);
	const root = controls.getHelper();
	const [gizmo] = root.children as [TransformControlsGizmo];
	if (lighten) lightenHandles(controls);
	const scene = new Scene();
	const held = new Object3D();
	held.position.set(1, 0, 0);
	scene.add(held, root);
	controls.attach(held);
	const draw = ([x, y, z]: readonly [number, number, number]) => {
		camera.position.set(x, y, z);
		camera.lookAt(held.position);
		scene.updateMatrixWorld();
	};
	/** Which handle is where this many metres off the held thing are seen. */
	const over = (x: number, y: number, z: number) => {
		const at = new Vector3(x, y, z).add(held.position).project(camera);
		controls.pointerHover({ x: at.x, y: at.y, button: -1 } as never);
		return controls.axis;
	};
	const placed = (which: 'gizmo' | 'picker' | 'helper') =>
		gizmo[which][controls.mode as 'translate'].children.map(({ visible, matrixWorld }) => [
			visible,
			...matrixWorld.elements,
		]);
	return { controls, draw, over, placed };
}

const VIEWS = [
	[3, 2, 5],
	[-4, 3, 2],
	[1, 6, 1],
] as const;

describe('light handles', () => {
	it.each(['translate', 'rotate', 'scale'] as const)('are seen where heavy ones are, to %s', (mode) => {
		const [light, heavy] = [setup(true), setup(false)];
		for (const view of VIEWS) {
			for (const { controls, draw } of [light, heavy]) {
				controls.setMode(mode);
				draw(view);
			}
			expect(light.placed('gizmo')).toEqual(heavy.placed('gizmo'));
		}
	});

	it.each(['translate', 'rotate', 'scale'] as const)('are pressed where heavy ones are, to %s', (mode) => {
		const [light, heavy] = [setup(true), setup(false)];
		const met = new Set<string | null>();
		for (const view of VIEWS) {
			for (const { controls, draw } of [light, heavy]) {
				controls.setMode(mode);
				draw(view);
			}
			for (const at of [0.3, 0.5, 0.7])
				for (const [x, y, z] of [
					[at, 0, 0],
					[0, at, 0],
					[0, 0, at],
					[at / 2, at / 2, 0],
				] as const) {
					const found = light.over(x, y, z);
					expect(found).toBe(heavy.over(x, y, z));
					met.add(found);
				}
		}
		expect(met.size).toBeGreaterThan(2);
	});

	it('show the line along the axis they are held by, as heavy ones do, and hide it again', () => {
		const [light, heavy] = [setup(true), setup(false)];
		for (const axis of ['X', null, 'Y'] as const) {
			for (const { controls, draw } of [light, heavy]) {
				controls.axis = axis;
				draw(VIEWS[0]);
			}
			if (axis) expect(light.placed('helper')).toEqual(heavy.placed('helper'));
		}
		light.controls.axis = null;
		light.draw(VIEWS[0]);
		const [gizmo] = light.controls.getHelper().children as [TransformControlsGizmo];
		expect(gizmo.helper.translate.visible).toBe(false);
	});

	it('cost nothing while nothing is held', () => {
		const { controls, draw, placed } = setup(true);
		draw(VIEWS[0]);
		const before = placed('gizmo');
		controls.detach();
		draw(VIEWS[1]);
		expect(placed('gizmo')).toEqual(before);
	});
});
