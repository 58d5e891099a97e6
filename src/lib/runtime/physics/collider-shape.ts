import { ColliderDesc } from '@dimforge/rapier3d-compat';
import type { vec3 } from 'gl-matrix';
import { readField } from '#lib/doc/components/registry.ts';
import type { GameEntity } from '../world/game-world.ts';

/** Thinner than this physics would let things through, m. */
const THINNEST = 0.0005;

const half = (size: number, by: number) => Math.max(THINNEST, (size * Math.abs(by)) / 2);

/** In place of an outline that is none. */
export const unitBox = (scale: vec3): ColliderDesc =>
	ColliderDesc.cuboid(half(1, scale[0]), half(1, scale[1]), half(1, scale[2]));

/** What physics sees of an entity, stretched as it is seen. Round shapes stay round: by their widest side. */
export function colliderShape(entity: GameEntity, scale: vec3, moves: boolean): ColliderDesc {
	const [sx, sy, sz] = [Math.abs(scale[0]), Math.abs(scale[1]), Math.abs(scale[2])];
	const radius = half(readField(entity, 'collider', 'radius') * 2, Math.max(sx, sz));
	const height = half(readField(entity, 'collider', 'height'), sy);
	switch (readField(entity, 'collider', 'shape')) {
		case 'sphere':
			return ColliderDesc.ball(half(readField(entity, 'collider', 'radius') * 2, Math.max(sx, sy, sz)));
		case 'capsule':
			// Its height is with the round ends; one that is lower than wide is a ball.
			return ColliderDesc.capsule(Math.max(THINNEST, height - radius), radius);
		case 'cylinder':
			return ColliderDesc.cylinder(height, radius);
		case 'cone':
			return ColliderDesc.cone(height, radius);
		case 'mesh':
		case 'hull':
			return outlineShape(entity, scale, moves) ?? unitBox(scale);
		case 'box': {
			const [x, y, z] = readField(entity, 'collider', 'size');
			return ColliderDesc.cuboid(half(x, sx), half(y, sy), half(z, sz));
		}
	}
}

/** As it is seen; what moves is wrapped around in any case, since exact meshes are hollow. Undefined: nothing is seen. */
function outlineShape(entity: GameEntity, scale: vec3, moves: boolean): ColliderDesc | undefined {
	const { outline } = entity;
	if (!outline) return undefined;
	const points = outline.points.map((number, i) => number * (scale[i % 3] ?? 1));
	const isExact = readField(entity, 'collider', 'shape') === 'mesh' && !moves;
	if (isExact) return ColliderDesc.trimesh(points, outline.indices);
	return ColliderDesc.convexHull(points) ?? undefined;
}
