import type { EntityId } from '../base/ids.ts';
import type { Quaternion, Vector3 } from '../doc/components/component.ts';
import { angleBetween, eulerFromQuaternion, quaternionFromEuler } from './euler.ts';

/** Turns closer than this, in degrees, are the same one. */
const SAME = 1e-4;

/**
 * Remembers the degrees a person chose, as one turn can be written in many ways: 270° stays 270°, and stepping one
 * axis leaves the others alone, until the turn itself is changed by somebody else.
 */
export class EulerMemory {
	#typed = new Map<EntityId, Vector3>();

	read(id: EntityId, rotation: Quaternion): Vector3 {
		const typed = this.#typed.get(id);
		if (typed && angleBetween(quaternionFromEuler(typed), rotation) < SAME) return typed;
		return eulerFromQuaternion(rotation);
	}

	/** Keeps the degrees as typed and returns the turn they mean. */
	write(id: EntityId, degrees: Vector3): Quaternion {
		this.#typed.set(id, degrees);
		return quaternionFromEuler(degrees);
	}
}
