import { mat4, quat, vec3, type ReadonlyMat4 } from 'gl-matrix';
import type { EntityId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { isFieldValue } from './components/component.ts';
import { fieldOfKey, readField } from './components/registry.ts';
import type { EntitySnapshot } from './entity.ts';
import type { SceneSnapshot } from './scene.ts';

/** Where an entity stands in the world, in metres, all parents applied. */
export function worldMatrix(snapshot: SceneSnapshot, id: EntityId | null): mat4 {
	const matrix = mat4.create();
	for (let at = id; at !== null; at = snapshot.hierarchy.parentOf.get(at) ?? null) {
		const entity = snapshot.entities.get(at);
		if (entity) mat4.multiply(matrix, localMatrix(entity), matrix);
	}
	return matrix;
}

/**
 * The transform an entity needs under another parent to stay where it is in the world. Turned parents with
 * uneven scale can shear, which a transform cannot hold: the nearest one without shear is given.
 */
export function transformUnder(
	snapshot: SceneSnapshot,
	id: EntityId,
	parentId: EntityId | null,
): Readonly<Record<string, JsonValue>> {
	const inverse = mat4.invert(mat4.create(), worldMatrix(snapshot, parentId));
	// A parent scaled to nothing has no inverse, what is flat no rotation: the entity then keeps its own numbers.
	if (!inverse) return {};
	const transform = decompose(mat4.multiply(mat4.create(), inverse, worldMatrix(snapshot, id)));
	return Object.entries(transform).every(isStorable) ? transform : {};
}

function isStorable([key, value]: [string, JsonValue]): boolean {
	const declared = fieldOfKey(key);
	return declared !== undefined && isFieldValue(declared.field, value);
}

function localMatrix(entity: EntitySnapshot): mat4 {
	const [x, y, z, w] = readField(entity, 'transform', 'rotation');
	const rotation = quat.normalize(quat.create(), quat.fromValues(x, y, z, w));
	const position = readField(entity, 'transform', 'position');
	const scale = readField(entity, 'transform', 'scale');
	return mat4.fromRotationTranslationScale(mat4.create(), rotation, [...position], [...scale]);
}

function decompose(matrix: ReadonlyMat4): Record<string, JsonValue> {
	const scale = mat4.getScaling(vec3.create(), matrix);
	if (mat4.determinant(matrix) < 0) scale[0] = -scale[0];
	const unscaled = mat4.scale(mat4.create(), matrix, vec3.inverse(vec3.create(), scale));
	const rotation = quat.normalize(quat.create(), mat4.getRotation(quat.create(), unscaled));
	const position = mat4.getTranslation(vec3.create(), matrix);
	return { position: tidy(position), rotation: tidy(rotation), scale: tidy(scale) };
}

// gl-matrix computes in 32-bit floats: more digits than these would only be noise in documents and fields.
const tidy = (numbers: Iterable<number>): number[] => Array.from(numbers, (n) => Number(n.toFixed(5)) + 0);
