import { type Box3, type BufferGeometry, DoubleSide, type Material, type Mesh, Sphere, Vector3 } from 'three';
import type { BatchMember } from './batch.ts';
import { bothSidesOf } from './both-sides.ts';
import type { BoxTree } from './box-tree.ts';
import { DrawOrder, DrawRun } from './draw-run.ts';
import { expandByBox, writeWorldBox } from './flat-boxes.ts';
import { isPlain } from './instance-look.ts';
import { InstanceRows } from './instance-rows.ts';
import { MergedGeometry } from './merged-geometry.ts';
import type { SortedLook } from './sorted-look.ts';

/** One thing that is seen through, in the order of all of them. */
export type SortedItem = {
	readonly batch: SortedBatch;
	readonly member: BatchMember;
	/** What is drawn of it. */
	readonly geometry: BufferGeometry;
	/** What three.js sorts by: the middle of its geometry, in the world. */
	readonly middle: Vector3;
	depth: number;
	gone: boolean;
};

/** That many are kept for the next picture. */
const FEW_RUNS = 4;

const written = new Float64Array(6);
const sphere = new Sphere();

/**
 * Meshes of one material (or family of materials) that are seen through, of several geometries. Each is drawn when its
 * turn comes among all that is seen through; those whose turns follow each other are one draw call.
 */
export class SortedBatch {
	/** What is drawn of it; those behind the first `used` rest. */
	readonly runs: DrawRun[] = [];
	readonly casters = new DrawOrder();
	used = 0;
	#material: Material;
	#look: SortedLook | null;
	#merged: MergedGeometry;
	#receiveShadow: boolean;
	#tree: BoxTree<Mesh>;
	#items = new Map<BatchMember, SortedItem>();
	#free: number[] = [];
	#matrices = new InstanceRows(4);

	/** `look`: stands for a family of materials, of which each member is one; without, all have the material of `like`. */
	constructor(like: Mesh, look: SortedLook | null, tree: BoxTree<Mesh>) {
		this.#look = look;
		this.#material = look?.material ?? (like.material as Material);
		this.#merged = new MergedGeometry(geometryOf(like));
		this.#receiveShadow = like.receiveShadow;
		this.#tree = tree;
	}

	get size(): number {
		return this.#items.size;
	}

	add(member: BatchMember): SortedItem {
		const { mesh } = member;
		const { material } = mesh;
		const geometry = geometryOf(mesh);
		const item = { batch: this, member, geometry, middle: new Vector3(), depth: 0, gone: false };
		member.slot = this.#free.pop() ?? this.size;
		this.#items.set(member, item);
		this.#merged.acquire(geometry);
		writeWorldBox(written, 0, mesh);
		member.box = this.#tree.add(mesh, written);
		this.place(member);
		if (!Array.isArray(material) && isPlain(material)) this.#look?.write(member.slot, material);
		return item;
	}

	/** Reads where a member stands now. */
	place(member: BatchMember): void {
		const { mesh, slot, box } = member;
		writeWorldBox(written, 0, mesh);
		this.#tree.place(box, written);
		this.#matrices.write(slot, mesh.matrixWorld.elements);
		const { geometry } = mesh;
		if (!geometry.boundingSphere) geometry.computeBoundingSphere();
		const middle = (geometry.boundingSphere ?? sphere).center;
		this.#items.get(member)?.middle.copy(middle).applyMatrix4(mesh.matrixWorld);
	}

	remove(member: BatchMember): SortedItem | undefined {
		const item = this.#items.get(member);
		if (!item) return;
		this.#items.delete(member);
		this.#tree.remove(member.box);
		this.#free.push(member.slot);
		this.#merged.release(item.geometry);
		return item;
	}

	/** Begins another run of things drawn one behind the other, sorted in among all else at `middle`. */
	begin(middle: Vector3): DrawRun {
		const at = this.used++;
		const run = (this.runs[at] ??= new DrawRun(at === 0 ? this.casters : null));
		run.boundingSphere.center.copy(middle);
		run.seen.count = 0;
		return run;
	}

	push(order: DrawOrder, { member, geometry }: SortedItem): void {
		const { index } = this.#merged.geometry;
		const range = this.#merged.range(geometry);
		if (range) order.push(range, index?.array.BYTES_PER_ELEMENT ?? 1, member.slot);
	}

	/** All runs that were begun are complete. `shadows`: they are drawn with this picture. */
	end(shadows: boolean): void {
		this.casters.count = 0;
		if (shadows)
			for (const item of this.#items.values()) if (item.member.mesh.castShadow) this.push(this.casters, item);
		const source = {
			geometry: this.#merged.geometry,
			material: this.#material,
			matrices: this.#matrices.texture,
			colors: this.#look?.colors ?? null,
			receiveShadow: this.#receiveShadow,
		};
		const spare = Math.max(this.used * 2, FEW_RUNS);
		for (const run of this.runs.splice(spare)) run.dispose();
		this.runs.forEach((run, at) => {
			run.visible = at < this.used;
			if (run.visible) run.take(source);
		});
	}

	/** Widens a box by all that is in here. */
	expand(box: Box3): void {
		for (const member of this.#items.keys()) expandByBox(box, this.#tree.boxes, member.box * 6);
	}

	dispose(): void {
		for (const run of this.runs) run.dispose();
		this.casters.dispose();
		this.#merged.dispose();
		this.#matrices.dispose();
		this.#look?.dispose();
	}
}

/** What is seen from both sides is flat, unless its material draws both at once. */
function geometryOf({ geometry, material }: Mesh): BufferGeometry {
	const both = !Array.isArray(material) && isPlain(material) && material.side === DoubleSide;
	return both ? bothSidesOf(geometry) : geometry;
}
