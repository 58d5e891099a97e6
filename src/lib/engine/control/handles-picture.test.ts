import { type Mesh, type MeshBasicMaterial, Object3D, PerspectiveCamera, Scene, Vector3 } from 'three';
import { TransformControls, type TransformControlsGizmo } from 'three/addons/controls/TransformControls.js';
import { describe, expect, it } from 'vitest';
import { HandlesPicture } from './handles-picture.ts';

function setup(mode: 'translate' | 'rotate' | 'scale' = 'translate') {
	const camera = new PerspectiveCamera();
	camera.position.set(3, 2, 5);
	camera.lookAt(0, 0, 0);
	const controls = new TransformControls(camera);
	const root = controls.getHelper();
	const [gizmo] = root.children as [TransformControlsGizmo];
	const picture = new HandlesPicture(gizmo.gizmo[mode], () => controls.camera);
	const scene = new Scene();
	const held = new Object3D();
	scene.add(held, root, picture);
	controls.setMode(mode);
	controls.attach(held);
	const handles = gizmo.gizmo[mode].children as Mesh<never, MeshBasicMaterial>[];
	const look = (x: number, y: number, z: number) => {
		camera.position.set(x, y, z);
		camera.lookAt(0, 0, 0);
		root.updateMatrixWorld();
		picture.updateMatrixWorld();
	};
	look(3, 2, 5);
	/** The numbers of the handles in the order they are drawn. */
	const drawn = () => {
		const { geometry } = picture;
		const numbers = geometry.getAttribute('handle');
		const order: number[] = [];
		for (let i = 0; i < geometry.drawRange.count; i++) {
			const at = numbers.getX(geometry.index?.getX(i) ?? 0);
			if (order.at(-1) !== at) order.push(at);
		}
		return order;
	};
	return { controls, camera, picture, handles, look, drawn };
}

describe('the picture of handles', () => {
	it.each(['translate', 'rotate', 'scale'] as const)(
		'draws all that are seen to %s, far ones first',
		(mode) => {
			const { camera, handles, drawn } = setup(mode);
			const depths = drawn().map((at) => {
				const sphere = handles[at]!.geometry as Mesh['geometry'];
				const { center } = sphere.boundingSphere!;
				const middle = new Vector3().copy(center).applyMatrix4(handles[at]!.matrixWorld);
				return middle.applyMatrix4(camera.matrixWorldInverse).z;
			});
			expect(depths).toHaveLength(handles.filter(({ visible }) => visible).length);
			expect(depths).toEqual(depths.toSorted((a, b) => a - b));
		},
	);

	it('sorts them anew as the camera goes round, and leaves out an axis that is looked along', () => {
		const { handles, look, drawn } = setup();
		const before = drawn();
		look(-5, 2, -3);
		expect(drawn()).not.toEqual(before);
		expect(drawn().toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
		look(0, 0, 6);
		const names = new Set(drawn().map((at) => handles[at]!.name));
		expect(names).not.toContain('Z');
		expect(names).toContain('X');
	});

	it('shows each as large, where and in the colour it would be drawn by itself, and itself alone', () => {
		const { camera, controls, picture, handles, look } = setup();
		controls.axis = 'Y';
		look(3, 2, 5);
		const { places, colors } = picture.material.uniforms;
		handles.forEach(({ matrixWorld, material: { color, opacity }, layers }, at) => {
			expect(places!.value[at].elements).toEqual(matrixWorld.elements);
			expect(colors!.value[at].toArray()).toEqual([...color.toArray(), opacity]);
			expect(layers.test(camera.layers)).toBe(false);
		});
		expect(picture.layers.test(camera.layers)).toBe(true);
	});

	it('is not there while other handles are', () => {
		const { controls, picture, look } = setup('rotate');
		controls.setMode('translate');
		look(3, 2, 5);
		expect(picture.visible).toBe(false);
	});
});
