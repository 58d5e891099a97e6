import {
	type Box3,
	type BufferGeometry,
	type InstancedBufferAttribute,
	InstancedMesh,
	type Material,
	type Mesh,
} from 'three';
import { BatchBuffer } from './batch-buffer.ts';
import type { BoxTree } from './box-tree.ts';
import { expandByBox, type FrustumPlanes, includeBox, NOWHERE, writeWorldBox } from './flat-boxes.ts';
import { freeShell, shellOf } from './geometry-shell.ts';
import { isPlain, LOOK, readInstance } from './instance-look.ts';
import { nearbyOrder, SlotBlocks } from './slot-blocks.ts';

const SMALLEST = 8;
const MATRIX = 16;
/** Behind the matrix, one after the other. */
const LOOK_SIZE = LOOK.color + LOOK.surface + LOOK.glow;

/** A mesh that lets itself be drawn by a batch, where it is in there, and the number of its box. */
export type BatchMember = { readonly mesh: Mesh; slot: number; box: number };

const written = new Float64Array(6);
const around = new Float64Array(6);

/** Meshes of one geometry and one material (or family of materials), drawn with one call. */
export class Batch {
	mesh: InstancedMesh;
	#geometry: BufferGeometry;
	#material: Material;
	#ownLooks: boolean;
	#capacity = SMALLEST;
	#members: BatchMember[] = [];
	#buffer: BatchBuffer;
	#tree: BoxTree<Mesh>;
	/** World boxes by slot, and around those of neighbours. */
	#boxes = new Float64Array(SMALLEST * 6);
	#blocks = new SlotBlocks();
	/** Which slots are in sight. */
	#marks = new Uint8Array(SMALLEST);
	/** How many throw shadows: theirs are the first slots. */
	#casters = 0;

	/**
	 * `material`: what it is drawn with; where it stands for a family each member brings its own look. `tree`: keeps the
	 * world boxes of the members.
	 */
	constructor(like: Mesh, material: Material, tree: BoxTree<Mesh>) {
		this.#tree = tree;
		this.#geometry = like.geometry;
		this.#material = material;
		this.#ownLooks = material !== like.material;
		this.#buffer = this.#makeBuffer();
		this.mesh = this.#makeMesh(like);
	}

	get size(): number {
		return this.#members.length;
	}

