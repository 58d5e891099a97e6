import { Matrix4, Quaternion, Vector3 } from 'three';
import type { TransformValues } from '../viewport-port.ts';

/** Tenths of a millimetre, and what a quaternion needs: floating dust would be written to documents for ever. */
const POSITION_DIGITS = 4;
const ROTATION_DIGITS = 6;

const position = new Vector3();
const rotation = new Quaternion();
const scale = new Vector3();

/** A world matrix as position, rotation and scale below a parent. What only a shear could say is dropped. */
export function valuesUnder(parentWorld: Matrix4, world: Matrix4): TransformValues {
	const local = new Matrix4().copy(parentWorld);
	// A parent scaled to nothing has no inverse: its children then keep world values.
	if (Math.abs(local.determinant()) < 1e-12) local.identity();
	local.invert().multiply(world).decompose(position, rotation, scale);
	rotation.normalize();
	return roundValues({
		position: [position.x, position.y, position.z],
		rotation: [rotation.x, rotation.y, rotation.z, rotation.w],
		scale: [scale.x, scale.y, scale.z],
	});
}

export function roundValues(values: TransformValues): TransformValues {
	const [x, y, z] = values.position;
	const [qx, qy, qz, qw] = values.rotation;
	const [sx, sy, sz] = values.scale;
	const at = (value: number) => round(value, POSITION_DIGITS);
	const turn = (value: number) => round(value, ROTATION_DIGITS);
	return {
		position: [at(x), at(y), at(z)],
		rotation: [turn(qx), turn(qy), turn(qz), turn(qw)],
		scale: [at(sx), at(sy), at(sz)],
	};
}

/** The fields in which two transforms differ by more than rounding. */
export function changedValues(before: TransformValues, after: TransformValues): Partial<TransformValues> {
	return {
		...(differ(before.position, after.position, 10 ** -POSITION_DIGITS) && { position: after.position }),
		...(turned(before.rotation, after.rotation) && { rotation: after.rotation }),
		...(differ(before.scale, after.scale, 10 ** -POSITION_DIGITS) && { scale: after.scale }),
	};
}

/** `q` and `−q` are the same turn. */
function turned(a: readonly number[], b: readonly number[]): boolean {
	const dot = a.reduce((sum, part, i) => sum + part * (b[i] ?? 0), 0);
	const lengths = Math.hypot(...a) * Math.hypot(...b) || 1;
	return 1 - Math.abs(dot) / lengths > 1e-9;
}

const differ = (a: readonly number[], b: readonly number[], tolerance: number): boolean =>
	a.some((value, i) => Math.abs(value - (b[i] ?? 0)) > tolerance / 2);

const round = (value: number, digits: number): number => {
	const factor = 10 ** digits;
	// `+ 0` turns −0 into 0: the two are different JSON to a document.
	return Math.round(value * factor) / factor + 0;
};
