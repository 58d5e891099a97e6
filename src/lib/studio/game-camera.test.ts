import { quat, vec3 } from 'gl-matrix';
import { expect, it, vi } from 'vitest';
import type { Pose } from '../runtime/world/pose.ts';
import { GameCamera } from './game-camera.ts';

function setup() {
	const poses = new Map<number, Pose>();
	const values = { camera: true, 'camera.fov': 70 };
	const picture = {
		poseAt: (index: number) => poses.get(index),
		valuesAt: (index: number) => (poses.has(index) ? { values } : undefined),
	};
	const lookThrough = vi.fn();
	const stand = (index: number, x: number) =>
		poses.set(index, { position: vec3.fromValues(x, 0, 0), rotation: quat.create(), scale: vec3.create() });
	return { camera: new GameCamera(picture, { lookThrough }), lookThrough, stand, poses, values };
}

it('[T80] a game is seen through the camera it says, as it moves and its lens is changed', () => {
	const { camera, lookThrough, stand, values } = setup();
	stand(3, 1);
	camera.show(1);
	expect(lookThrough).not.toHaveBeenCalled();
	camera.look(3);
	camera.show(1);
	const lens = { projection: 'perspective', near: 0.1, far: 500, fov: 70 };
	expect(lookThrough).toHaveBeenLastCalledWith({ position: [1, 0, 0], rotation: [0, 0, 0, 1], lens });
	camera.show(1);
	expect(lookThrough, 'what stands still is not drawn again').toHaveBeenCalledOnce();
	stand(3, 2);
	camera.show(1);
	values['camera.fov'] = 20;
	camera.show(1);
	expect(lookThrough).toHaveBeenLastCalledWith({
		...{ position: [2, 0, 0], rotation: [0, 0, 0, 1] },
		lens: { ...lens, fov: 20 },
	});
	expect(lookThrough).toHaveBeenCalledTimes(3);
});

it('[T80] without a camera, and when it ends, it is seen as it is edited; of one that is gone, what it saw last', () => {
	const { camera, lookThrough, stand, poses } = setup();
	camera.look(-1);
	camera.look(7);
	camera.show(1);
	expect(lookThrough).not.toHaveBeenCalled();
	stand(7, 1);
	camera.show(1);
	poses.clear();
	camera.show(1);
	expect(lookThrough).toHaveBeenCalledOnce();
	camera.look(-1);
	expect(lookThrough).toHaveBeenLastCalledWith(null);
	stand(7, 1);
	camera.look(7);
	camera.show(1);
	camera.dispose();
	camera.show(1);
	expect(lookThrough).toHaveBeenLastCalledWith(null);
	expect(camera.shown).toBe(null);
});
