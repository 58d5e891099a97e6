import type { Vector3 } from 'three';
import { Box3 } from 'three';
import { describe, expect, it } from 'vitest';
import { makeEntity, type Values } from '../scene/scene-fixtures.ts';
import { reachLines } from './reach-lines.ts';

/** What the lines of an entity reach over, m. */
function boxes(values: Values) {
	return reachLines(makeEntity(values)).map(({ points }) => {
		const box = new Box3().setFromArray(points);
		return [box.min, box.max].map((at: Vector3) => at.toArray().map((n) => Number(n.toFixed(3)) + 0));
	});
}

describe('[E204] how far things reach', () => {
	it('is a cone of a spot light, a ball of a point light that has a range, a ray of a sun', () => {
		const spot = { light: true, 'light.type': 'spot', 'light.range': 2, 'light.angle': 45 };
		expect(boxes(spot)).toEqual([
			[
				[-2, -2, -2],
				[2, 2, 0],
			],
		]);
		expect(boxes({ light: true, 'light.range': 3 })).toEqual([
			[
				[-3, -3, -3],
				[3, 3, 3],
			],
		]);
		expect(boxes({ light: true })).toEqual([]);
		expect(boxes({ light: true, 'light.type': 'ambient' })).toEqual([]);
		const [sun] = boxes({ light: true, 'light.type': 'directional' });
		expect(sun?.[0]?.[2]).toBeLessThan(-0.5);
	});

	it('is up to where a sound is full, and where it fades; nowhere, if it is everywhere', () => {
		const sound = { audio: true, 'audio.refDistance': 2, 'audio.maxDistance': 9 };
		expect(boxes(sound).map(([, max]) => max)).toEqual([
			[2, 2, 2],
			[9, 9, 9],
		]);
		expect(boxes({ ...sound, 'audio.positional': false })).toEqual([]);
	});

	it.each([
		['box', [-1, -1, -1], [3, 1, 1]],
		['sphere', [0.25, -0.75, -0.75], [1.75, 0.75, 0.75]],
		['capsule', [0.25, -1.5, -0.75], [1.75, 1.5, 0.75]],
		['cylinder', [0.25, -1.5, -0.75], [1.75, 1.5, 0.75]],
		['cone', [0.25, -1.5, -0.75], [1.75, 1.5, 0.75]],
	])('is the outline of a collider: %s', (shape, min, max) => {
		const collider = {
			collider: true,
			'collider.shape': shape,
			'collider.size': [4, 2, 2],
			'collider.radius': 0.75,
			'collider.height': 3,
			'collider.offset': [1, 0, 0],
		};
		expect(boxes(collider)).toEqual([[min, max]]);
	});

	it('of what follows the mesh nothing is drawn beside it', () => {
		expect(boxes({ collider: true, 'collider.shape': 'hull' })).toEqual([]);
	});
});
