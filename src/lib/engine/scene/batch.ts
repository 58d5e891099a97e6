import {
	type Box3,
	BufferGeometry,
	type InstancedBufferAttribute,
	InstancedMesh,
	type Material,
	type Mesh,
} from 'three';
import { BatchBuffer } from './batch-buffer.ts';
import type { BoxTree } from './box-tree.ts';
import { expandByBox, type FrustumPlanes, includeBox, NOWHERE, writeWorldBox } from './flat-boxes.ts';
import { isPlain, LOOK, readInstance } from './instance-look.ts';
import { nearbyOrder, SlotBlocks } from './slot-blocks.ts';

const SMALLEST = 8;
/** When more have changed, all are shown anew. */
const MOST_TOUCHED = 1024;
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
	/** What is drawn: pairs of a first slot and an end. */
	#ranges = new Uint32Array(SMALLEST * 2);
	#next = new Uint32Array(SMALLEST * 2);
	/** How many pairs; null: all slots are shown, where they are. */
	#pairs: number | null = 0;
	/** Slots that changed since they were shown last. */
	#touched = new Set<number>();

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
		const { material } = mesh;
		if (!this.#ownLooks || Array.isArray(material) || !isPlain(material)) return;
		const { color, surface, glow } = readInstance(material);
		this.#buffer.values.set([...color, ...surface, ...glow], member.slot * this.#stride + MATRIX);
	}

	/** Reads where a member stands now. */
	place(member: BatchMember): void {
		writeWorldBox(written, 0, member.mesh);
		this.#tree.place(member.box, written);
		this.#write(member);
	}

	/** The last one takes its slot. */
	remove({ slot, box }: BatchMember): void {
		this.#tree.remove(box);
		const last = this.#members.pop();
		const from = this.size;
		this.#touched.delete(from);
		if (!last || slot === from) return;
		last.slot = slot;
		this.#members[slot] = last;
		this.#buffer.move(from, slot);
		this.#boxes.copyWithin(slot * 6, from * 6, from * 6 + 6);
		this.#touch(slot);
	}

	/** Readies what is to be drawn: all, or what is inside these planes. */
	show(planes: FrustumPlanes | null): void {
		if (planes) this.#showSeen(planes);
		else this.#showAll();
		this.mesh.visible = this.mesh.count > 0;
		this.#touched.clear();
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
		this.#touch(slot);
	}

	#touch(slot: number): void {
		this.#blocks.cover(slot, this.#boxes);
		this.#touched.add(slot);
		if (this.#touched.size > MOST_TOUCHED) this.#forgetShown();
	}

	#forgetShown(): void {
		this.#pairs = 0;
		this.mesh.count = 0;
	}

	#showAll(): void {
		if (this.#pairs === null) this.#buffer.showSlots(this.#touched);
		else this.#buffer.showRange(0, this.size);
		this.#pairs = null;
		this.mesh.count = this.size;
	}

	#showSeen(planes: FrustumPlanes): void {
		if (this.#blocks.isWorn(this.size)) this.#bringTogether();
		const pairs = this.#blocks.collect(planes, this.#boxes, this.size, this.#next);
		if (pairs === 1 && this.#next[0] === 0 && this.#next[1] === this.size) {
			this.#showAll();
			return;
		}
		if (this.#touched.size === 0 && pairs === this.#pairs && this.#sameRanges(pairs)) return;
		[this.#ranges, this.#next] = [this.#next, this.#ranges];
		this.#pairs = pairs;
		this.mesh.count = this.#buffer.showOnly(this.#ranges, pairs);
	}

	/** What is near each other in the world gets slots that follow each other. */
	#bringTogether(): void {
		const order = nearbyOrder(this.#boxes, this.size);
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
		this.#forgetShown();
	}

	#sameRanges(pairs: number): boolean {
		for (let at = 0; at < pairs * 2; at++) if (this.#ranges[at] !== this.#next[at]) return false;
		return true;
	}

	#grow(): void {
		this.dispose();
		this.#capacity *= 2;
		this.#buffer = this.#makeBuffer(this.#buffer);
		const boxes = new Float64Array(this.#capacity * 6);
		boxes.set(this.#boxes);
		this.#boxes = boxes;
		this.#ranges = new Uint32Array(this.#capacity * 2);
		this.#next = new Uint32Array(this.#capacity * 2);
		this.mesh = this.#makeMesh(this.mesh);
		this.#forgetShown();
	}

	#makeBuffer(old?: BatchBuffer): BatchBuffer {
		return new BatchBuffer(this.#stride, this.#capacity, old);
	}

	#makeMesh({ castShadow, receiveShadow }: Mesh): InstancedMesh {
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
		mesh.castShadow = castShadow;
		mesh.receiveShadow = receiveShadow;
		mesh.matrixAutoUpdate = false;
		// Each member is looked at by itself.
		mesh.frustumCulled = false;
		return mesh;
	}
}

/** How many shells draw the points of a geometry: only the last may free them on the GPU. */
const SHELLS = new WeakMap<BufferGeometry, number>();

/** The same points, with room for what is each instance's own. */
function shellOf(geometry: BufferGeometry): BufferGeometry {
	SHELLS.set(geometry, (SHELLS.get(geometry) ?? 0) + 1);
	const shell = new BufferGeometry();
	shell.setIndex(geometry.index);
	for (const [name, attribute] of Object.entries(geometry.attributes)) shell.setAttribute(name, attribute);
	for (const group of geometry.groups) shell.addGroup(group.start, group.count, group.materialIndex);
	shell.setDrawRange(geometry.drawRange.start, geometry.drawRange.count);
	return shell;
}

function freeShell(shell: BufferGeometry, geometry: BufferGeometry): void {
	const others = (SHELLS.get(geometry) ?? 1) - 1;
	SHELLS.set(geometry, others);
	if (others > 0) {
		shell.setIndex(null);
		for (const name of Object.keys(geometry.attributes)) shell.deleteAttribute(name);
	}
	shell.dispose();
}