	add(member: BatchMember): void {
		if (this.size === this.#capacity) this.#grow();
		member.slot = this.size;
		this.#members.push(member);
		const { mesh } = member;
		writeWorldBox(written, 0, mesh);
		member.box = this.#tree.add(mesh, written);
		this.#write(member);
		this.#writeLook(member);
		if (mesh.castShadow) this.#swap(member.slot, this.#casters++);
	}

	/** Reads where a member stands now. */
	place(member: BatchMember): void {
		writeWorldBox(written, 0, member.mesh);
		this.#tree.place(member.box, written);
		this.#write(member);
	}

	/** The last one takes its slot. */
	remove(member: BatchMember): void {
		this.#tree.remove(member.box);
		if (member.slot < this.#casters) this.#swap(member.slot, --this.#casters);
		this.#swap(member.slot, this.size - 1);
		this.#members.pop();
		this.#buffer.hide(this.size);
		this.#blocks.forgetMarks();
	}

	/** Readies what is to be drawn: all, or what is inside these planes. */
	show(planes: FrustumPlanes | null): void {
		if (planes) this.#showSeen(planes);
		else {
			this.#buffer.showAll(this.size);
			this.#blocks.forgetMarks();
		}
		this.mesh.count = this.#buffer.count;
		this.mesh.visible = this.mesh.count > 0;
		this.mesh.castShadow = this.#casters > 0;
	}

	/** Widens a box by all that is in here. */
	expand(box: Box3): void {
		around.set(NOWHERE);
		for (let slot = 0; slot < this.size; slot++) includeBox(around, 0, this.#boxes, slot * 6);
		expandByBox(box, around, 0);
	}

	dispose(): void {
		this.mesh.dispose();
		if (!this.#ownLooks) return;
		freeShell(this.mesh.geometry, this.#geometry);
	}

	get #stride(): number {
		return MATRIX + (this.#ownLooks ? LOOK_SIZE : 0);
	}

	#write({ mesh, slot }: BatchMember): void {
		this.#buffer.values.set(mesh.matrixWorld.elements, slot * this.#stride);
		this.#boxes.set(written, slot * 6);
		this.#blocks.cover(slot, this.#boxes);
		this.#buffer.touch(slot);
	}

	#writeLook({ mesh: { material }, slot }: BatchMember): void {
		if (!this.#ownLooks || Array.isArray(material) || !isPlain(material)) return;
		const { color, surface, glow } = readInstance(material);
		this.#buffer.values.set([...color, ...surface, ...glow], slot * this.#stride + MATRIX);
	}

	/** Two members change slots. */
	#swap(one: number, other: number): void {
		const [first, second] = [this.#members[one], this.#members[other]];
		if (!first || !second || one === other) return;
		this.#members[one] = second;
		this.#members[other] = first;
		second.slot = one;
		first.slot = other;
		around.set(this.#boxes.subarray(one * 6, one * 6 + 6));
		this.#boxes.copyWithin(one * 6, other * 6, other * 6 + 6);
		this.#boxes.set(around, other * 6);
		this.#buffer.swap(one, other);
		for (const slot of [one, other]) this.#blocks.cover(slot, this.#boxes);
	}

	#showSeen(planes: FrustumPlanes): void {
		if (this.#blocks.isWorn(this.size)) this.#bringTogether();
		this.#blocks.mark(planes, this.#boxes, this.size, this.#marks);
		this.#buffer.showOnly(this.#marks, this.#blocks);
	}

	/** What is near each other in the world gets slots that follow each other. */
	#bringTogether(): void {
		const near = nearbyOrder(this.#boxes, this.size);
		const throwing = (slot: number) => slot < this.#casters;
		const order = Uint32Array.from([...near.filter(throwing), ...near.filter((slot) => !throwing(slot))]);
		const [members, boxes] = [this.#members, this.#boxes];
		this.#members = [];
		this.#boxes = new Float64Array(this.#capacity * 6);
		order.forEach((from, slot) => {
			const member = members[from];
			if (!member) return;
			member.slot = slot;
			this.#members.push(member);
			this.#boxes.set(boxes.subarray(from * 6, from * 6 + 6), slot * 6);
		});
		this.#buffer.reorder(order);
		this.#blocks.build(this.#boxes, this.size);
	}

	#grow(): void {
		this.dispose();
		this.#capacity *= 2;
		this.#buffer = this.#makeBuffer(this.#buffer);
		this.#blocks.forgetMarks();
		const boxes = new Float64Array(this.#capacity * 6);
		boxes.set(this.#boxes);
		this.#boxes = boxes;
		this.#marks = new Uint8Array(this.#capacity);
		this.mesh = this.#makeMesh(this.mesh);
	}

	#makeBuffer(old?: BatchBuffer): BatchBuffer {
		return new BatchBuffer(this.#stride, this.#capacity, old);
	}

	#makeMesh({ receiveShadow }: Mesh): InstancedMesh {
		const mesh = new InstancedMesh(this.#geometry, this.#material, 0);
		// three.js takes these of one row as well as those of their own.
		const attribute = (size: number, offset: number) =>
			this.#buffer.attribute(size, offset) as unknown as InstancedBufferAttribute;
		mesh.instanceMatrix = attribute(MATRIX, 0);
		if (this.#ownLooks) {
			const { color, surface, glow } = LOOK;
			mesh.instanceColor = attribute(color, MATRIX);
			mesh.geometry = shellOf(this.#geometry);
			mesh.geometry.setAttribute('instanceSurface', attribute(surface, MATRIX + color));
			mesh.geometry.setAttribute('instanceGlow', attribute(glow, MATRIX + color + surface));
		}
		// Shadows are drawn when all are shown, in the order of their slots.
		mesh.onBeforeShadow = () => (mesh.count = this.#casters);
		mesh.onAfterShadow = () => (mesh.count = this.#buffer.count);
		mesh.receiveShadow = receiveShadow;
		mesh.matrixAutoUpdate = false;
		// Each member is looked at by itself.
		mesh.frustumCulled = false;
		return mesh;
	}
}
