import type { Box3, Frustum, Mesh, Ray } from 'three';

/** Six planes of four numbers each: normal and constant. */
export type FrustumPlanes = Float64Array;

export function flattenFrustum({ planes }: Frustum, target: FrustumPlanes): FrustumPlanes {
	planes.forEach(({ normal, constant }, i) => {
		target.set([normal.x, normal.y, normal.z, constant], i * 4);
	});
	return target;
}

/** Writes the world box of a mesh as six numbers. */
export function writeWorldBox(boxes: Float64Array, at: number, { geometry, matrixWorld }: Mesh): void {
	if (!geometry.boundingBox) geometry.computeBoundingBox();
	const box = geometry.boundingBox;
	if (!box || box.isEmpty()) {
		boxes.set(NOWHERE, at);
		return;
	}
	const e = matrixWorld.elements;
	const low = [box.min.x, box.min.y, box.min.z] as const;
	const high = [box.max.x, box.max.y, box.max.z] as const;
	for (let row = 0; row < 3; row++) {
		let least = e[12 + row] ?? 0;
		let most = least;
		for (let column = 0; column < 3; column++) {
			const factor = e[column * 4 + row] ?? 0;
			const [a, b] = [factor * (low[column] ?? 0), factor * (high[column] ?? 0)];
			least += Math.min(a, b);
			most += Math.max(a, b);
		}
		boxes[at + row] = least;
		boxes[at + 3 + row] = most;
	}
}

/** Widens a box by one of these. */
export function expandByBox({ min, max }: Box3, boxes: Float64Array, at: number): void {
	min.x = Math.min(min.x, boxes[at] ?? 0);
	min.y = Math.min(min.y, boxes[at + 1] ?? 0);
	min.z = Math.min(min.z, boxes[at + 2] ?? 0);
	max.x = Math.max(max.x, boxes[at + 3] ?? 0);
	max.y = Math.max(max.y, boxes[at + 4] ?? 0);
	max.z = Math.max(max.z, boxes[at + 5] ?? 0);
}

export const NOWHERE: readonly number[] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];

const ALL_PLANES = 0b111111;
export const OUTSIDE = -1;

/**
 * Whether any of a box is on the inner side of all planes; says yes for some that are just outside a corner. `asked`: the
 * planes in question, a bit each.
 */
export function boxInFrustum(
	planes: FrustumPlanes,
	boxes: Float64Array,
	at: number,
	asked = ALL_PLANES,
): boolean {
	for (let p = 0, left = asked; left !== 0; p += 4, left >>= 1) {
		if ((left & 1) === 0) continue;
		const x = planes[p] ?? 0;
		const y = planes[p + 1] ?? 0;
		const z = planes[p + 2] ?? 0;
		const far =
			x * (boxes[x > 0 ? at + 3 : at] ?? 0) +
			y * (boxes[y > 0 ? at + 4 : at + 1] ?? 0) +
			z * (boxes[z > 0 ? at + 5 : at + 2] ?? 0);
		if (!(far + (planes[p + 3] ?? 0) >= 0)) return false;
	}
	return true;
}

/** As `boxInFrustum`, of up to 31 boxes one behind the other: a bit each. Plane by plane, since most lie across one alone. */
export function boxesInFrustum(
	planes: FrustumPlanes,
	boxes: Float64Array,
	at: number,
	count: number,
	asked: number,
): number {
	let inside = 2 ** count - 1;
	for (let p = 0, left = asked; left !== 0; p += 4, left >>= 1) {
		if ((left & 1) === 0) continue;
		const x = planes[p] ?? 0;
		const y = planes[p + 1] ?? 0;
		const z = planes[p + 2] ?? 0;
		const constant = planes[p + 3] ?? 0;
		const [farX, farY, farZ] = [x > 0 ? 3 : 0, y > 0 ? 4 : 1, z > 0 ? 5 : 2];
		for (let i = 0, box = at; i < count; i++, box += 6) {
			const far = x * (boxes[box + farX] ?? 0) + y * (boxes[box + farY] ?? 0) + z * (boxes[box + farZ] ?? 0);
			if (!(far + constant >= 0)) inside &= ~(1 << i);
		}
	}
	return inside;
}

/** As `boxInFrustum`: OUTSIDE, or which planes a box lies across, a bit each. Its corners: the farthest along the normal, and the nearest. */
export function planesAcrossBox(planes: FrustumPlanes, boxes: Float64Array, at: number): number {
	let across = 0;
	const lowX = boxes[at] ?? 0;
	const lowY = boxes[at + 1] ?? 0;
	const lowZ = boxes[at + 2] ?? 0;
	const highX = boxes[at + 3] ?? 0;
	const highY = boxes[at + 4] ?? 0;
	const highZ = boxes[at + 5] ?? 0;
	for (let p = 0, bit = 1; p < 24; p += 4, bit <<= 1) {
		const x = planes[p] ?? 0;
		const y = planes[p + 1] ?? 0;
		const z = planes[p + 2] ?? 0;
		const constant = planes[p + 3] ?? 0;
		const far = x * (x > 0 ? highX : lowX) + y * (y > 0 ? highY : lowY) + z * (z > 0 ? highZ : lowZ);
		if (!(far + constant >= 0)) return OUTSIDE;
		const near = x * (x > 0 ? lowX : highX) + y * (y > 0 ? lowY : highY) + z * (z > 0 ? lowZ : highZ);
		if (!(near + constant >= 0)) across |= bit;
	}
	return across;
}

/** Widens a box so that it holds another; false when it did already. */
export function includeBox(boxes: Float64Array, at: number, others: Float64Array, other: number): boolean {
	let wider = false;
	for (let k = 0; k < 3; k++) {
		const low = others[other + k] ?? 0;
		const high = others[other + 3 + k] ?? 0;
		if (low < (boxes[at + k] ?? 0)) wider = (boxes[at + k] = low) === low;
		if (high > (boxes[at + 3 + k] ?? 0)) wider = (boxes[at + 3 + k] = high) === high;
	}
	return wider;
}

/** How far along a ray a box begins (0: it starts inside); null when they don't meet. Written out: asked of everything. */
export function rayEntersBox({ origin, direction }: Ray, boxes: Float64Array, at: number): number | null {
	const alongX = 1 / (direction.x || LEAST);
	const x1 = ((boxes[at] ?? 0) - origin.x) * alongX;
	const x2 = ((boxes[at + 3] ?? 0) - origin.x) * alongX;
	let enter = Math.max(0, x1 < x2 ? x1 : x2);
	let leave = x1 < x2 ? x2 : x1;
	if (!(enter <= leave)) return null;
	const alongZ = 1 / (direction.z || LEAST);
	const z1 = ((boxes[at + 2] ?? 0) - origin.z) * alongZ;
	const z2 = ((boxes[at + 5] ?? 0) - origin.z) * alongZ;
	enter = Math.max(enter, z1 < z2 ? z1 : z2);
	leave = Math.min(leave, z1 < z2 ? z2 : z1);
	if (!(enter <= leave)) return null;
	const alongY = 1 / (direction.y || LEAST);
	const y1 = ((boxes[at + 1] ?? 0) - origin.y) * alongY;
	const y2 = ((boxes[at + 4] ?? 0) - origin.y) * alongY;
	enter = Math.max(enter, y1 < y2 ? y1 : y2);
	leave = Math.min(leave, y1 < y2 ? y2 : y1);
	return enter <= leave ? enter : null;
}

/** In place of no direction at all, by which nothing can be divided. */
const LEAST = 1e-300;
