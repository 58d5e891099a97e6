import { mat3, mat4, vec3 } from 'gl-matrix';
import type { EntityId } from '#lib/base/ids.ts';
import { topmost } from '#lib/doc/commands/remove-entities.ts';
import type { Vector3 } from '#lib/doc/components/component.ts';
import { readField } from '#lib/doc/components/registry.ts';
import { unlockedOf } from '#lib/doc/locks.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import { worldMatrix } from '#lib/doc/world-transform.ts';
import { anglesOfView } from '#lib/engine/control/view-angles.ts';
import type { ViewportView } from '#lib/engine/viewport-port.ts';

/** Radians. */
const LEVEL = 0.005;
const FROM_BELOW = (Math.PI * 3) / 4;

export type NudgeKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'PageUp' | 'PageDown';

const KEYS: ReadonlySet<string> = new Set<NudgeKey>([
	'ArrowLeft',
	'ArrowRight',
	'ArrowUp',
	'ArrowDown',
	'PageUp',
	'PageDown',
]);

export const isNudgeKey = (key: string): key is NudgeKey => KEYS.has(key);

/** Where a key moves things in the world: along the axis that on screen points the same way. */
export function nudgeDirection(key: NudgeKey, view: ViewportView | null, flat = false): Vector3 {
	if (key === 'PageUp') return [0, 1, 0];
	if (key === 'PageDown') return [0, -1, 0];
	const [x, z] = forwardAxis(view);
	if (key === 'ArrowUp' || key === 'ArrowDown') {
		const [upX, upY, upZ] = upAxis(view, flat, [x, z]);
		const way = key === 'ArrowUp' ? 1 : -1;
		return [upX * way + 0, upY * way + 0, upZ * way + 0];
	}
	return key === 'ArrowRight' ? [-z + 0, 0, x] : [z, 0, -x + 0];
}

/** Level and flat, nobody sees things going away, so they go up; from below, what goes away goes down on screen. */
function upAxis(view: ViewportView | null, flat: boolean, [x, z]: readonly [number, number]): Vector3 {
	const polar = view ? anglesOfView(view).polar : 0;
	if (flat && Math.abs(polar - Math.PI / 2) < LEVEL) return [0, 1, 0];
	return polar > FROM_BELOW ? [-x, 0, -z] : [x, 0, z];
}

/** The ground axis nearest to where the view looks, as [x, z]. */
function forwardAxis(view: ViewportView | null): readonly [number, number] {
	if (!view) return [0, -1];
	const dx = view.target[0] - view.position[0];
	const dz = view.target[2] - view.position[2];
	if (Math.abs(dx) > Math.abs(dz)) return [Math.sign(dx), 0];
	return [0, dz > 0 ? 1 : -1];
}

export type Nudged = { readonly id: EntityId; readonly position: Vector3 };

/** Where the selected would stand (in their parents' space) after a move by `offset` world metres. */
export function nudged(
	snapshot: SceneSnapshot,
	selection: readonly EntityId[],
	offset: Vector3,
): readonly Nudged[] {
	return topmost(snapshot, unlockedOf(snapshot, selection)).flatMap((id) => {
		const entity = snapshot.entities.get(id);
		if (!entity) return [];
		const parent = worldMatrix(snapshot, snapshot.hierarchy.parentOf.get(id) ?? null);
		const inverse = mat4.invert(mat4.create(), parent);
		// Under a parent scaled to nothing no move can be seen.
		if (!inverse) return [];
		const local = vec3.transformMat3(vec3.create(), [...offset], mat3.fromMat4(mat3.create(), inverse));
		const [x, y, z] = readField(entity, 'transform', 'position');
		return [{ id, position: [tidy(x + local[0]), tidy(y + local[1]), tidy(z + local[2])] as const }];
	});
}

// Sums of binary fractions and 32-bit matrices leave dust behind the fifth digit.
const tidy = (n: number): number => Number(n.toFixed(5)) + 0;
