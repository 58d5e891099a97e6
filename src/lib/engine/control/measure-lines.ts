import { BufferGeometry, Group, Points, PointsMaterial, type Vector3 } from 'three';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';
import { asHelper } from '../scene/layers.ts';

/** Seen on bright and dark things alike: the colour lies on a wider dark one. Pixels. */
const STROKES = [
	{ color: 0x14171d, line: 5, end: 11 },
	{ color: 0xffb020, line: 2, end: 7 },
];
const OVER_ALL = { depthTest: false, depthWrite: false, transparent: true, toneMapped: false, fog: false };

/** What is measured as it is drawn: its ends, the line between them, and the parts of that along the axes. */
export class MeasureLines {
	readonly group = new Group();
	#lines: LineSegments2[] = [];
	#ends: Points<BufferGeometry, PointsMaterial>[] = [];

	constructor() {
		for (const [order, { color, line, end }] of STROKES.entries()) {
			const lines = new LineSegments2(
				new LineSegmentsGeometry(),
				new LineMaterial({ ...OVER_ALL, color, linewidth: line }),
			);
			const ends = new Points(
				new BufferGeometry(),
				new PointsMaterial({ ...OVER_ALL, color, size: end, sizeAttenuation: false }),
			);
			for (const object of [lines, ends]) {
				object.frustumCulled = false;
				object.visible = false;
				object.renderOrder = 900 + order;
				this.group.add(asHelper(object));
			}
			this.#lines.push(lines);
			this.#ends.push(ends);
		}
	}

	/** The points that are set or aimed at, and from where to where it is measured, when that is known. */
	show(ends: readonly Vector3[], from: Vector3 | null, to: Vector3 | null): void {
		for (const each of this.#ends) {
			each.geometry.dispose();
			each.geometry = new BufferGeometry().setFromPoints([...ends]);
			each.visible = ends.length > 0;
		}
		const points = from && to ? partsOf(from, to) : [];
		for (const each of this.#lines) {
			each.visible = points.length > 0;
			if (!each.visible) continue;
			each.geometry.dispose();
			each.geometry = new LineSegmentsGeometry().setPositions(points.flatMap((point) => point.toArray()));
		}
	}

	dispose(): void {
		for (const { geometry, material } of [...this.#lines, ...this.#ends]) {
			geometry.dispose();
			material.dispose();
		}
	}
}

/** The line, and its parts: across, up and along. */
function partsOf(from: Vector3, to: Vector3): Vector3[] {
	const across = from.clone().setX(to.x);
	const up = across.clone().setY(to.y);
	return [from, to, from, across, across, up, up, to];
}
