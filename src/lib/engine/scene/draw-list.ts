import {
	Box3,
	type Camera,
	Frustum,
	LOD,
	type Material,
	Matrix4,
	type Mesh,
	type Object3D,
	type Ray,
} from 'three';
import { Batch, type BatchMember } from './batch.ts';
import { batchableMeshes, standsSquare } from './batchable.ts';
import { BoxTree } from './box-tree.ts';
import type { EntityPart } from './entity-part.ts';
import { flattenFrustum } from './flat-boxes.ts';
import { familyOf, isPlain, makeFamilyMaterial } from './instance-look.ts';
import { mergeKey } from './merged-geometry.ts';
import { meshBox } from './mesh-box.ts';
import { SharedPool } from './shared-pool.ts';
import { SortedBatch } from './sorted-batch.ts';
import { SortedList } from './sorted-list.ts';
import { SortedLook, sortedFamilyOf } from './sorted-look.ts';

type Entry = {
	readonly object: Object3D;
	/** null: it cannot be batched. */
	readonly members: readonly BatchMember[] | null;
	/** In its batches now. */
	batched: boolean;
	/** Drawn by itself now. */
	alone: boolean;
};
type BatchEntry = { readonly batch: Batch | SortedBatch; readonly family: string | null };

const box = new Box3();
const frustum = new Frustum();
const projection = new Matrix4();
const planes = new Float64Array(24);

/**
 * What three.js is given to draw: instead of the tree of entities a flat list, in which meshes that share geometry and
 * material are one. It is a LOD because three.js asks those, before each picture, to choose what of them it shows.
 */
export class DrawList extends LOD {
	/** Shadows are drawn with the next picture: they fall from what is out of sight, too. */
	whole = true;
	#batching: boolean;
	#readyTree: () => void;
	#entries = new Map<EntityPart, Entry>();
	#batches = new Map<string, BatchEntry>();
	/** Where in the world the members of all batches are. */
	#tree = new BoxTree<Mesh>();
	#sorted = new SortedList(this.#tree);
	#families = new SharedPool<ReturnType<typeof makeFamilyMaterial>>((material) => material.dispose());
	#batchOf = new Map<BatchMember, string>();
	#loose = new Set<Object3D>();
	#always: readonly Object3D[];
	#listDue = true;

	/** `readyTree`: brings world matrices up to date. `always`: what is drawn besides the parts of entities. */
	constructor(batching: boolean, readyTree: () => void, always: readonly Object3D[]) {
		super();
		this.#batching = batching;
		this.#readyTree = readyTree;
		this.#always = always;
		this.matrixAutoUpdate = false;
	}

	/** Draw calls, if all is in sight. */
	get length(): number {
		return this.#batches.size + this.#loose.size;
	}

	/** Takes a part in, or over where it is now. Its world matrices are up to date. */
	place(part: EntityPart, shown: boolean): void {
		const entry = this.#entries.get(part) ?? this.#enter(part);
		const members = shown && entry.members?.every(({ mesh }) => standsSquare(mesh.matrixWorld));
		const alone = shown && !members;
		if (alone) this.#sorted.due = true;
		if (entry.alone !== alone) {
			if (alone) this.#loose.add(entry.object);
			else this.#loose.delete(entry.object);
			entry.alone = alone;
			this.#listDue = true;
		}
		if (members && entry.batched) for (const member of entry.members ?? []) this.#move(member);
		else if (members) for (const member of entry.members ?? []) this.#join(member);
		else if (entry.batched) for (const member of entry.members ?? []) this.#leave(member);
		entry.batched = members === true;
	}

	/** A part is gone, or looks different: `place` takes it in anew. */
	forget(part: EntityPart): void {
		const entry = this.#entries.get(part);
		if (!entry) return;
		this.#entries.delete(part);
		this.#loose.delete(entry.object);
		if (entry.batched) for (const member of entry.members ?? []) this.#leave(member);
		this.#listDue = true;
	}

