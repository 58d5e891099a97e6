import {
	BufferGeometry,
	type ColorRepresentation,
	Float32BufferAttribute,
	LineBasicMaterial,
	LineSegments,
} from 'three';

/** Numbers of a point. */
const POINT_SIZE = 3;

/** Thin lines over all that is seen, also where it is seen as a player does. They may be others in every frame. */
export class PlainLines {
	readonly object: LineSegments<BufferGeometry, LineBasicMaterial>;

	constructor(color: ColorRepresentation) {
		const look = { depthTest: false, depthWrite: false, transparent: true, toneMapped: false, fog: false };
		this.object = new LineSegments(new BufferGeometry(), new LineBasicMaterial({ color, ...look }));
		this.object.frustumCulled = false;
		this.object.visible = false;
		this.object.renderOrder = 20;
	}

	set color(color: ColorRepresentation) {
		this.object.material.color.set(color);
	}

	/** `points`: x, y, z of the two ends of each line, m. */
	show(points: Float32Array | null): void {
		this.object.visible = points !== null && points.length > 0;
		if (!points || !this.object.visible) return this.object.geometry.dispose();
		const { geometry } = this.object;
		const known = geometry.getAttribute('position') as Float32BufferAttribute | undefined;
		if (known && known.array.length >= points.length) {
			known.array.set(points);
			known.needsUpdate = true;
		} else {
			// What the graphics card holds has the size it was made with.
			geometry.dispose();
			geometry.setAttribute('position', new Float32BufferAttribute(points, POINT_SIZE));
		}
		geometry.setDrawRange(0, points.length / POINT_SIZE);
	}

	dispose(): void {
		this.object.geometry.dispose();
		this.object.material.dispose();
	}
}
