import type { Ray } from 'three';
import { includeBox, NOWHERE, rayEntersBox } from './flat-boxes.ts';

const LEAF = 4;
const LEAST_CHANGES = 512;
const NONE = -1;
/** In place of a leaf: asked one by one. */
const FRESH = -2;

/**
 * Boxes in the world, kept in a tree so that a ray is asked about the few that are near it. What moves widens the
 * boxes above it, what comes is asked one by one; only when much has changed, and somebody asks, is the tree made anew.
 */
export class BoxTree<T> {
	/** Minimum and maximum of each box, by its number. */
	boxes = new Float64Array(6 * 64);
	#values: (T | undefined)[] = [];
	#free: number[] = [];
	#changes = 0;
	/** Numbers, so that each node's are next to each other. */
	#order = new Int32Array(0);
	/** Where in the tree each number is, as long as the tree stands: also when nothing, or another, has that number now. */
	#leafOf: number[] = [];
	#fresh: number[] = [];
	#nodes = new Float64Array(0);
	/** For each node: the node above, the second below (NONE: it is a leaf), and what part of `order` it holds. */
	#links = new Int32Array(0);
	#count = 0;

	/** Takes a box in; returns its number. */
	add(value: T, box: ArrayLike<number>): number {
		const at = this.#free.pop() ?? this.#values.length;
		this.#values[at] = value;
		if (this.boxes.length < (at + 1) * 6) this.boxes = widen(this.boxes, this.boxes.length * 2);
		if ((this.#leafOf[at] ?? NONE) === NONE) {
			this.#leafOf[at] = FRESH;
			this.#fresh.push(at);
		}
		this.place(at, box);
		return at;
	}

	place(at: number, box: ArrayLike<number>): void {
		const { boxes } = this;
		for (let k = 0; k < 6; k++) boxes[at * 6 + k] = box[k] ?? 0;
		this.#changes++;
		for (let node = this.#leafOf[at] ?? NONE; node >= 0; node = this.#links[node * 4] ?? NONE)
			if (!includeBox(this.#nodes, node * 6, boxes, at * 6)) return;
	}

	remove(at: number): void {
		this.#values[at] = undefined;
		this.#free.push(at);
		this.#changes++;
	}

	/** Names what a ray meets within its reach, nearer parts of the world first; `found` returns how far it reaches then. */
	meet(ray: Ray, reach: number, found: (value: T, distance: number) => number): void {
		if (this.#changes > Math.max(LEAST_CHANGES, this.#values.length / 4)) this.#build();
		let far = reach;
		const ask = (at: number) => {
			const value = this.#values[at];
			const distance = value === undefined ? null : rayEntersBox(ray, this.boxes, at * 6);
			if (value !== undefined && distance !== null && distance <= far) far = found(value, distance);
		};
		for (const at of this.#fresh) ask(at);
		if (this.#count === 0) return;
		const enter = (node: number) => rayEntersBox(ray, this.#nodes, node * 6) ?? Infinity;
		const waiting = [0];
		const distances = [enter(0)];
		for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
			const distance = distances.pop() ?? Infinity;
			if (distance > far || distance === Infinity) continue;
			const second = this.#links[node * 4 + 1] ?? NONE;
			if (second === NONE) {
				const end = this.#links[node * 4 + 3] ?? 0;
				for (let i = this.#links[node * 4 + 2] ?? 0; i < end; i++) ask(this.#order[i] ?? 0);
				continue;
			}
			const [one, other] = [enter(node + 1), enter(second)];
			// The nearer is taken first.
			if (one <= other) waiting.push(second, node + 1);
			else waiting.push(node + 1, second);
			distances.push(Math.max(one, other), Math.min(one, other));
		}
	}

	#build(): void {
		this.#changes = 0;
		const order: number[] = [];
		this.#values.forEach((value, at) => value !== undefined && order.push(at));
		this.#order = Int32Array.from(order);
		this.#leafOf = this.#values.map(() => NONE);
		this.#fresh = [];
		this.#nodes = new Float64Array(order.length * 12 + 6);
		this.#links = new Int32Array(order.length * 8 + 4);
		this.#count = 0;
		if (order.length > 0) this.#divide(NONE, 0, order.length);
	}

	/** Makes the node for a part of `order` and all below it; returns its number. */
	#divide(above: number, first: number, end: number): number {
		const node = this.#count++;
		this.#nodes.set(NOWHERE, node * 6);
		for (let i = first; i < end; i++)
			includeBox(this.#nodes, node * 6, this.boxes, (this.#order[i] ?? 0) * 6);
		this.#links.set([above, NONE, first, end], node * 4);
		if (end - first <= LEAF) {
			for (let i = first; i < end; i++) this.#leafOf[this.#order[i] ?? 0] = node;
			return node;
		}
		const middle = (first + end) >> 1;
		this.#halve(first, end, middle, this.#longest(first, end));
		this.#divide(node, first, middle);
		this.#links[node * 4 + 1] = this.#divide(node, middle, end);
		return node;
	}

	/** The axis along which the middles of these boxes are farthest apart. */
	#longest(first: number, end: number): number {
		let [longest, axis] = [-1, 0];
		for (let k = 0; k < 3; k++) {
			let [low, high] = [Infinity, -Infinity];
			for (let i = first; i < end; i++) {
				const middle = this.#middle(i, k);
				if (middle < low) low = middle;
				if (middle > high) high = middle;
			}
			if (high - low > longest) [longest, axis] = [high - low, k];
		}
		return axis;
	}

	/** Sorts so far that no box before `middle` lies beyond one behind it (Hoare's selection). */
	#halve(first: number, end: number, middle: number, axis: number): void {
		let [low, high] = [first, end - 1];
		while (low < high) {
			const pivot = this.#middle((low + high) >> 1, axis);
			let [i, j] = [low, high];
			while (i <= j) {
				while (this.#middle(i, axis) < pivot) i++;
				while (this.#middle(j, axis) > pivot) j--;
				if (i > j) break;
				this.#swap(i++, j--);
			}
			if (j < middle) low = i;
			if (middle < i) high = j;
		}
	}

	#swap(i: number, j: number): void {
		const held = this.#order[i] ?? 0;
		this.#order[i] = this.#order[j] ?? 0;
		this.#order[j] = held;
	}

	/** Twice the middle of a box. What is nowhere, or everywhere, is in the middle of the world. */
	#middle(i: number, axis: number): number {
		const at = (this.#order[i] ?? 0) * 6 + axis;
		return (this.boxes[at] ?? 0) + (this.boxes[at + 3] ?? 0) || 0;
	}
}

function widen(old: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
	const next = new Float64Array(length);
	next.set(old);
	return next;
}
