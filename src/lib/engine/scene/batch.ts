import { type Box3, BufferGeometry, InstancedMesh, type Material, type Mesh } from 'three';
import { BatchChannel } from './batch-channel.ts';
import type { BoxTree } from './box-tree.ts';
import { boxInFrustum, expandByBox, type FrustumPlanes, writeWorldBox } from './flat-boxes.ts';
import { isPlain, LOOK, readInstance } from './instance-look.ts';

const SMALLEST = 8;

type Channels = Readonly<Record<'matrix', BatchChannel>> &
	Partial<Readonly<Record<keyof typeof LOOK, BatchChannel>>>;

/** A mesh that lets itself be drawn by a batch, where it is in there, and the number of its box. */
export type BatchMember = { readonly mesh: Mesh; slot: number; box: number };

const written = new Float64Array(6);

/** Meshes of one geometry and one material (or family of materials), drawn with one call. */
export class Batch {
	mesh: InstancedMesh;
	#geometry: BufferGeometry;
	#material: Material;
	#ownLooks: boolean;
	#capacity = SMALLEST;
	#members: BatchMember[] = [];
	#channels: Channels;
	#tree: BoxTree<Mesh>;
	/** Slots in the order they are drawn; the first `mesh.count` of them. */
	#shown = new Uint32Array(SMALLEST);
	#next = new Uint32Array(SMALLEST);
	#allShown = false;
	/** Slots that changed since they were shown last: from, up to. */
	#dirty = { first: Infinity, end: 0 };

	/**
	 * `material`: what it is drawn with; where it stands for a family each member brings its own look. `tree`: keeps the
	 * world boxes of the members.
	 */
	constructor(like: Mesh, material: Material, tree: BoxTree<Mesh>) {
		this.#tree = tree;
		this.#geometry = like.geometry;
		this.#material = material;
		this.#ownLooks = material !== like.material;
		this.#channels = this.#makeChannels();
		this.mesh = this.#makeMesh(like);
	}

	get size(): number {
		return this.#members.length;
	}

	add(member: BatchMember): void {
		if (this.size === this.#capacity) this.#grow();
		member.slot = this.size;
		this.#members.push(member);
		writeWorldBox(written, 0, member.mesh);
		member.box = this.#tree.add(member.mesh, written);
		this.#write(member);
		const { material } = member.mesh;
		if (!this.#ownLooks || Array.isArray(material) || !isPlain(material)) return;
		const look = readInstance(material);
		for (const name of Object.keys(LOOK) as (keyof typeof LOOK)[])
			this.#channels[name]?.values.set(look[name], member.slot * LOOK[name]);
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
		this.#allShown = false;
		if (!last || slot === from) return;
		last.slot = slot;
		this.#members[slot] = last;
		for (const channel of Object.values(this.#channels)) channel.move(from, slot);
		this.#touch(slot);
	}

	/** Readies what is to be drawn: all, or what is inside these planes. */
	show(planes: FrustumPlanes | null): void {
		const count = planes ? this.#collectSeen(planes) : this.size;
		if (count === this.size) this.#showAll();
		else this.#showSome(count);
		this.mesh.count = count;
		this.mesh.visible = count > 0;
		this.#dirty = { first: Infinity, end: 0 };
	}

	/** Widens a box by all that is in here. */
	expand(box: Box3): void {
		for (const member of this.#members) expandByBox(box, this.#tree.boxes, member.box * 6);
	}

	dispose(): void {
		this.mesh.dispose();
		if (!this.#ownLooks) return;
		freeShell(this.mesh.geometry, this.#geometry);
	}

	#write({ mesh, slot }: BatchMember): void {
		this.#channels.matrix.values.set(mesh.matrixWorld.elements, slot * 16);
		this.#touch(slot);
	}

	#touch(slot: number): void {
		this.#dirty.first = Math.min(this.#dirty.first, slot);
		this.#dirty.end = Math.max(this.#dirty.end, slot + 1);
	}

	#collectSeen(planes: FrustumPlanes): number {
		const { boxes } = this.#tree;
		let count = 0;
		for (const { box, slot } of this.#members)
			if (boxInFrustum(planes, boxes, box * 6)) this.#next[count++] = slot;
		return count;
	}

	#showAll(): void {
		const { first, end } = this.#allShown ? this.#dirty : { first: 0, end: this.size };
		const last = Math.min(end, this.size);
		if (first < last) for (const channel of Object.values(this.#channels)) channel.showRange(first, last);
		this.#allShown = true;
	}

	#showSome(count: number): void {
		const same = !this.#allShown && this.#dirty.end === 0 && this.mesh.count === count;
		if (same && this.#sameSlots(count)) return;
		[this.#shown, this.#next] = [this.#next, this.#shown];
		for (const channel of Object.values(this.#channels)) channel.showOnly(this.#shown, count);
		this.#allShown = false;
	}

	#sameSlots(count: number): boolean {
		for (let at = 0; at < count; at++) if (this.#shown[at] !== this.#next[at]) return false;
		return true;
	}

	#grow(): void {
		this.dispose();
		this.#capacity *= 2;
		this.#channels = this.#makeChannels(this.#channels);
		this.#shown = new Uint32Array(this.#capacity);
		this.#next = new Uint32Array(this.#capacity);
		this.#allShown = false;
		this.mesh = this.#makeMesh(this.mesh);
	}

	#makeChannels(old?: Channels): Channels {
		const make = (name: keyof Channels, size: number) => new BatchChannel(size, this.#capacity, old?.[name]);
		const matrix = make('matrix', 16);
		if (!this.#ownLooks) return { matrix };
		return {
			matrix,
			color: make('color', LOOK.color),
			surface: make('surface', LOOK.surface),
			glow: make('glow', LOOK.glow),
		};
	}

	#makeMesh({ castShadow, receiveShadow }: Mesh): InstancedMesh {
		const { matrix, color, surface, glow } = this.#channels;
		const mesh = new InstancedMesh(this.#geometry, this.#material, 0);
		mesh.instanceMatrix = matrix.attribute;
		if (color && surface && glow) {
			mesh.instanceColor = color.attribute;
			mesh.geometry = shellOf(this.#geometry);
			mesh.geometry.setAttribute('instanceSurface', surface.attribute);
			mesh.geometry.setAttribute('instanceGlow', glow.attribute);
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
