import type { Vector3 } from '../../doc/components/component.ts';
import { readField } from '../../doc/components/registry.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import { AXES, BETWEEN, type Guide, type GuideHandle, lengthHandle, opposite, WAYS } from './guide.ts';
import { ownWire } from './own-wire.ts';
import { arc, box, path, quarters, sphere } from './strokes.ts';

const QUARTER = Math.PI / 2;
const SIDEWAYS = WAYS.filter(([, y]) => y === 0);

type Shape = Pick<Guide, 'lines' | 'handles'>;
/** A round shape that stands upright. */
type Round = { readonly radius: number; readonly height: number; readonly offset: Vector3 };

/** What others bump into. */
export function colliderGuide(node: EntityNode): Guide {
	return { kind: 'collider', scaled: true, ...shapeOf(node) };
}

function shapeOf(node: EntityNode): Shape {
	const { entity } = node;
	const offset = readField(entity, 'collider', 'offset');
	const round: Round = {
		radius: readField(entity, 'collider', 'radius'),
		height: readField(entity, 'collider', 'height'),
		offset,
	};
	const shape = readField(entity, 'collider', 'shape');
	switch (shape) {
		case 'box':
			return boxShape(readField(entity, 'collider', 'size'), offset);
		case 'sphere':
			return { lines: sphere(round.radius, offset), handles: BETWEEN.map((way) => radiusHandle(round, way)) };
		case 'capsule':
			return capsuleShape(round);
		case 'cylinder':
			return uprightShape(round, round.radius);
		case 'cone':
			return uprightShape(round, 0);
		case 'mesh':
		case 'hull':
			return { lines: moved(ownWire(node), offset), handles: [] };
	}
}

function boxShape(size: Vector3, offset: Vector3): Shape {
	const faces = AXES.flatMap((axis, at) =>
		[axis, opposite(axis)].map((way) =>
			lengthHandle('collider.size', size[at as 0 | 1 | 2] / 2, way, {
				from: offset,
				numberAt: (length) => length * 2,
				write: (number) => size.with(at, number),
			}),
		),
	);
	return { lines: box(size, offset), handles: faces };
}

/** A cylinder, or with no radius at its top a cone. */
function uprightShape(round: Round, top: number): Shape {
	const { radius, height, offset } = round;
	const [low, high] = [at(offset, -height / 2), at(offset, height / 2)];
	const tips = quarters(1, top, high);
	return {
		lines: [
			...arc(1, radius, low),
			...(top > 0 ? arc(1, top, high) : []),
			...quarters(1, radius, low).flatMap((point, i) => path([point, tips[i] ?? high])),
		],
		// The sides of a cone are half as wide in its middle; its radius is at its foot.
		handles: [
			...SIDEWAYS.map((way) => radiusHandle(top > 0 ? round : { ...round, offset: low }, way)),
			...heightHandles(round),
		],
	};
}

function capsuleShape(round: Round): Shape {
	const { radius, height, offset } = round;
	const straight = Math.max(height / 2 - radius, 0);
	const [low, high] = [at(offset, -straight), at(offset, straight)];
	const feet = quarters(1, radius, low);
	return {
		lines: [
			...arc(1, radius, low),
			...arc(1, radius, high),
			...quarters(1, radius, high).flatMap((point, i) => path([point, feet[i] ?? low])),
			// Around Z, angles are counted from X; around X, from Y.
			...arc(2, radius, high, 0, 2 * QUARTER),
			...arc(2, radius, low, 2 * QUARTER, 4 * QUARTER),
			...arc(0, radius, high, -QUARTER, QUARTER),
			...arc(0, radius, low, QUARTER, 3 * QUARTER),
		],
		handles: [...SIDEWAYS.map((way) => radiusHandle(round, way)), ...heightHandles(round)],
	};
}

const radiusHandle = ({ radius, offset }: Round, way: Vector3): GuideHandle =>
	lengthHandle('collider.radius', radius, way, { from: offset });

const heightHandles = ({ height, offset }: Round): GuideHandle[] =>
	WAYS.filter(([, y]) => y !== 0).map((way) =>
		lengthHandle('collider.height', height / 2, way, { from: offset, numberAt: (length) => length * 2 }),
	);

const at = ([x, y, z]: Vector3, up: number): Vector3 => [x, y + up, z];

const moved = (lines: readonly number[], offset: Vector3): number[] =>
	lines.map((n, i) => n + (offset[(i % 3) as 0 | 1 | 2] ?? 0));
