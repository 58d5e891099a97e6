import {
	boxesInFrustum,
	type FrustumPlanes,
	includeBox,
	NOWHERE,
	OUTSIDE,
	planesAcrossBox,
} from './flat-boxes.ts';

const BLOCK = 16;
/** Sorting fewer than this many is not worth it. */
const LEAST = 64;

/** How a block was marked last: as a whole, each slot by itself, or (since something of it changed) nobody knows. */
const [OUT, IN, MIXED, UNKNOWN] = [0, 1, 2, 3] as const;

/** Slots in blocks, each with a box around it: what is out of sight, or all in sight, is found out at once. */
export class SlotBlocks {
	/** Slots that may have been marked with 1 anew: the first `cameCount`. */
	came = new Uint32Array(0);
	cameCount = 0;
	/** How many slots are marked. */
	inside = 0;
	#around = new Float64Array(0);
	#marked = new Uint8Array(0);
	/** How many of each block are marked. */
	#insides = new Uint8Array(0);
	/** Boxes that came or moved since the slots were sorted. */
	#changes = 0;

	/** A slot has another box now. */
	cover(slot: number, boxes: Float64Array): void {
		this.#changes++;
		const block = Math.floor(slot / BLOCK);
		if ((block + 1) * 6 > this.#around.length) this.#grow(block + 1);
		this.#marked[block] = UNKNOWN;
		includeBox(this.#around, block * 6, boxes, slot * 6);
	}

	/** Whether slots that are near each other in number may be anywhere by now. */
	isWorn(size: number): boolean {
		return size >= LEAST && this.#changes > Math.max(LEAST, size / 4);
	}

	/** The slots were sorted. */
	build(boxes: Float64Array, size: number): void {
		this.#around = new Float64Array(0);
		for (let slot = 0; slot < size; slot++) this.cover(slot, boxes);
		this.#changes = 0;
	}

	/** What is shown is no longer what was marked. */
	forgetMarks(): void {
		this.#marked.fill(UNKNOWN);
	}

	/** Marks with 1 the slots that are inside these planes, all others with 0. */
	mark(planes: FrustumPlanes, boxes: Float64Array, size: number, marks: Uint8Array): void {
		this.cameCount = this.inside = 0;
		for (let first = 0, block = 0; first < size; first += BLOCK, block++) {
			const crossed = planesAcrossBox(planes, this.#around, block * 6);
			const marked = crossed === OUTSIDE ? OUT : crossed === 0 ? IN : MIXED;
			if (marked === MIXED || marked !== this.#marked[block]) {
				if (this.#marked[block] === UNKNOWN) marks.fill(0, first, first + BLOCK);
				this.#marked[block] = marked;
				const asked = marked === MIXED ? crossed : 0;
				if (marked === OUT) marks.fill((this.#insides[block] = 0), first, Math.min(first + BLOCK, size));
				else this.#insides[block] = this.#ask(first, size, marks, planes, boxes, asked);
			}
			this.inside += this.#insides[block] ?? 0;
		}
	}

	/** Looks at each slot of a block. Returns how many are inside the planes that are asked for, a bit each. */
	#ask(
		first: number,
		size: number,
		marks: Uint8Array,
		planes: FrustumPlanes,
		boxes: Float64Array,
		asked: number,
	): number {
		const count = Math.min(BLOCK, size - first);
		const isIn = boxesInFrustum(planes, boxes, first * 6, count, asked);
		let inside = 0;
		for (let i = 0, slot = first; i < count; i++, slot++) {
			const mark = (isIn >> i) & 1;
			if (mark === 1 && marks[slot] === 0) this.came[this.cameCount++] = slot;
			marks[slot] = mark;
			inside += mark;
		}
		return inside;
	}

	#grow(blocks: number): void {
		const old = this.#around;
		this.#around = new Float64Array(Math.max(blocks * 6, old.length * 2));
		for (let at = 0; at < this.#around.length; at += 6) this.#around.set(NOWHERE, at);
		this.#around.set(old);
		this.#marked = new Uint8Array(this.#around.length / 6).fill(UNKNOWN);
		this.#insides = new Uint8Array(this.#marked.length);
		this.came = new Uint32Array(this.#marked.length * BLOCK);
	}
}

const LEVELS = 1024;
const MOST_SLOTS = 2 ** 20;

/** Slots in the order of a curve that keeps together what is near each other (Morton's). */
export function nearbyOrder(boxes: Float64Array, size: number): Uint32Array {
	const around = Float64Array.from(NOWHERE);
	for (let slot = 0; slot < size; slot++) includeBox(around, 0, boxes, slot * 6);
	const [x = 0, y = 0, z = 0, toX = 0, toY = 0, toZ = 0] = around;
	const scale = [x, y, z].map((low, k) => (LEVELS - 1) / ([toX, toY, toZ][k]! - low || 1));
	const level = (slot: number, k: number, low: number) => {
		const middle = ((boxes[slot * 6 + k] ?? 0) + (boxes[slot * 6 + 3 + k] ?? 0)) / 2;
		return Math.min(Math.max(Math.floor((middle - low) * (scale[k] ?? 0)), 0), LEVELS - 1) || 0;
	};
	const keys = new Float64Array(size);
	for (let slot = 0; slot < size; slot++) {
		const place = spread(level(slot, 0, x)) + 2 * spread(level(slot, 1, y)) + 4 * spread(level(slot, 2, z));
		keys[slot] = place * MOST_SLOTS + slot;
	}
	return Uint32Array.from(keys.sort(), (key) => key % MOST_SLOTS);
}

/** Puts two zeros between the bits of a number of ten. */
function spread(bits: number): number {
	let wide = (bits | (bits << 16)) & 0x030000ff;
	wide = (wide | (wide << 8)) & 0x0300f00f;
	wide = (wide | (wide << 4)) & 0x030c30c3;
	return (wide | (wide << 2)) & 0x09249249;
}
