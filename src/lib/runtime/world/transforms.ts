import type { JsonValue } from '#lib/base/json.ts';
import type { Quaternion, Vector3 } from '#lib/doc/components/component.ts';
import { readField } from '#lib/doc/components/registry.ts';

/** Numbers of one transform: position (m), rotation (unit quaternion x, y, z, w), scale; local to the parent. */
export const TRANSFORM_SIZE = 10;
const FIRST_CAPACITY = 64;
/** Brings the longest turns where their squares are numbers. */
const TINY = 1e-200;

/** Where entities stand, in one row of numbers by their index; and which of them changed. */
export class Transforms {
	#numbers = new Float64Array(FIRST_CAPACITY * TRANSFORM_SIZE);
	#isChanged = new Uint8Array(FIRST_CAPACITY);
	#versions = new Uint32Array(FIRST_CAPACITY);
	#writes = 0;
	/** Those that changed, in the order in which they first did; so many of them. */
	#changed = new Uint32Array(FIRST_CAPACITY);
	#changes = 0;

	/** The row itself, to read from: entity `i` begins at `i * TRANSFORM_SIZE`. */
	get numbers(): Readonly<Float64Array> {
		return this.#numbers;
	}

	/** One number of a transform, `offset` as in `TRANSFORM_SIZE`. */
	number(index: number, offset: number): number {
		return this.#numbers[index * TRANSFORM_SIZE + offset] ?? 0;
	}

	setNumber(index: number, offset: number, value: number): void {
		this.#numbers[this.#touch(index) + offset] = value;
	}

	/** How often anything was set; the same as before: nothing was. */
	get writes(): number {
		return this.#writes;
	}

	/** How often something of this entity was set. */
	version(index: number): number {
		return this.#versions[index] ?? 0;
	}

	position(index: number): [number, number, number] {
		const at = index * TRANSFORM_SIZE;
		return [this.#at(at), this.#at(at + 1), this.#at(at + 2)];
	}

	rotation(index: number): [number, number, number, number] {
		const at = index * TRANSFORM_SIZE + 3;
		return [this.#at(at), this.#at(at + 1), this.#at(at + 2), this.#at(at + 3)];
	}

	scale(index: number): [number, number, number] {
		const at = index * TRANSFORM_SIZE + 7;
		return [this.#at(at), this.#at(at + 1), this.#at(at + 2)];
	}

	setPosition(index: number, [x, y, z]: Vector3): void {
		const at = this.#touch(index);
		this.#numbers[at] = x;
		this.#numbers[at + 1] = y;
		this.#numbers[at + 2] = z;
	}

	setRotation(index: number, [x, y, z, w]: Quaternion): void {
		const at = this.#touch(index) + 3;
		// Not `hypot`: engines round it differently.
		const length = Math.sqrt(x * x + y * y + z * z + w * w);
		if (length === Infinity) return this.setRotation(index, [x * TINY, y * TINY, z * TINY, w * TINY]);
		// What is no turn at all leaves a thing as it is made.
		const [by, rest] = length > 0 ? [1 / length, w / length] : [0, 1];
		this.#numbers[at] = x * by;
		this.#numbers[at + 1] = y * by;
		this.#numbers[at + 2] = z * by;
		this.#numbers[at + 3] = rest;
	}

	/** Both at once, for who sets thousands. The turn is a unit quaternion. */
	setPose(
		index: number,
		position: { readonly x: number; readonly y: number; readonly z: number },
		rotation: { readonly x: number; readonly y: number; readonly z: number; readonly w: number },
	): void {
		const at = this.#touch(index);
		const numbers = this.#numbers;
		numbers[at] = position.x;
		numbers[at + 1] = position.y;
		numbers[at + 2] = position.z;
		numbers[at + 3] = rotation.x;
		numbers[at + 4] = rotation.y;
		numbers[at + 5] = rotation.z;
		numbers[at + 6] = rotation.w;
	}

	setScale(index: number, [x, y, z]: Vector3): void {
		const at = this.#touch(index) + 7;
		this.#numbers[at] = x;
		this.#numbers[at + 1] = y;
		this.#numbers[at + 2] = z;
	}

	/** Every number as it was kept, of so many entities. */
	restore(numbers: Readonly<Float64Array>, count: number): void {
		for (let index = 0; index < count; index++)
			for (let offset = 0; offset < TRANSFORM_SIZE; offset++)
				this.setNumber(index, offset, numbers[index * TRANSFORM_SIZE + offset] ?? 0);
	}

	/** What changed since the last time: an index and its ten numbers each. `spare`: is written over where it is large enough. */
	takeChanges(spare?: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
		const stride = TRANSFORM_SIZE + 1;
		const length = this.#changes * stride;
		const isRoom = spare !== undefined && spare.buffer.byteLength >= length * Float32Array.BYTES_PER_ELEMENT;
		const changes = isRoom ? new Float32Array(spare.buffer, 0, length) : new Float32Array(length);
		const numbers = this.#numbers;
		for (let i = 0; i < this.#changes; i++) {
			const index = this.#changed[i]!;
			const [from, to] = [index * TRANSFORM_SIZE, i * stride];
			changes[to] = index;
			// Number by number: a view of each would be made for a thousand of them.
			for (let at = 0; at < TRANSFORM_SIZE; at++) changes[to + 1 + at] = numbers[from + at]!;
			this.#isChanged[index] = 0;
		}
		this.#changes = 0;
		return changes;
	}

	#at(at: number): number {
		return this.#numbers[at] ?? 0;
	}

	#touch(index: number): number {
		if (index >= this.#isChanged.length) this.#grow(index + 1);
		this.#writes++;
		this.#versions[index]!++;
		if (this.#isChanged[index] === 0) {
			this.#isChanged[index] = 1;
			this.#changed[this.#changes++] = index;
		}
		return index * TRANSFORM_SIZE;
	}

	#grow(least: number): void {
		const capacity = Math.max(least, this.#isChanged.length * 2);
		const [numbers, isChanged] = [new Float64Array(capacity * TRANSFORM_SIZE), new Uint8Array(capacity)];
		const [versions, changed] = [new Uint32Array(capacity), new Uint32Array(capacity)];
		numbers.set(this.#numbers);
		isChanged.set(this.#isChanged);
		versions.set(this.#versions);
		changed.set(this.#changed);
		this.#changed = changed;
		[this.#numbers, this.#isChanged, this.#versions] = [numbers, isChanged, versions];
	}
}

/** Where an entity's values say it stands: ten numbers. */
export function transformOf(values: Readonly<Record<string, JsonValue>>): Float32Array {
	const entity = { values };
	const position = readField(entity, 'transform', 'position');
	const rotation = readField(entity, 'transform', 'rotation');
	return Float32Array.from([...position, ...rotation, ...readField(entity, 'transform', 'scale')]);
}
