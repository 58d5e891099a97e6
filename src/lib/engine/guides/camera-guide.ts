import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { type Guide, type GuideHandle, lengthHandle } from './guide.ts';
import { path, rectangle } from './strokes.ts';

const ASPECT = 16 / 9;
/** Where the frame with the handles of its angle is held before a camera, m. */
const FRAME_AT = 2;
const UP_AND_DOWN = [1, -1] as const;

/** What a camera sees, from its near to its far plane. */
export function cameraGuide(entity: EntitySnapshot): Guide {
	const near = readField(entity, 'camera', 'near');
	const far = Math.max(readField(entity, 'camera', 'far'), near);
	const flat = readField(entity, 'camera', 'projection') === 'orthographic';
	const fov = readField(entity, 'camera', 'fov');
	const size = readField(entity, 'camera', 'size');
	const heightAt = (distance: number) => (flat ? size : 2 * distance * Math.tan((fov * Math.PI) / 360));
	const frame = Math.min(Math.max(FRAME_AT, near), far);
	const frames = [near, frame, far].map((at) => ({ at, height: heightAt(at) }));
	const sides = UP_AND_DOWN.flatMap((x) => UP_AND_DOWN.map((y) => [x, y] as const));
	const edges = sides.flatMap(([x, y]) =>
		path(frames.map(({ at, height }) => [(x * height * ASPECT) / 2, (y * height) / 2, -at])),
	);
	return {
		kind: 'camera',
		scaled: false,
		lines: [...frames.flatMap(({ at, height }) => rectangle(height * ASPECT, height, -at)), ...edges],
		handles: [
			...UP_AND_DOWN.map((way) => openingHandle(way, frame, heightAt(frame), flat)),
			lengthHandle('camera.far', far, [0, 0, -1]),
		],
	};
}

/** On the edge of the frame: how much it sees from bottom to top, as an angle or, flat, in metres. */
function openingHandle(way: 1 | -1, distance: number, height: number, flat: boolean): GuideHandle {
	const place = { from: [0, 0, -distance] as const, numberAt: (at: number) => at * 2 };
	if (flat) return lengthHandle('camera.size', height / 2, [0, way, 0], place);
	return lengthHandle('camera.fov', height / 2, [0, way, 0], {
		...place,
		counts: 'degrees',
		numberAt: (at) => (Math.atan2(at, distance) * 360) / Math.PI,
	});
}
