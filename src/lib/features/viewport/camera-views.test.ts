import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities } from '#lib/doc/commands/add-entities.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import {
	camerasOf,
	heightOfView,
	lensOfCamera,
	openingView,
	transformOfView,
	viewOfCamera,
} from './camera-views.ts';

describe('cameras and views', () => {
	it('a camera put where the view is sees what the view sees', () => {
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		const view = { position: [3, 4, 5], target: [0, 1, 0] } as const;
		const values = { camera: true, ...transformOfView(view) };
		unwrap(addEntities(scene, [{ name: 'Camera', values }], null));
		const [camera] = camerasOf(scene.snapshot);
		if (!camera) throw new Error('expected a camera');
		const seen = viewOfCamera(scene.snapshot, camera.id);
		expect(seen.position).toEqual([3, 4, 5]);
		// Five metres ahead, in the direction of the view's target.
		const length = Math.hypot(3, 3, 5);
		[0, 1, 2].forEach((axis) => {
			const ahead = (view.target[axis] ?? 0) - (view.position[axis] ?? 0);
			const expected = (view.position[axis] ?? 0) + (ahead / length) * 5;
			expect(seen.target[axis]).toBeCloseTo(expected, 3);
		});
	});

	it('a scene is first seen from its camera, else as a whole; an empty one from anywhere', () => {
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		expect(openingView(scene.snapshot)).toBeNull();
		unwrap(addEntities(scene, [{ name: 'Box', values: { mesh: true } }], null));
		expect(openingView(scene.snapshot)).toBe('all');
		const camera = { name: 'Camera', values: { camera: true, position: [0, 2, 6] } };
		unwrap(addEntities(scene, [camera], null));
		expect(openingView(scene.snapshot)).toEqual({ position: [0, 2, 6], target: [0, 2, 1] });
	});

	it('a camera is looked through as its fields say', () => {
		const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
		const flat = { camera: true, 'camera.projection': 'orthographic', 'camera.size': 3, 'camera.far': 20 };
		const drafts = [
			{ name: 'Wide', values: { camera: true, 'camera.fov': 90 } },
			{ name: 'Flat', values: flat },
			{ name: 'Box', values: { mesh: true } },
		];
		const lenses = unwrap(addEntities(scene, drafts, null)).map((id) => lensOfCamera(scene.snapshot, id));
		expect(lenses).toEqual([
			{ projection: 'perspective', fov: 90, near: 0.1, far: 500 },
			{ projection: 'orthographic', size: 3, near: 0.1, far: 20 },
			undefined,
		]);
	});

	it('[E61] a flat view is as high as what one in perspective shows at its target', () => {
		const view = { position: [0, 3, 4], target: [0, 0, 0] } as const;
		expect(heightOfView(view, 90)).toBeCloseTo(10);
		expect(heightOfView(view, 45)).toBeCloseTo(10 * Math.tan(Math.PI / 8));
	});
});
