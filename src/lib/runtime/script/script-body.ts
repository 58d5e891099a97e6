import type { Physics } from '../physics/physics.ts';
import type { Body, Point, Vector, WalkOptions } from './api.ts';
import { LinkedVector } from './vectors.ts';

/** A rigid body as scripts hold it, by the index of its entity. */
export class ScriptBody implements Body {
	readonly #physics: Physics;
	readonly #index: number;
	readonly velocity: Vector;
	readonly spin: Vector;

	constructor(physics: Physics, index: number) {
		this.#physics = physics;
		this.#index = index;
		const { motion } = physics;
		this.velocity = new LinkedVector(
			() => motion.velocity(index),
			(to) => motion.setVelocity(index, to),
		);
		this.spin = new LinkedVector(
			() => motion.spin(index),
			(to) => motion.setSpin(index, to),
		);
	}

	push(impulse: Point): void {
		this.#physics.motion.push(this.#index, impulse);
	}
	force(force: Point): void {
		this.#physics.motion.force(this.#index, force);
	}
	teleport(to: Point): void {
		this.#physics.motion.teleport(this.#index, to);
	}
	walk(by: Point, options?: WalkOptions): { readonly moved: Point; readonly isGrounded: boolean } {
		return this.#physics.walk(this.#index, by, options);
	}
}
