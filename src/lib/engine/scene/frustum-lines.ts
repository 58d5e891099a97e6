import { BufferGeometry, Float32BufferAttribute } from 'three';

/** Line pairs of a camera's pyramid along −Z, with a near frame inside and a mark for up. `fov` in degrees. */
export function frustumLines(fov: number, aspect: number, length: number): BufferGeometry {
	const halfHeight = Math.tan((Math.min(fov, 120) * Math.PI) / 360) * length;
	const halfWidth = halfHeight * aspect;
	const points: number[] = [];
	const line = (...ends: number[]) => points.push(...ends);
	const corners = [
		[-1, -1],
		[1, -1],
		[1, 1],
		[-1, 1],
	] as const;
	corners.forEach(([x, y], i) => {
		const [nextX, nextY] = corners[(i + 1) % corners.length] ?? corners[0];
		const far = [x * halfWidth, y * halfHeight, -length];
		line(0, 0, 0, ...far, ...far, nextX * halfWidth, nextY * halfHeight, -length);
		const near = 0.3;
		line(x * halfWidth * near, y * halfHeight * near, -length * near);
		line(nextX * halfWidth * near, nextY * halfHeight * near, -length * near);
	});
	const mark = [0, halfHeight * 1.35, -length];
	line(
		-halfWidth * 0.25,
		halfHeight * 1.08,
		-length,
		...mark,
		...mark,
		halfWidth * 0.25,
		halfHeight * 1.08,
		-length,
	);
	return new BufferGeometry().setAttribute('position', new Float32BufferAttribute(points, 3));
}
