import { mat4, quat, vec3 } from 'gl-matrix';
import type { EntityId } from '#lib/base/ids.ts';
import { hasComponent } from '#lib/doc/components/registry.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import { worldMatrix } from '#lib/doc/world-transform.ts';
import type { ViewLens, ViewportView } from '#lib/engine/viewport-port.ts';
import { lensOf } from '#lib/studio/camera-lens.ts';

const LOOK_AHEAD_M = 5;

/** The scene's cameras, in no order that means anything. */
export function camerasOf({ entities }: SceneSnapshot): readonly { id: EntityId; name: string }[] {
	return [...entities.values()]
		.filter((entity) => hasComponent(entity, 'camera'))
		.map(({ id, name }) => ({ id, name }));
}

/** What a scene is first seen from: its first camera, or whatever shows all of it; null for an empty one. */
export function openingView(snapshot: SceneSnapshot): ViewportView | 'all' | null {
	if (snapshot.entities.size === 0) return null;
	const [camera] = camerasOf(snapshot);
	return camera ? viewOfCamera(snapshot, camera.id) : 'all';
}

/** What a camera entity sees: it looks along its −Z. */
export function viewOfCamera(snapshot: SceneSnapshot, id: EntityId): ViewportView {
	const world = worldMatrix(snapshot, id);
	const at = (z: number) => [...vec3.transformMat4(vec3.create(), [0, 0, z], world)];
	const scale = mat4.getScaling(vec3.create(), world)[2] || 1;
	return { position: vector(at(0)), target: vector(at(-LOOK_AHEAD_M / scale)) };
}

/** How a camera entity sees what is before it; undefined for what is no camera any more. */
export function lensOfCamera({ entities }: SceneSnapshot, id: EntityId): ViewLens | undefined {
	const entity = entities.get(id);
	if (!entity || !hasComponent(entity, 'camera')) return undefined;
	return lensOf(entity);
}

/** Where an entity without parent must stand to see what the view shows. */
export function transformOfView({ position, target }: ViewportView) {
	const matrix = mat4.targetTo(mat4.create(), [...position], [...target], [0, 1, 0]);
	const rotation = quat.normalize(quat.create(), mat4.getRotation(quat.create(), matrix));
	return { position: position.map(tidy), rotation: Array.from(rotation, tidy) };
}

/** How much of the world is seen from bottom to top at a view's target, m. `fov` in degrees. */
export function heightOfView({ position, target }: ViewportView, fov: number): number {
	return tidy(2 * vec3.distance([...position], [...target]) * Math.tan((fov * Math.PI) / 360));
}

const tidy = (n: number): number => Number(n.toFixed(5)) + 0;
const vector = ([x = 0, y = 0, z = 0]: readonly number[]) => [x, y, z] as const;