	/** World box of all that is drawn, helpers left out; empty when nothing is. */
	bounds(target: Box3): Box3 {
		target.makeEmpty();
		for (const { batch } of this.#batches.values()) batch.expand(target);
		for (const object of this.#loose)
			object.traverseVisible((each) => {
				const own = meshBox(each);
				if (own) target.union(box.copy(own).applyMatrix4(each.matrixWorld));
			});
		return target;
	}

	/** Names batched meshes whose world box a ray meets within its reach; `found` returns how far it reaches then. */
	meet(ray: Ray, reach: number, found: (mesh: Mesh) => number): void {
		this.#tree.meet(ray, reach, found);
	}

	/** What is drawn by itself. */
	loose(): IterableIterator<Object3D> {
		return this.#loose.values();
	}

	/** Parts of entities have their world matrices from the tree. */
	override updateMatrixWorld(): void {
		this.#readyTree();
	}

	/** three.js asks once for each picture, before it looks through `children`. */
	override update(camera: Camera): void {
		if (this.#listDue) this.#list();
		projection.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
		frustum.setFromProjectionMatrix(projection, camera.coordinateSystem, camera.reversedDepth);
		const seen = this.whole ? null : flattenFrustum(frustum, planes);
		for (const { batch } of this.#batches.values()) if (batch instanceof Batch) batch.show(seen);
		if (this.#sorted.show(projection, seen)) this.#list();
	}

	override dispose(): void {
		for (const { batch } of this.#batches.values()) batch.dispose();
		this.#batches.clear();
		this.#families.dispose();
		this.#entries.clear();
		this.#loose.clear();
		this.children = [];
	}

	/** Not `add`: what is listed hangs, and is placed, in the tree. */
	#list(): void {
		this.#listDue = false;
		const batches = Array.from(this.#batches.values(), ({ batch }) => batch);
		const meshes = batches.flatMap((batch) => (batch instanceof Batch ? [batch.mesh] : []));
		this.#sorted.loose = this.#loose;
		this.children = [...this.#always, ...meshes, ...this.#sorted.list(), ...this.#loose];
	}

	#enter(part: EntityPart): Entry {
		const meshes = this.#batching ? batchableMeshes(part.object) : null;
		const members = meshes?.map((mesh) => ({ mesh, slot: -1, box: -1 })) ?? null;
		const entry = { object: part.object, members, batched: false, alone: false };
		this.#entries.set(part, entry);
		return entry;
	}

	#batchWith(member: BatchMember): BatchEntry | undefined {
		return this.#batches.get(this.#batchOf.get(member) ?? '');
	}

	#move(member: BatchMember): void {
		const batch = this.#batchWith(member)?.batch;
		batch?.place(member);
		if (batch instanceof SortedBatch) this.#sorted.due = true;
	}

	#join(member: BatchMember): void {
		const { mesh } = member;
		const { material } = mesh;
		if (Array.isArray(material)) return;
		const key = material.transparent ? sortedKeyOf(mesh, material) : keyOf(mesh, material);
		let found = this.#batches.get(key);
		if (!found) {
			found = this.#open(mesh, material);
			this.#batches.set(key, found);
		}
		if (found.batch instanceof SortedBatch) this.#sorted.add(found.batch.add(member));
		else found.batch.add(member);
		this.#batchOf.set(member, key);
		this.#listDue = true;
	}

	#open(mesh: Mesh, material: Material): BatchEntry {
		const plain = isPlain(material) ? material : null;
		if (material.transparent)
			return { batch: new SortedBatch(mesh, plain && new SortedLook(plain), this.#tree), family: null };
		const family = plain && familyOf(plain);
		if (!plain || family === null) return { batch: new Batch(mesh, material, this.#tree), family };
		const drawn = this.#families.acquire(family, () => makeFamilyMaterial(plain));
		return { batch: new Batch(mesh, drawn, this.#tree), family };
	}

	#leave(member: BatchMember): void {
		const key = this.#batchOf.get(member) ?? '';
		const found = this.#batches.get(key);
		this.#batchOf.delete(member);
		if (!found) return;
		if (found.batch instanceof SortedBatch) this.#sorted.remove(found.batch.remove(member));
		else found.batch.remove(member);
		if (found.batch.size > 0) return;
		found.batch.dispose();
		this.#batches.delete(key);
		this.#listDue = true;
		if (found.family !== null) this.#families.release(found.family);
	}
}

/** What of a mesh is the same for all that are drawn with it. */
function keyOf({ geometry, receiveShadow }: Mesh, material: Material): string {
	const look = isPlain(material) ? familyOf(material) : material.uuid;
	return [geometry.uuid, look, receiveShadow].join('|');
}

function sortedKeyOf({ geometry, receiveShadow }: Mesh, material: Material): string {
	const look = isPlain(material) ? sortedFamilyOf(material) : material.uuid;
	return ['sorted', mergeKey(geometry), look, receiveShadow].join('|');
}
