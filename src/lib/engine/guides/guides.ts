import { Color, type Matrix4, type PerspectiveCamera, Quaternion, Vector2, Vector3 } from 'three';
import type { EntityId } from '../../base/ids.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import { isLocked } from '../scene/locked.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { StagePalette } from '../stage/palette.ts';
import type { Guide, GuideHandle, GuideKind } from './guide.ts';
import { GuidePicture, LEAST_AWAY } from './guide-picture.ts';
import { guidesOf } from './guides-of.ts';

/** Of more than this the first are drawn. */
const MOST_ENTITIES = 32;

/** A handle where it stands in the world; `world`: from its guide's frame. */
export type PlacedHandle = {
	readonly id: EntityId;
	readonly handle: GuideHandle;
	readonly world: Matrix4;
	readonly at: Vector3;
	readonly kind: GuideKind;
	/** Where the entity stands. */
	readonly origin: Vector3;
};
type Placed = { readonly id: EntityId; readonly guide: Guide; readonly world: Matrix4 };

type ScreenSize = { readonly width: number; readonly height: number };

const UNSCALED = new Vector3(1, 1, 1);
const seen = new Vector3();

/** How far light, sound, views and outlines of what is selected reach; with handles where one thing is. */
export class Guides {
	#graph: SceneGraph;
	#palette: StagePalette;
	#picture = new GuidePicture();
	#selection: readonly EntityId[] = [];
	#placed: readonly Placed[] = [];
	#handles: readonly PlacedHandle[] = [];
	/** Pointed at or held. */
	#active = -1;
	#readOnly = false;
	#resting = false;
	#due = false;

	constructor(graph: SceneGraph, palette: StagePalette) {
		this.#graph = graph;
		this.#palette = palette;
	}

	get group() {
		return this.#picture.group;
	}

	set palette(palette: StagePalette) {
		this.#palette = palette;
		this.#due = true;
	}

	/** Fingers want larger handles. */
	set coarse(on: boolean) {
		this.#picture.coarse = on;
	}

	set readOnly(on: boolean) {
		this.#readOnly = on;
		this.#due = true;
	}

	/** Without handles while a press means something else. */
	set resting(on: boolean) {
		this.#resting = on;
		this.#due = true;
	}

	set selection(ids: readonly EntityId[]) {
		if (!this.isSelected(ids)) this.#active = -1;
		this.#selection = ids;
		this.#due = true;
	}

	isSelected(ids: readonly EntityId[]): boolean {
		return ids.length === this.#selection.length && ids.every((id, i) => id === this.#selection[i]);
	}

	/** `moved`: nothing but this stands elsewhere. */
	contentChanged(moved?: EntityNode): void {
		if (!moved || this.#placed.length > 0) this.#due = true;
	}

	/** Shows one handle as pointed at, none (null); false: it is shown so already. */
	point(placed: PlacedHandle | null): boolean {
		const active = placed ? this.#handles.indexOf(placed) : -1;
		if (active === this.#active) return false;
		this.#active = active;
		this.#due = true;
		return true;
	}

	/** The handle nearest to a point of the picture, within so many pixels. */
	handleAt(
		x: number,
		y: number,
		reach: number,
		camera: PerspectiveCamera,
		size: ScreenSize,
	): PlacedHandle | null {
		this.prepare();
		let best: PlacedHandle | null = null;
		let least = reach;
		for (const placed of this.#handles) {
			const at = onScreen(placed.at, camera, size);
			const origin = onScreen(placed.origin, camera, size);
			if (!at || (origin && at.distanceTo(origin) < LEAST_AWAY)) continue;
			const away = Math.hypot(at.x - x, at.y - y);
			if (away > least) continue;
			least = away;
			best = placed;
		}
		return best;
	}

	/** Brings what is drawn up to date, where anything changed. */
	prepare(): void {
		if (!this.#due) return;
		this.#due = false;
		const had = this.#placed.length > 0;
		this.#placed = this.#place();
		if (!had && this.#placed.length === 0) return;
		this.#handles = this.#isHeld() ? this.#placed.flatMap(handlesOf) : [];
		const ink = inkOf(this.#palette);
		this.#picture.show(
			this.#placed.map((placed) => ({ points: worldPoints(placed), color: ink[placed.guide.kind] })),
			this.#handles.map(({ at, kind }, i) => ({ at, color: i === this.#active ? ink.active : ink[kind] })),
			this.#handles[0]?.origin,
		);
	}

	dispose(): void {
		this.#picture.dispose();
	}

	#place(): Placed[] {
		const nodes = this.#selection.slice(0, MOST_ENTITIES).flatMap((id) => this.#graph.node(id) ?? []);
		const guided = nodes.map((node) => ({ node, guides: guidesOf(node) }));
		if (guided.every(({ guides }) => guides.length === 0)) return [];
		this.#graph.root.updateMatrixWorld();
		return guided.flatMap(({ node, guides }) =>
			guides.map((guide) => ({ id: node.id, guide, world: frameOf(node, guide) })),
		);
	}

	#isHeld(): boolean {
		const [only, ...others] = this.#selection;
		const node = only && this.#graph.node(only);
		if (!node || others.length > 0 || this.#readOnly || this.#resting) return false;
		return !isLocked(this.#graph, node.group);
	}
}

/** Pixels from the upper left; null for what is behind whoever looks. */
function onScreen(point: Vector3, camera: PerspectiveCamera, { width, height }: ScreenSize): Vector2 | null {
	if (seen.copy(point).applyMatrix4(camera.matrixWorldInverse).z >= 0) return null;
	seen.applyMatrix4(camera.projectionMatrix);
	return new Vector2(((seen.x + 1) / 2) * width, ((1 - seen.y) / 2) * height);
}

/** Where a guide's frame is: without the entity's scale, unless it is scaled with it. */
function frameOf({ group }: EntityNode, { scaled }: Guide): Matrix4 {
	const world = group.matrixWorld.clone();
	if (scaled) return world;
	const [position, rotation] = [new Vector3(), new Quaternion()];
	world.decompose(position, rotation, new Vector3());
	return world.compose(position, rotation, UNSCALED);
}

const handlesOf = ({ id, guide, world }: Placed): PlacedHandle[] =>
	guide.handles.map((handle) => ({
		id,
		handle,
		world,
		kind: guide.kind,
		at: placeOf(handle, world),
		origin: new Vector3().setFromMatrixPosition(world),
	}));

const placeOf = ({ from, along, at }: GuideHandle, world: Matrix4): Vector3 =>
	new Vector3(...along)
		.multiplyScalar(at)
		.add(new Vector3(...from))
		.applyMatrix4(world);

function worldPoints({ guide: { lines }, world }: Placed): number[] {
	const points = new Array<number>(lines.length);
	for (let i = 0; i < lines.length; i += 3) seen.fromArray(lines, i).applyMatrix4(world).toArray(points, i);
	return points;
}

const inkOf = (palette: StagePalette): Record<GuideKind | 'active', Color> => ({
	light: new Color(palette.guideLight),
	camera: new Color(palette.guideCamera),
	sound: new Color(palette.guideSound),
	collider: new Color(palette.guideCollider),
	active: new Color(palette.activeAxis),
});
