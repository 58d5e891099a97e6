import type { Transforms } from '../world/transforms.ts';
import type { Point, Vector } from './api.ts';

/** Names what may be in a game: a NaN would spread through it, and be found far from where it came from. `of`: whose. */
export function finite(value: number, name: string, of = ''): number {
	if (Number.isFinite(value)) return value;
	const what = of === '' ? name : `${of}.${name}`;
	throw new TypeError(
		`${what} cannot be ${typeof value === 'number' ? value : typeof value}: it must be a number.`,
	);
}

/** The same for where something stands: the picture's numbers have 32 bits, and end earlier. */
function placed(value: number, name: string, of: string): number {
	return finite(value, name, of) === 0 || Number.isFinite(Math.fround(value))
		? value
		: finite(Infinity * value, name, of);
}

/** What vectors can do, wherever their numbers lie. */
abstract class VectorBase implements Vector {
	abstract get x(): number;
	abstract set x(value: number);
	abstract get y(): number;
	abstract set y(value: number);
	abstract get z(): number;
	abstract set z(value: number);

	get length(): number {
		return Math.sqrt(this.dot(this));
	}

	set(x: number, y: number, z: number): this {
		this.x = x;
		this.y = y;
		this.z = z;
		return this;
	}
	copy({ x, y, z }: Point): this {
		return this.set(x, y, z);
	}
	add({ x, y, z }: Point): this {
		return this.set(this.x + x, this.y + y, this.z + z);
	}
	subtract({ x, y, z }: Point): this {
		return this.set(this.x - x, this.y - y, this.z - z);
	}
	scale(by: number): this {
		return this.set(this.x * by, this.y * by, this.z * by);
	}
	lerp({ x, y, z }: Point, share: number): this {
		const left = 1 - share;
		return this.set(this.x * left + x * share, this.y * left + y * share, this.z * left + z * share);
	}
	normalize(): this {
		const { length } = this;
		return length > 0 ? this.scale(1 / length) : this;
	}
	cross({ x, y, z }: Point): this {
		return this.set(this.y * z - this.z * y, this.z * x - this.x * z, this.x * y - this.y * x);
	}
	dot({ x, y, z }: Point): number {
		return this.x * x + this.y * y + this.z * z;
	}
	distanceTo({ x, y, z }: Point): number {
		// Not `hypot`: engines may round it otherwise, and the same game would differ.
		const [dx, dy, dz] = [this.x - x, this.y - y, this.z - z];
		return Math.sqrt(dx * dx + dy * dy + dz * dz);
	}
	clone(): Vector {
		return new Vec3(this.x, this.y, this.z);
	}
}

/** A vector of its own. */
export class Vec3 extends VectorBase {
	#x: number;
	#y: number;
	#z: number;

	constructor(x = 0, y = 0, z = 0) {
		super();
		this.#x = finite(x, 'x');
		this.#y = finite(y, 'y');
		this.#z = finite(z, 'z');
	}

	override get x(): number {
		return this.#x;
	}
	override set x(value: number) {
		this.#x = finite(value, 'x');
	}
	override get y(): number {
		return this.#y;
	}
	override set y(value: number) {
		this.#y = finite(value, 'y');
	}
	override get z(): number {
		return this.#z;
	}
	override set z(value: number) {
		this.#z = finite(value, 'z');
	}
}

/** A vector that is part of where an entity stands. */
export class TransformVector extends VectorBase {
	#transforms: Transforms;
	#index: number;
	#offset: number;
	#name: string;

	/** `offset`: 0 for the position, 7 for the scale; `name`: what a creator calls it. */
	constructor(transforms: Transforms, index: number, offset: 0 | 7, name: string) {
		super();
		this.#transforms = transforms;
		this.#index = index;
		this.#offset = offset;
		this.#name = name;
	}

	override get x(): number {
		return this.#transforms.number(this.#index, this.#offset);
	}
	override set x(value: number) {
		this.#transforms.setNumber(this.#index, this.#offset, placed(value, 'x', this.#name));
	}
	override get y(): number {
		return this.#transforms.number(this.#index, this.#offset + 1);
	}
	override set y(value: number) {
		this.#transforms.setNumber(this.#index, this.#offset + 1, placed(value, 'y', this.#name));
	}
	override get z(): number {
		return this.#transforms.number(this.#index, this.#offset + 2);
	}
	override set z(value: number) {
		this.#transforms.setNumber(this.#index, this.#offset + 2, placed(value, 'z', this.#name));
	}
}

/** A vector whose numbers are read and written elsewhere: a velocity in physics. */
export class LinkedVector extends VectorBase {
	#read: () => Point;
	#write: (point: Point) => void;

	constructor(read: () => Point, write: (point: Point) => void) {
		super();
		this.#read = read;
		this.#write = write;
	}

	override get x(): number {
		return this.#read().x;
	}
	override set x(value: number) {
		this.#write({ ...this.#all(), x: finite(value, 'x') });
	}
	override get y(): number {
		return this.#read().y;
	}
	override set y(value: number) {
		this.#write({ ...this.#all(), y: finite(value, 'y') });
	}
	override get z(): number {
		return this.#read().z;
	}
	override set z(value: number) {
		this.#write({ ...this.#all(), z: finite(value, 'z') });
	}
	override set(x: number, y: number, z: number): this {
		this.#write({ x: finite(x, 'x'), y: finite(y, 'y'), z: finite(z, 'z') });
		return this;
	}

	#all(): Point {
		const { x, y, z } = this.#read();
		return { x, y, z };
	}
}
