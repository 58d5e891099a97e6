import {
	type BufferGeometry,
	type Material,
	Matrix4,
	type Mesh,
	type Object3D,
	Sprite,
	Vector3,
} from 'three';
import type { Sphere } from 'three';
import type { BoxTree } from './box-tree.ts';
import type { DrawRun } from './draw-run.ts';
import { boxInFrustum, type FrustumPlanes } from './flat-boxes.ts';
import { PatchRow } from './patch-row.ts';
import type { SortedBatch, SortedItem } from './sorted-batch.ts';

const at = new Vector3();

/** All that is seen through and can be drawn together, from the far to the near, whichever batch it is of. */
export class SortedList {
	/** Something moved, came or went since it was shown last. */
	due = true;
	#tree: BoxTree<Mesh>;
	#batches = new Set<SortedBatch>();
	/** In the order they were drawn last, so that sorting them again is quick. */
	#items: SortedItem[] = [];
	/** What else is seen through, drawn by itself. */
	#others: readonly Object3D[] = [];
	#projection = new Matrix4();
	#whole = false;
	#listed = 0;

	constructor(tree: BoxTree<Mesh>) {
		this.#tree = tree;
	}

	/** `loose`: what is drawn by itself; of it, what is seen through comes in between. */
	set loose(loose: Iterable<Object3D>) {
		const others: Object3D[] = [];
		for (const object of loose)
			object.traverseVisible((each) => {
				if (isSeenThrough(each)) others.push(each);
			});
		this.#others = others;
		this.due = true;
	}

	add(item: SortedItem): void {
		this.#batches.add(item.batch);
		this.#items.push(item);
		this.due = true;
	}

	remove(item: SortedItem | undefined): void {
		if (!item) return;
		item.gone = true;
		if (item.batch.size === 0) this.#batches.delete(item.batch);
		this.due = true;
	}

	/** What three.js is given to draw. */
	list(): DrawRun[] {
		const runs = [...this.#batches].flatMap((batch) => batch.runs);
		this.#listed = runs.length;
		return runs;
	}

	/** Readies what is to be drawn: all, or what is inside these planes. True: `list` is another now. */
	show(projection: Matrix4, planes: FrustumPlanes | null): boolean {
		const whole = planes === null;
		if (!this.due && whole === this.#whole && projection.equals(this.#projection)) return false;
		if (this.due) this.#items = this.#items.filter(({ gone }) => !gone);
		this.due = false;
		this.#whole = whole;
		this.#projection.copy(projection);
		for (const item of this.#items) item.depth = depthOf(item.middle, projection);
		this.#items.sort(fromFarToNear);
		for (const batch of this.#batches) batch.used = 0;
		this.#makeRuns(planes);
		let count = 0;
		for (const batch of this.#batches) {
			batch.end(whole);
			count += batch.runs.length;
		}
		return count !== this.#listed;
	}

	/** What is drawn by itself comes between two runs, where any of the nearer one may lie over it. */
	#makeRuns(planes: FrustumPlanes | null): void {
		const { boxes } = this.#tree;
		const items = planes
			? this.#items.filter(({ member }) => boxInFrustum(planes, boxes, member.box * 6))
			: this.#items;
		const breaks = this.#breaks(items);
		let last: SortedBatch | null = null;
		let run: DrawRun | null = null;
		items.forEach((item, i) => {
			const { batch, middle } = item;
			if (!run || last !== batch || breaks.has(i)) run = batch.begin(middle);
			last = batch;
			batch.push(run.seen, item);
		});
	}

	/** Numbers of items that may lie over something drawn by itself that is farther than they are, but not than the one before. */
	#breaks(items: readonly SortedItem[]): Set<number> {
		const breaks = new Set<number>();
		if (this.#others.length === 0 || items.length === 0) return breaks;
		const patches = new PatchRow(this.#projection);
		for (const { member } of items) patches.add(this.#tree.boxes, member.box * 6);
		for (const object of this.#others) {
			const depth = depthOf(middleOf(object), this.#projection);
			const next = firstNearer(items, depth);
			if (next > 0 && next < items.length && patches.meets(object, next)) breaks.add(next);
		}
		return breaks;
	}
}

/** Where in the row, from the far to the near, items are nearer than this. */
function firstNearer(items: readonly SortedItem[], depth: number): number {
	let [low, high] = [0, items.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((items[middle]?.depth ?? 0) < depth) high = middle;
		else low = middle + 1;
	}
	return low;
}

const fromFarToNear = (a: SortedItem, b: SortedItem): number =>
	b.depth - a.depth || a.member.mesh.id - b.member.mesh.id;

/** As three.js measures it: the depth in clip space, before it is divided. */
function depthOf({ x, y, z }: Vector3, { elements: e }: Matrix4): number {
	return (e[2] ?? 0) * x + (e[6] ?? 0) * y + (e[10] ?? 0) * z + (e[14] ?? 0);
}

type Drawable = Object3D & { geometry: BufferGeometry; material: Material; boundingSphere?: Sphere | null };

/** Where three.js says that it is. */
function middleOf(object: Object3D): Vector3 {
	if (object instanceof Sprite) return at.setFromMatrixPosition(object.matrixWorld);
	const { geometry, boundingSphere } = object as Drawable;
	if (!geometry.boundingSphere) geometry.computeBoundingSphere();
	const sphere = boundingSphere ?? geometry.boundingSphere;
	return at.copy(sphere?.center ?? at.set(0, 0, 0)).applyMatrix4(object.matrixWorld);
}

function isSeenThrough(object: Object3D): boolean {
	if (object.renderOrder !== 0 || !('material' in object)) return false;
	return [(object as Drawable).material].flat().some(({ transparent }) => transparent);
}
