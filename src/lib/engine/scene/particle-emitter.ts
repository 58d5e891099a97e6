import { type Matrix4, Vector3 } from 'three';
import type { Random } from '../../base/random.ts';

export type Emission = {
	/** New ones each second. */
	readonly rate: number;
	/** s */
	readonly lifetime: number;
	/** m/s, along the emitter's +Y. */
	readonly speed: number;
	/** How far they stray from there, radians. */
	readonly spread: number;
	/** How long they come out, s; Infinity: for ever. */
	readonly duration: number;
};

/** Never lived. */
const LONG_AGO = -1e9;
const NUMBERS = 3;

const along = new Vector3();
const across = new Vector3();
const sideways = new Vector3();

/**
 * Lets particles out: where each began, how fast, and when. Where they are since then follows from these alone, which the
 * graphics card works out. They lie in a ring: the next takes the place of the oldest.
 */
export class ParticleEmitter {
	readonly capacity: number;
	/** World metres. */
	readonly origins: Float32Array<ArrayBuffer>;
	/** m/s */
	readonly velocities: Float32Array<ArrayBuffer>;
	/** s of `time`. */
	readonly births: Float32Array<ArrayBuffer>;
	emission: Emission;
	#random: Random;
	#time = 0;
	#owed = 0;
	#next = 0;

	constructor(capacity: number, emission: Emission, random: Random) {
		this.capacity = capacity;
		this.emission = emission;
		this.#random = random;
		this.origins = new Float32Array(capacity * NUMBERS);
		this.velocities = new Float32Array(capacity * NUMBERS);
		this.births = new Float32Array(capacity).fill(LONG_AGO);
	}

	/** Seconds since it began. */
	get time(): number {
		return this.#time;
	}

	/** So many seconds later. Tells which were let out: the first, and how many from there, round the ring. */
	advance(seconds: number, world: Matrix4): { readonly first: number; readonly count: number } {
		const { rate, duration } = this.emission;
		const first = this.#next;
		const before = this.#time;
		this.#time += seconds;
		const open = Math.max(0, Math.min(this.#time, duration) - before);
		this.#owed += open * rate;
		const due = Math.floor(this.#owed);
		this.#owed -= due;
		let count = 0;
		while (count < due && count < this.capacity && this.#isFree(this.#next)) {
			// Spread over the time that passed: not all at its end.
			this.#letOut(before + (open * (count + 1)) / due, world);
			count++;
		}
		return { first, count };
	}

	/** From its beginning. */
	reset(): void {
		this.births.fill(LONG_AGO);
		this.#time = this.#owed = this.#next = 0;
	}

	#isFree(index: number): boolean {
		return (this.births[index] ?? LONG_AGO) + this.emission.lifetime <= this.#time;
	}

	#letOut(birth: number, world: Matrix4): void {
		const index = this.#next;
		this.#next = (index + 1) % this.capacity;
		this.births[index] = birth;
		along.setFromMatrixPosition(world).toArray(this.origins, index * NUMBERS);
		this.#stray(along.setFromMatrixColumn(world, 1).normalize());
		along.multiplyScalar(this.emission.speed).toArray(this.velocities, index * NUMBERS);
	}

	/** Turns a direction by chance, evenly over the cap it may stray to. */
	#stray(direction: Vector3): void {
		const { spread } = this.emission;
		const cosine = 1 - this.#random() * (1 - Math.cos(spread));
		const sine = Math.sqrt(Math.max(0, 1 - cosine * cosine));
		const turn = this.#random() * 2 * Math.PI;
		across.set(Math.abs(direction.x) < 0.9 ? 1 : 0, Math.abs(direction.x) < 0.9 ? 0 : 1, 0);
		across.cross(direction).normalize();
		sideways.crossVectors(direction, across);
		direction
			.multiplyScalar(cosine)
			.addScaledVector(across, sine * Math.cos(turn))
			.addScaledVector(sideways, sine * Math.sin(turn));
	}
}
