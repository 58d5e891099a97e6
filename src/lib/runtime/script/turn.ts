import { mat3, quat } from 'gl-matrix';
import type { Transforms } from '../world/transforms.ts';
import type { Point, Rotation } from './api.ts';
import { finite } from './vectors.ts';

type Quat = { readonly x: number; readonly y: number; readonly z: number; readonly w: number };

const AXES = { x: quat.rotateX, y: quat.rotateY, z: quat.rotateZ };
const RADIANS = Math.PI / 180;

/** How an entity is turned in its parent. */
export class TransformRotation implements Rotation {
	#transforms: Transforms;
	#index: number;

	constructor(transforms: Transforms, index: number) {
		this.#transforms = transforms;
		this.#index = index;
	}

	get x(): number {
		return this.#transforms.number(this.#index, 3);
	}
	get y(): number {
		return this.#transforms.number(this.#index, 4);
	}
	get z(): number {
		return this.#transforms.number(this.#index, 5);
	}
	get w(): number {
		return this.#transforms.number(this.#index, 6);
	}

	set(x: number, y: number, z: number, w: number): this {
		const turn = [finite(x, 'x'), finite(y, 'y'), finite(z, 'z'), finite(w, 'w')] as const;
		this.#transforms.setRotation(this.#index, turn);
		return this;
	}
	copy({ x, y, z, w }: Quat): this {
		return this.set(x, y, z, w);
	}
	setDegrees(x: number, y: number, z: number): this {
		const turn = quat.create();
		quat.rotateX(turn, turn, x * RADIANS);
		quat.rotateY(turn, turn, y * RADIANS);
		return this.#take(quat.rotateZ(turn, turn, z * RADIANS));
	}
	turn(axis: 'x' | 'y' | 'z', degrees: number): this {
		const turn = this.#read();
		return this.#take(AXES[axis](turn, turn, degrees * RADIANS));
	}
	face({ x, y, z }: Point): this {
		for (const [name, value] of Object.entries({ x, y, z })) finite(value, name, 'direction');
		const length = Math.sqrt(x * x + y * y + z * z);
		if (!(length > 0 && length < Infinity)) return this;
		return this.#take(facing(x / length, y / length, z / length));
	}
	slerp(to: Quat, share: number): this {
		return this.#take(quat.slerp(quat.create(), this.#read(), [to.x, to.y, to.z, to.w], share));
	}

	#read(): quat {
		return quat.fromValues(this.x, this.y, this.z, this.w);
	}

	#take(turn: quat): this {
		return this.set(turn[0], turn[1], turn[2], turn[3]);
	}
}

/** The turn whose −Z is this direction (one long), and whose y is as far up as it can be. */
function facing(x: number, y: number, z: number): quat {
	const flat = Math.sqrt(x * x + z * z);
	// Straight up or down any side is as good: the x axis stays.
	const [rx, rz] = flat > 1e-9 ? [-z / flat, x / flat] : [1, 0];
	// Columns: right, up = back × right, back.
	const [bx, by, bz] = [-x, -y, -z];
	const up = [by * rz, bz * rx - bx * rz, -by * rx] as const;
	return quat.normalize(
		quat.create(),
		quat.fromMat3(quat.create(), mat3.fromValues(rx, 0, rz, ...up, bx, by, bz)),
	);
}
