import { DynamicDrawUsage, InstancedBufferAttribute } from 'three';

/** One value of every instance of a batch: what each has, and what of it the GPU is shown. */
export class BatchChannel {
	/** By slot. */
	readonly values: Float32Array;
	/** In the order of drawing: those that are seen, one after the other. */
	readonly attribute: InstancedBufferAttribute;
	readonly size: number;

	constructor(size: number, capacity: number, old?: BatchChannel) {
		this.size = size;
		this.values = new Float32Array(capacity * size);
		if (old) this.values.set(old.values);
		this.attribute = new InstancedBufferAttribute(new Float32Array(capacity * size), size);
		this.attribute.setUsage(DynamicDrawUsage);
	}

	/** The values of one slot go to another. */
	move(from: number, to: number): void {
		const { values, size } = this;
		values.copyWithin(to * size, from * size, (from + 1) * size);
	}

	/** Shows the slots from `first` up to `end` where they are: all before them are shown too. */
	showRange(first: number, end: number): void {
		const { values, size } = this;
		this.attribute.array.set(values.subarray(first * size, end * size), first * size);
		this.#upload(first * size, (end - first) * size);
	}

	/** Shows these slots only. */
	showOnly(slots: Uint32Array, count: number): void {
		const { values, size } = this;
		const { array } = this.attribute;
		for (let at = 0; at < count; at++) {
			const from = (slots[at] ?? 0) * size;
			for (let k = 0; k < size; k++) array[at * size + k] = values[from + k] ?? 0;
		}
		this.#upload(0, count * size);
	}

	#upload(start: number, count: number): void {
		this.attribute.addUpdateRange(start, count);
		this.attribute.needsUpdate = true;
	}
}
