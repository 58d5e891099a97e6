import type { Quaternion, Vector3 } from '../doc/components/component.ts';

const DEGREES = 180 / Math.PI;
/** Beyond this sine of the pitch, heading and roll turn about one axis: the roll is taken as 0. */
const POLE = 0.999_999_9;

/**
 * Degrees about X, Y, Z as people type them, applied roll (Z) first, then pitch (X), then heading (Y): the order
 * in which turning an upright thing about Y, by any angle, stays one number.
 */
export function eulerFromQuaternion(quaternion: Quaternion): Vector3 {
	const length = Math.hypot(...quaternion) || 1;
	const [x, y, z, w] = quaternion.map((part) => part / length) as [number, number, number, number];
	const sinPitch = Math.max(-1, Math.min(1, 2 * (w * x - y * z)));
	if (Math.abs(sinPitch) > POLE) {
		const heading = Math.atan2(2 * (w * y - x * z), 1 - 2 * (y * y + z * z));
		return [tidy(Math.sign(sinPitch) * 90), tidy(heading * DEGREES), 0];
	}
	const heading = Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y));
	const roll = Math.atan2(2 * (x * y + w * z), 1 - 2 * (x * x + z * z));
	return [tidy(Math.asin(sinPitch) * DEGREES), tidy(heading * DEGREES), tidy(roll * DEGREES)];
}

/** The turn that degrees about X, Y, Z mean; see `eulerFromQuaternion`. */
export function quaternionFromEuler([pitch, heading, roll]: Vector3): Quaternion {
	const [sx, cx] = sinCosOfHalf(pitch);
	const [sy, cy] = sinCosOfHalf(heading);
	const [sz, cz] = sinCosOfHalf(roll);
	return [
		sx * cy * cz + cx * sy * sz,
		cx * sy * cz - sx * cy * sz,
		cx * cy * sz - sx * sy * cz,
		cx * cy * cz + sx * sy * sz,
	];
}

/** How far apart two turns are, in degrees; `q` and `-q` are the same turn. */
export function angleBetween(a: Quaternion, b: Quaternion): number {
	const [p, q] = [normalised(a), normalised(b)];
	const sign = p.reduce((sum, part, i) => sum + part * (q[i] ?? 0), 0) < 0 ? -1 : 1;
	// By the chord, not the cosine, which cannot tell small angles from none.
	const chord = Math.hypot(...p.map((part, i) => part - sign * (q[i] ?? 0)));
	return 4 * Math.asin(Math.min(1, chord / 2)) * DEGREES;
}

function normalised(quaternion: Quaternion): readonly number[] {
	const length = Math.hypot(...quaternion) || 1;
	return quaternion.map((part) => part / length);
}

function sinCosOfHalf(degrees: number): [number, number] {
	const half = degrees / DEGREES / 2;
	return [Math.sin(half), Math.cos(half)];
}

// Ten-thousandths of a degree are below what anybody sees or types; -0 is 0.
const tidy = (degrees: number): number => Math.round(degrees * 10_000) / 10_000 || 0;
