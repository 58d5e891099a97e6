import { mat4, quat, vec3, type ReadonlyMat4 } from 'gl-matrix';

/** Where something stands in the world, and how its own measures are stretched there. */
export type Pose = { readonly position: vec3; readonly rotation: quat; readonly scale: vec3 };

/** A matrix taken apart. What a stretched and turned parent shears has no such pose: the nearest without shear is given. */
export function poseOf(matrix: ReadonlyMat4): Pose {
	const scale = mat4.getScaling(vec3.create(), matrix);
	// What is flat has no rotation that could be read; it keeps a little thickness.
	vec3.max(scale, scale, SMALLEST);
	if (mat4.determinant(matrix) < 0) scale[0] = -scale[0];
	const unscaled = mat4.scale(mat4.create(), matrix, vec3.inverse(vec3.create(), scale));
	const rotation = quat.normalize(quat.create(), mat4.getRotation(quat.create(), unscaled));
	return { position: mat4.getTranslation(vec3.create(), matrix), rotation, scale };
}

const SMALLEST = vec3.fromValues(1e-6, 1e-6, 1e-6);
