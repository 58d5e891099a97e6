import { hasComponent, readField } from '../../doc/components/registry.ts';
import type { Vector3 } from '../../doc/components/component.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';

/** Line ends around an entity, m. `scaled`: it grows with the entity. */
export type ReachLines = {
	readonly points: readonly number[];
	readonly color: string;
	readonly scaled: boolean;
};

const COLORS = { light: '#e8c97a', audio: '#7ab8e8', collider: '#6fd08c' };
const SEGMENTS = 48;
/** Of a light without a range, m. */
const SHOWN_LENGTH = 3;
const SUN_RADIUS = 0.25;
/** A cone that is wider is drawn so, as it would have no end. */
const WIDEST = 85;
const SIDES = [0, 0.25, 0.5, 0.75];
const MIDDLE: Vector3 = [0, 0, 0];

/** Up to where a light shines, a sound is heard and a collider is bumped into. */
export function reachLines(entity: EntitySnapshot): readonly ReachLines[] {
	const light = hasComponent(entity, 'light') ? lightPoints(entity) : [];
	return [
		...(light.length > 0 ? [{ points: light, color: COLORS.light, scaled: false }] : []),
		...(hasComponent(entity, 'audio') ? soundLines(entity) : []),
		...(hasComponent(entity, 'collider') ? colliderLines(entity) : []),
	];
}

function lightPoints(entity: EntitySnapshot): number[] {
	const range = readField(entity, 'light', 'range');
	switch (readField(entity, 'light', 'type')) {
		case 'point':
			return range > 0 ? ball(range) : [];
		case 'spot': {
			const angle = Math.min(readField(entity, 'light', 'angle'), WIDEST);
			const length = range || SHOWN_LENGTH;
			return beam(Math.tan((angle * Math.PI) / 180) * length, length, MIDDLE);
		}
		case 'directional':
			return [
				...ring('z', SUN_RADIUS, MIDDLE),
				...SIDES.flatMap((share) => {
					const [x, y] = onRing(share, SUN_RADIUS);
					return [x, y, 0, x, y, -SHOWN_LENGTH / 2];
				}),
			];
		default:
			return [];
	}
}

function soundLines(entity: EntitySnapshot): ReachLines[] {
	if (!readField(entity, 'audio', 'positional')) return [];
	const reaches = [readField(entity, 'audio', 'refDistance'), readField(entity, 'audio', 'maxDistance')];
	return reaches.map((reach) => ({ points: ball(reach), color: COLORS.audio, scaled: false }));
}

function colliderLines(entity: EntitySnapshot): ReachLines[] {
	const at = readField(entity, 'collider', 'offset');
	const points = colliderPoints(entity).map((value, i) => value + (at[i % 3] ?? 0));
	return points.length > 0 ? [{ points, color: COLORS.collider, scaled: true }] : [];
}

function colliderPoints(entity: EntitySnapshot): number[] {
	const radius = readField(entity, 'collider', 'radius');
	const half = readField(entity, 'collider', 'height') / 2;
	switch (readField(entity, 'collider', 'shape')) {
		case 'box':
			return boxEdges(readField(entity, 'collider', 'size'));
		case 'sphere':
			return ball(radius);
		case 'capsule': {
			const middle = Math.max(0, half - radius);
			return [...tube(radius, middle), ...dome(radius, middle, 1), ...dome(radius, -middle, -1)];
		}
		case 'cylinder':
			return tube(radius, half);
		case 'cone':
			return [
				...ring('y', radius, [0, -half, 0]),
				...SIDES.flatMap((share) => {
					const [x, z] = onRing(share, radius);
					return [x, -half, z, 0, half, 0];
				}),
			];
		// They follow the mesh, which is seen.
		case 'mesh':
		case 'hull':
			return [];
	}
}

const onRing = (share: number, radius: number): readonly [number, number] => [
	Math.cos(share * Math.PI * 2) * radius,
	Math.sin(share * Math.PI * 2) * radius,
];

/** A circle around an axis; `part`: how much of it. */
function ring(axis: 'x' | 'y' | 'z', radius: number, [x, y, z]: Vector3, part = 1): number[] {
	const at = (i: number) => {
		const [a, b] = onRing((i / SEGMENTS) * part, radius);
		const [dx, dy, dz] = { x: [0, b, a], y: [a, 0, b], z: [a, b, 0] }[axis] as [number, number, number];
		return [x + dx, y + dy, z + dz];
	};
	return Array.from({ length: SEGMENTS }, (_, i) => [...at(i), ...at(i + 1)]).flat();
}

const ball = (radius: number): number[] =>
	(['x', 'y', 'z'] as const).flatMap((axis) => ring(axis, radius, MIDDLE));

/** From a point along −Z to a circle. */
function beam(radius: number, length: number, [x, y, z]: Vector3): number[] {
	const sides = SIDES.flatMap((share) => {
		const [dx, dy] = onRing(share, radius);
		return [x, y, z, x + dx, y + dy, z - length];
	});
	return [...sides, ...ring('z', radius, [x, y, z - length])];
}

/** An upright tube from −half to half. */
function tube(radius: number, half: number): number[] {
	const sides = SIDES.flatMap((share) => {
		const [x, z] = onRing(share, radius);
		return [x, -half, z, x, half, z];
	});
	return [...ring('y', radius, [0, half, 0]), ...ring('y', radius, [0, -half, 0]), ...sides];
}

/** Two half circles over the end of a tube. */
function dome(radius: number, height: number, way: 1 | -1): number[] {
	const arcs = [ring('x', radius, MIDDLE, 0.5), ring('z', radius, MIDDLE, 0.5)].flat();
	return arcs.map((value, i) => (i % 3 === 1 ? value * way + height : value));
}

function boxEdges([x, y, z]: Vector3): number[] {
	const ends = [-0.5, 0.5];
	return ends
		.flatMap((a) =>
			ends.flatMap((b) => [-0.5, a, b, 0.5, a, b, a, -0.5, b, a, 0.5, b, a, b, -0.5, a, b, 0.5]),
		)
		.map((value, i) => value * ([x, y, z][i % 3] ?? 1));
}
