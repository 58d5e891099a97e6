import { hasComponent, readField } from '../doc/components/registry.ts';
import type { SceneSnapshot } from '../doc/scene.ts';

type Point = readonly [number, number, number];

/** Metres: built-in shapes are one across. */
const BESIDE_M = 1.25;
const TOO_NEAR_M = 0.5;

/** The point, or the next one beside it where nothing of the scene's roots stands, so that new things are seen. */
export function freeSpot({ entities, hierarchy }: SceneSnapshot, [x, y, z]: Point): Point {
	const taken = (hierarchy.childrenOf.get(null) ?? []).flatMap((id) => {
		const entity = entities.get(id);
		return entity && (hasComponent(entity, 'mesh') || hasComponent(entity, 'prefab'))
			? [readField(entity, 'transform', 'position')]
			: [];
	});
	for (let step = 0; ; step++) {
		const free = x + step * BESIDE_M;
		const isTaken = taken.some(([atX, , atZ]) => Math.hypot(atX - free, atZ - z) < TOO_NEAR_M);
		if (!isTaken) return [free, y, z];
	}
}
