type Point = { readonly x: number; readonly y: number };

/** Whether a point lies inside a closed line, by how often a ray to the right crosses it. */
export function isInsidePolygon(corners: readonly Point[], x: number, y: number): boolean {
	let inside = false;
	for (const [i, a] of corners.entries()) {
		const b = corners[(i || corners.length) - 1];
		if (!b || a.y > y === b.y > y) continue;
		if (x < a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y)) inside = !inside;
	}
	return inside;
}
