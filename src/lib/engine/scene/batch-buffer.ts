import { DynamicDrawUsage, InstancedInterleavedBuffer, InterleavedBufferAttribute } from 'three';
import type { SlotBlocks } from './slot-blocks.ts';

/** Sent along when what lies on both sides is: fewer, longer pieces are quicker. */
const GAP = 64;
const NOT_SHOWN = -1;

/** An InstancedMesh disposes of its attributes, which those of one row with others do not know. */
class RowAttribute extends InterleavedBufferAttribute {
	dispose(): void {}
}

/** How many of those that went out of sight may be drawn on, as a share of those in sight. */
const MOST_UNSEEN = 0.25;
const STRETCH = 128;

/** What came, and how many are marked in all. */
export type MarkedSlots = Pick<SlotBlocks, 'came' | 'cameCount' | 'inside'>;

/**
 * The numbers of every instance of a batch, in one row: what each has, by slot, and what of it the GPU is shown, one after
 * the other. What comes into sight is put behind all else, and what went is taken out later, stretch by stretch: so
 * little is copied while one looks around, and that in few pieces.
 */
export class BatchBuffer {
	/** By slot. */
	values: Float32Array;
	/** In the order of drawing. */
	readonly shown: InstancedInterleavedBuffer;
	/** How many are shown. */
	count = 0;
	/** Where each slot is shown. */
	#at: Int32Array;
	/** The slot that is shown at each place. */
	#slots: Uint32Array;
	/** Places whose numbers the GPU does not have yet; all of them are from `first` up to `end`. */
	#changed: Uint8Array;
	#first = Infinity;
	#end = 0;
	/** Up to where what went out of sight was taken out last. */
	#swept = 0;

	/** `stride`: how many numbers each instance has. */
	constructor(stride: number, capacity: number, old?: BatchBuffer) {
		this.values = new Float32Array(capacity * stride);
		if (old) this.values.set(old.values);
		this.shown = new InstancedInterleavedBuffer(new Float32Array(capacity * stride), stride);
		this.shown.setUsage(DynamicDrawUsage);
		this.#at = new Int32Array(capacity).fill(NOT_SHOWN);
		this.#slots = new Uint32Array(capacity);
		this.#changed = new Uint8Array(capacity);
	}

	attribute(size: number, offset: number): RowAttribute {
		return new RowAttribute(this.shown, size, offset);
	}

	/** The values of a slot are others now. */
	touch(slot: number): void {
		const at = this.#at[slot] ?? NOT_SHOWN;
		if (at !== NOT_SHOWN) this.#put(at, slot);
	}

	/** Two slots change numbers; each stays where it is shown. */
	swap(one: number, other: number): void {
		const { stride } = this.shown;
		const held = this.values.slice(one * stride, (one + 1) * stride);
		this.values.copyWithin(one * stride, other * stride, (other + 1) * stride);
		this.values.set(held, other * stride);
		const [first, second] = [this.#at[one] ?? NOT_SHOWN, this.#at[other] ?? NOT_SHOWN];
		this.#at[one] = second;
		this.#at[other] = first;
		if (first !== NOT_SHOWN) this.#slots[first] = other;
		if (second !== NOT_SHOWN) this.#slots[second] = one;
	}

	/** Each slot gets the values of the one named in its place; nothing is shown. */
	reorder(slots: Uint32Array): void {
		const { values } = this;
		const { stride } = this.shown;
		this.values = new Float32Array(values.length);
		slots.forEach((from, to) => {
			for (let k = 0; k < stride; k++) this.values[to * stride + k] = values[from * stride + k] ?? 0;
		});
		this.#at.fill(NOT_SHOWN);
		this.count = 0;
	}

	/** What is shown last comes in place of this. */
	hide(slot: number): void {
		const at = this.#at[slot] ?? NOT_SHOWN;
		if (at === NOT_SHOWN) return;
		this.#at[slot] = NOT_SHOWN;
		if (at !== --this.count) this.#put(at, this.#slots[this.count] ?? 0);
	}

	/** Shows the first `size` slots, in their order. */
	showAll(size: number): void {
		for (let slot = 0; slot < size; slot++)
			if (slot >= this.count || this.#slots[slot] !== slot) this.#put(slot, slot);
		this.count = size;
		this.#upload();
	}

	/**
	 * Shows, in any order, the slots that are marked: those that were already, and those that came. A few others stay until
	 * there are many: so what comes is sent in one piece.
	 */
	showOnly(marks: Uint8Array, { came, cameCount, inside }: MarkedSlots): void {
		for (let i = 0; i < cameCount; i++) {
			const slot = came[i] ?? 0;
			if (this.#at[slot] === NOT_SHOWN) this.#put(this.count++, slot);
		}
		const most = inside * (1 + MOST_UNSEEN);
		for (let left = Math.ceil(this.count / STRETCH) + 1; left > 0 && this.count > most; left--)
			this.#sweep(marks);
		this.#upload();
	}

	/** Takes what is not marked out of one stretch of places. */
	#sweep(marks: Uint8Array): void {
		const end = this.#swept + STRETCH;
		for (let at = this.#swept; at < Math.min(end, this.count);) {
			const slot = this.#slots[at] ?? 0;
			if (marks[slot] === 0) this.hide(slot);
			else at++;
		}
		this.#swept = end < this.count ? end : 0;
	}

	#put(at: number, slot: number): void {
		this.#at[slot] = at;
		this.#slots[at] = slot;
		const { array, stride } = this.shown;
		const from = slot * stride;
		for (let k = 0, to = at * stride; k < stride; k++) array[to + k] = this.values[from + k] ?? 0;
		this.#changed[at] = 1;
		if (at < this.#first) this.#first = at;
		if (at >= this.#end) this.#end = at + 1;
	}

	#upload(): void {
		const end = Math.min(this.#end, this.count);
		let [first, last] = [-1, -1];
		for (let at = this.#first; at < end; at++) {
			if (this.#changed[at] === 0) continue;
			if (first !== -1 && at - last > GAP) {
				this.#send(first, last + 1);
				first = at;
			} else if (first === -1) first = at;
			last = at;
		}
		if (first !== -1) this.#send(first, last + 1);
		if (this.#first < this.#end) this.#changed.fill(0, this.#first, this.#end);
		this.#first = Infinity;
		this.#end = 0;
	}

	#send(first: number, end: number): void {
		const { stride } = this.shown;
		this.shown.addUpdateRange(first * stride, (end - first) * stride);
		this.shown.needsUpdate = true;
	}
}
