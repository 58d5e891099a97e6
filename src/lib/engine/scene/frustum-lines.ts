type Corner = readonly [x: number, y: number];

const CORNERS: readonly Corner[] = [
	[-1, -1],
	[1, -1],
	[1, 1],
	[-1, 1],
];
const MOST_DEGREES = 120;

/** Line ends of a camera's pyramid along −Z, with a near frame inside and a mark for up. `fov` in degrees. */
export function frustumLines(fov: number, aspect: number, length: number): number[] {
	const halfHeight = Math.tan((Math.min(fov, MOST_DEGREES) * Math.PI) / 360) * length;
	return framesLines({ halfHeight: 0, z: 0 }, { halfHeight, z: -length }, aspect);
}

/** The same for a flat camera: a box as high as what it sees, from its near to its far plane. Metres. */
export function flatLines(size: number, aspect: number, near: number, far: number): number[] {
	const halfHeight = size / 2;
	return framesLines({ halfHeight, z: -near }, { halfHeight, z: -far }, aspect);
}

type Frame = { readonly halfHeight: number; readonly z: number };

function framesLines(near: Frame, far: Frame, aspect: number): number[] {
	const points: number[] = [];
	const at = ({ halfHeight, z }: Frame, [x, y]: Corner) => [x * halfHeight * aspect, y * halfHeight, z];
	const inner = mix(near, far, near.halfHeight === 0 ? 0.3 : 0);
	CORNERS.forEach((corner, i) => {
		const next = CORNERS[(i + 1) % CORNERS.length] ?? corner;
		points.push(...at(near, corner), ...at(far, corner));
		for (const frame of [inner, far]) points.push(...at(frame, corner), ...at(frame, next));
	});
	const mark = [0, far.halfHeight * 1.35, far.z];
	for (const side of [-1, 1])
		points.push(side * far.halfHeight * aspect * 0.25, far.halfHeight * 1.08, far.z, ...mark);
	return points;
}

const mix = (a: Frame, b: Frame, share: number): Frame => ({
	halfHeight: a.halfHeight + (b.halfHeight - a.halfHeight) * share,
	z: a.z + (b.z - a.z) * share,
});
