import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { type Guide, type GuideHandle, lengthHandle, BETWEEN } from './guide.ts';
import { arc, path, quarters, rectangle, sphere } from './strokes.ts';

/** A light without end is drawn as far as this, open; its handle is there. Metres. */
const OPEN_REACH = 3;
const OPEN_RAYS = { from: 0.5, to: 1 };
const RAY = { radius: 0.4, length: 2.4, head: 0.22 };

type Shape = Pick<Guide, 'lines' | 'handles'>;

/** How far and how wide a light shines; null for one that shines everywhere alike. */
export function lightGuide(entity: EntitySnapshot): Guide | null {
	const shape = shapeOf(entity);
	return shape && { kind: 'light', scaled: false, ...shape };
}

function shapeOf(entity: EntitySnapshot): Shape | null {
	switch (readField(entity, 'light', 'type')) {
		case 'point':
			return pointShape(readField(entity, 'light', 'range'));
		case 'spot':
			return spotShape(readField(entity, 'light', 'range'), readField(entity, 'light', 'angle'));
		case 'directional':
			return { lines: rays(), handles: [] };
		case 'area':
			return areaShape(readField(entity, 'light', 'width'), readField(entity, 'light', 'height'));
		default:
			return null;
	}
}

function pointShape(range: number): Shape {
	const { from, to } = OPEN_RAYS;
	const open = () => BETWEEN.flatMap(([x, y, z]) => [x * from, y * from, z * from, x * to, y * to, z * to]);
	return {
		lines: range > 0 ? sphere(range) : open(),
		handles: BETWEEN.map((way) => lengthHandle('light.range', range || to, way)),
	};
}

/** The cone ends where the light does: on a part of a sphere. `angle` from its middle to its edge, degrees. */
function spotShape(range: number, angle: number): Shape {
	const reach = range || OPEN_REACH;
	const edge = (angle * Math.PI) / 180;
	const [radius, z] = [reach * Math.sin(edge), -reach * Math.cos(edge)];
	const rim = quarters(2, radius, [0, 0, z]);
	// Around Y, angles are counted from Z; around X, from Y.
	const cap = [
		...arc(1, reach, [0, 0, 0], Math.PI - edge, Math.PI + edge),
		...arc(0, reach, [0, 0, 0], -Math.PI / 2 - edge, -Math.PI / 2 + edge),
	];
	return {
		lines: [
			...arc(2, radius, [0, 0, z]),
			...rim.flatMap((point) => path([[0, 0, 0], point])),
			...(range > 0 ? cap : []),
		],
		handles: [
			lengthHandle('light.range', reach, [0, 0, -1]),
			...rim.map((from) => angleHandle(from, reach, angle)),
		],
	};
}

/** On the rim, dragged across the cone's edge. */
function angleHandle(from: readonly [number, number, number], reach: number, angle: number): GuideHandle {
	const [x, y, z] = from;
	const radius = Math.hypot(x, y);
	const [out, ahead] = [-z / reach, radius / reach];
	return {
		key: 'light.angle',
		from,
		along: [(x / radius) * out, (y / radius) * out, ahead],
		at: 0,
		counts: 'degrees',
		numberAt: (at) => angle + (Math.atan2(at, reach) * 180) / Math.PI,
		write: (number) => number,
	};
}

/** Which way it shines, wherever it stands. */
function rays(): number[] {
	const { radius, length, head } = RAY;
	const starts = quarters(2, radius, [0, 0, 0]);
	return [
		...arc(2, radius),
		...starts.flatMap(([x, y]) =>
			path([
				[x, y, 0],
				[x, y, -length * 0.6],
			]),
		),
		...path([
			[0, 0, 0],
			[0, 0, -length],
		]),
		...quarters(2, head, [0, 0, -length + head * 1.6]).flatMap((point) => path([[0, 0, -length], point])),
	];
}

function areaShape(width: number, height: number): Shape {
	const twice = { numberAt: (at: number) => at * 2 };
	return {
		lines: rectangle(width, height, 0),
		handles: [
			lengthHandle('light.width', width / 2, [1, 0, 0], twice),
			lengthHandle('light.width', width / 2, [-1, 0, 0], twice),
			lengthHandle('light.height', height / 2, [0, 1, 0], twice),
			lengthHandle('light.height', height / 2, [0, -1, 0], twice),
		],
	};
}
