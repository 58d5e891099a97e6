import { type Box3, Group, Matrix4, Quaternion, Vector3, type Object3D } from 'three';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';
import type { EntityId } from '../../base/ids.ts';
import type { StagePalette } from './palette.ts';
import { parseCssColor } from './css-color.ts';
import { measureLocal } from './measure.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';

export type Outline = { readonly id: EntityId; readonly color: string };

const LINE_WIDTH = 1.5;
/** Behind other things the outline is still felt. */
const HIDDEN_OPACITY = 0.22;
const MOST_OUTLINES = 256;

type Pen = { readonly seen: LineMaterial; readonly hidden: LineMaterial };

/** Boxes around selected entities, in their own orientation, one colour per person. */
export class Outlines {
	readonly group = new Group();
	#graph: SceneGraph;
	#geometry = makeBoxLines();
	#pens = new Map<string, Pen>();
	#outlines: readonly Outline[] = [];
	#boxes = new Map<EntityId, Box3>();

	constructor(graph: SceneGraph) {
		this.#graph = graph;
	}

	show(outlines: readonly Outline[]): void {
		this.#outlines = outlines.slice(0, MOST_OUTLINES);
		this.group.clear();
		for (const { color } of this.#outlines) {
			const pen = this.#pen(color);
			for (const material of [pen.hidden, pen.seen]) {
				const lines = new LineSegments2(this.#geometry, material);
				lines.matrixAutoUpdate = false;
				lines.frustumCulled = false;
				lines.renderOrder = material === pen.seen ? 11 : 10;
				this.group.add(lines);
			}
		}
		this.remeasure();
	}

	/** The content of outlined entities may have changed size. */
	remeasure(): void {
		this.#boxes.clear();
		this.place();
	}

	/** Moves the boxes to where their entities are now. */
	place(): void {
		this.#graph.root.updateMatrixWorld();
		this.#outlines.forEach(({ id }, i) => {
			const node = this.#graph.node(id);
			for (const lines of this.group.children.slice(i * 2, i * 2 + 2)) {
				lines.visible = node !== undefined;
				if (!node) continue;
				lines.matrix.copy(node.group.matrixWorld).multiply(boxMatrix(this.#boxOf(id, node.group)));
				lines.matrixWorldNeedsUpdate = true;
			}
		});
	}

	dispose(): void {
		this.group.clear();
		this.#geometry.dispose();
		for (const { seen, hidden } of this.#pens.values()) {
			seen.dispose();
			hidden.dispose();
		}
		this.#pens.clear();
	}

	#boxOf(id: EntityId, group: Object3D): Box3 {
		const known = this.#boxes.get(id);
		if (known) return known;
		const box = measureLocal(group);
		this.#boxes.set(id, box);
		return box;
	}

	#pen(color: string): Pen {
		const known = this.#pens.get(color);
		if (known) return known;
		const base = {
			color: parseCssColor(color),
			linewidth: LINE_WIDTH,
			transparent: true,
			depthWrite: false,
			toneMapped: false,
		};
		const pen = {
			seen: new LineMaterial(base),
			hidden: new LineMaterial({ ...base, opacity: HIDDEN_OPACITY, depthTest: false }),
		};
		this.#pens.set(color, pen);
		return pen;
	}
}

/** Who outlines what: our own first, then the others', then what the pointer is over; each entity once. */
export function chooseOutlines(
	selection: readonly EntityId[],
	hovered: EntityId | null,
	theirs: readonly Outline[],
	palette: StagePalette,
): Outline[] {
	const chosen = new Set(selection);
	return [
		...selection.map((id) => ({ id, color: palette.accent })),
		...theirs.filter(({ id }) => !chosen.has(id)),
		...(hovered && !chosen.has(hovered) ? [{ id: hovered, color: palette.hover }] : []),
	];
}

function boxMatrix(box: Box3): Matrix4 {
	return new Matrix4().compose(box.getCenter(new Vector3()), new Quaternion(), box.getSize(new Vector3()));
}

function makeBoxLines(): LineSegmentsGeometry {
	const points: number[] = [];
	const ends = [-0.5, 0.5];
	for (const a of ends)
		for (const b of ends) points.push(-0.5, a, b, 0.5, a, b, a, -0.5, b, a, 0.5, b, a, b, -0.5, a, b, 0.5);
	return new LineSegmentsGeometry().setPositions(points);
}
