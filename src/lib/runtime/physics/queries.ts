import { Ball, QueryFilterFlags, Ray, type Collider } from '@dimforge/rapier3d-compat';
import { MAX_COORDINATE } from '#lib/doc/components/component.ts';
import type { GameEntity } from '../world/game-world.ts';
import type { Bodies } from './bodies.ts';
import { thingOf } from './contacts.ts';
import { checkNumber, checkTriple, type Triple } from './finite.ts';
import { groupsOfLayers } from './layers.ts';

export type RayOptions = {
	/** m; 1,000 when not given. */
	readonly maxDistance?: number;
	/** The index of an entity that it goes through, with all that it holds. */
	readonly ignore?: number;
	/** Only what is on these layers is met. */
	readonly layers?: readonly string[];
	/** Sensors are met too. */
	readonly sensors?: boolean;
};

export type RayHit = {
	/** The entity whose body holds the outline that was met, or the outline's own. */
	readonly index: number;
	/** The entity of the outline itself. */
	readonly part: number;
	readonly point: Triple;
	readonly normal: Triple;
	readonly distance: number;
};

const RAY = 'physics.raycast';
const FARTHEST = 1000;
const NO_TURN = { x: 0, y: 0, z: 0, w: 1 };

/** The first thing that a ray meets, as things stood after the last step. */
export function raycast(
	bodies: Bodies,
	from: Triple,
	direction: Triple,
	options: RayOptions = {},
): RayHit | null {
	const origin = checkTriple(RAY, 'from', from);
	const way = directionOf(direction);
	const { maxDistance = FARTHEST, ignore, layers, sensors = false } = options;
	// Without end is as far as things can be.
	const farthest = maxDistance === Infinity ? MAX_COORDINATE : checkNumber(RAY, 'maxDistance', maxDistance);
	const hit = bodies.world.castRayAndGetNormal(
		new Ray(origin, way),
		farthest,
		true,
		sensors ? undefined : QueryFilterFlags.EXCLUDE_SENSORS,
		layers && groupsOfLayers(RAY, layers),
		undefined,
		undefined,
		ignore === undefined ? undefined : (collider) => !isHeldBy(bodies, collider, ignore),
	);
	const part = hit && bodies.byHandle.get(hit.collider.handle);
	if (!part) return null;
	const distance = hit.timeOfImpact;
	const { x, y, z } = hit.normal;
	// From inside of something there is no surface to tell of.
	const isInside = x === 0 && y === 0 && z === 0;
	return {
		index: thingOf(part),
		part: part.entity.index,
		point: along(origin, way, distance),
		normal: isInside ? along({ x: 0, y: 0, z: 0 }, way, -1) : { x, y, z },
		distance,
	};
}

/** The entities of what lies within a ball, at least in part, sensors too; each once, in the order in which they came. */
export function within(bodies: Bodies, center: Triple, radius: number): number[] {
	const at = checkTriple('physics.within', 'center', center);
	const reach = checkNumber('physics.within', 'radius', radius);
	const found = new Set<number>();
	if (reach <= 0) return [];
	bodies.world.intersectionsWithShape(at, NO_TURN, new Ball(reach), ({ handle }) => {
		const part = bodies.byHandle.get(handle);
		if (part) found.add(thingOf(part));
		return true;
	});
	return [...found].sort((a, b) => a - b);
}

function directionOf(direction: Triple): Triple {
	const { x, y, z } = checkTriple(RAY, 'direction', direction);
	const length = Math.sqrt(x * x + y * y + z * z);
	if (length > 0) return { x: x / length, y: y / length, z: z / length };
	throw new RangeError(`${RAY}: direction must lead somewhere, got 0, 0, 0.`);
}

const along = (from: Triple, way: Triple, by: number): Triple => ({
	x: from.x + way.x * by,
	y: from.y + way.y * by,
	z: from.z + way.z * by,
});

function isHeldBy({ byHandle }: Bodies, { handle }: Collider, index: number): boolean {
	for (let at: GameEntity | null = byHandle.get(handle)?.entity ?? null; at; at = at.parent)
		if (at.index === index) return true;
	return false;
}
