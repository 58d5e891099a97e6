import {
	type Box3,
	Group,
	type InterleavedBufferAttribute,
	type Matrix4,
	type Object3D,
	Vector3,
} from 'three';
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
const EDGES_OF_BOX = 12;

const center = new Vector3();
const size = new Vector3();
const corner = new Vector3();

type Pen = { readonly seen: LineMaterial; readonly hidden: LineMaterial };
/** All boxes of one colour, in world metres: two draw calls however many they are. */
type Boxes = { readonly ids: readonly EntityId[]; readonly geometry: LineSegmentsGeometry };

/** Boxes around selected entities, in their own orientation, one colour per person. */
export class Outlines {
	readonly group = new Group();
	#graph: SceneGraph;
	#pens = new Map<string, Pen>();
	#drawn: Boxes[] = [];
	#boxes = new Map<EntityId, Box3>();

	constructor(graph: SceneGraph) {
		this.#graph = graph;
	}

	show(outlines: readonly Outline[]): void {
		this.#clear();
		const byColor = Map.groupBy(outlines.slice(0, MOST_OUTLINES), ({ color }) => color);
		for (const [color, drawn] of byColor) {
			const geometry = new LineSegmentsGeometry();
			this.#drawn.push({ ids: drawn.map(({ id }) => id), geometry });
			const pen = this.#pen(color);
			for (const material of [pen.hidden, pen.seen]) {
				const lines = new LineSegments2(geometry, material);
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

	/** This stands elsewhere: what holds it is measured anew when outlines are placed. */
	moved({ parent }: Object3D): void {
		for (let at = parent; at; at = at.parent) this.#boxes.delete(at.userData['entityId'] as EntityId);
	}

	/** Moves the boxes to where their entities are now. */
	place(): void {
		this.#graph.root.updateMatrixWorld();
		for (const { ids, geometry } of this.#drawn) {
			const points = new Float32Array(ids.length * EDGES.length);
			let count = 0;
			for (const id of ids) {
				const node = this.#graph.node(id);
				if (!node) continue;
				writeEdges(points, count * EDGES.length, this.#boxOf(id, node.group), node.group.matrixWorld);
				count++;
			}
			showPoints(geometry, points);
			geometry.instanceCount = count * EDGES_OF_BOX;
		}
	}

	dispose(): void {
		this.#clear();
		for (const { seen, hidden } of this.#pens.values()) {
			seen.dispose();
			hidden.dispose();
		}
		this.#pens.clear();
	}

	#clear(): void {
		this.group.clear();
		for (const { geometry } of this.#drawn) geometry.dispose();
		this.#drawn = [];
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

/** Both ends of the twelve edges of a box of one metre around the origin. */
const EDGES = makeEdges();

function makeEdges(): readonly number[] {
	const ends = [-0.5, 0.5];
	return ends.flatMap((a) =>
		ends.flatMap((b) => [-0.5, a, b, 0.5, a, b, a, -0.5, b, a, 0.5, b, a, b, -0.5, a, b, 0.5]),
	);
}

function showPoints(geometry: LineSegmentsGeometry, points: Float32Array): void {
	const start = geometry.getAttribute('instanceStart') as InterleavedBufferAttribute | undefined;
	if (!start) {
		geometry.setPositions(points);
		return;
	}
	start.data.array.set(points);
	start.data.needsUpdate = true;
}

function writeEdges(points: Float32Array, at: number, box: Box3, world: Matrix4): void {
	box.getCenter(center);
	box.getSize(size);
	for (let i = 0; i < EDGES.length; i += 3)
		corner
			.fromArray(EDGES, i)
			.multiply(size)
			.add(center)
			.applyMatrix4(world)
			.toArray(points, at + i);
}
