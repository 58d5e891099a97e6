import { DynamicDrawUsage, InstancedInterleavedBuffer, InterleavedBufferAttribute } from 'three';

/** Sent along when what lies on both sides is: fewer, longer pieces are quicker. */
const GAP = 64;

/** An InstancedMesh disposes of its attributes, which those of one row with others do not know. */
class RowAttribute extends InterleavedBufferAttribute {
	dispose(): void {}
}

/** The numbers of every instance of a batch, in one row: what each has, and what of it the GPU is shown. */
export class BatchBuffer {
	/** By slot. */
	values: Float32Array;
	/** In the order of drawing: those that are seen, one after the other. */
	readonly shown: InstancedInterleavedBuffer;

	/** `stride`: how many numbers each instance has. */
	constructor(stride: number, capacity: number, old?: BatchBuffer) {
		this.values = new Float32Array(capacity * stride);
		if (old) this.values.set(old.values);
		this.shown = new InstancedInterleavedBuffer(new Float32Array(capacity * stride), stride);
		this.shown.setUsage(DynamicDrawUsage);
	}

	attribute(size: number, offset: number): RowAttribute {
		return new RowAttribute(this.shown, size, offset);
	}

	/** The values of one slot go to another. */
	move(from: number, to: number): void {
		const { stride } = this.shown;
		this.values.copyWithin(to * stride, from * stride, (from + 1) * stride);
	}

	/** Each slot gets the values of the one named in its place. */
	reorder(slots: Uint32Array): void {
		const { values } = this;
		const { stride } = this.shown;
		this.values = new Float32Array(values.length);
		slots.forEach((from, to) => {
			for (let k = 0; k < stride; k++) this.values[to * stride + k] = values[from * stride + k] ?? 0;
		});
	}

	/** Shows these slots where they are, all others having been shown before. */
	showSlots(slots: Iterable<number>): void {
		const sorted = [...slots].sort((a, b) => a - b);
		let first = 0;
		for (let i = 1; i <= sorted.length; i++) {
			const last = sorted[i - 1] ?? 0;
			if (i < sorted.length && (sorted[i] ?? 0) - last <= GAP) continue;
			this.showRange(sorted[first] ?? 0, last + 1);
			first = i;
		}
	}

	/** Shows the slots from `first` up to `end` where they are. */
	showRange(first: number, end: number): void {
		if (first >= end) return;
		const { array, stride } = this.shown;
		array.set(this.values.subarray(first * stride, end * stride), first * stride);
		this.#upload(first * stride, (end - first) * stride);
	}

	/** Shows these slots only: pairs of a first and an end. Returns how many they are. */
	showOnly(ranges: Uint32Array, pairs: number): number {
		const { array, stride } = this.shown;
		const { values } = this;
		let at = 0;
		for (let i = 0; i < pairs * 2; i += 2) {
			const from = (ranges[i] ?? 0) * stride;
			const end = (ranges[i + 1] ?? 0) * stride;
			if (end - from > 256) array.set(values.subarray(from, end), at);
			else for (let k = from; k < end; k++) array[at + k - from] = values[k] ?? 0;
			at += end - from;
		}
		this.#upload(0, at);
		return at / stride;
	}

	#upload(start: number, count: number): void {
		this.shown.addUpdateRange(start, count);
		this.shown.needsUpdate = true;
	}
}
