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
	thicken(unscaled);
	const rotation = quat.normalize(quat.create(), mat4.getRotation(quat.create(), unscaled));
	return { position: mat4.getTranslation(vec3.create(), matrix), rotation, scale };
}

/** What is flat in one direction is turned as the two others are; what is flat in more is not turned. */
function thicken(unscaled: mat4): void {
	const axes = [0, 4, 8].map((at) => vec3.fromValues(unscaled[at]!, unscaled[at + 1]!, unscaled[at + 2]!));
	const flat = [0, 1, 2].filter((i) => !(vec3.length(axes[i]!) > 0.5));
	const [only] = flat;
	if (only === undefined) return;
	if (flat.length > 1) return void mat4.identity(unscaled);
	const made = vec3.cross(vec3.create(), axes[(only + 1) % 3]!, axes[(only + 2) % 3]!);
	for (let i = 0; i < 3; i++) unscaled[only * 4 + i] = made[i]!;
}

const SMALLEST = vec3.fromValues(1e-6, 1e-6, 1e-6);
