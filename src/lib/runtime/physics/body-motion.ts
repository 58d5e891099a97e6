import type { RigidBody, Vector } from '@dimforge/rapier3d-compat';
import type { Bodies } from './bodies.ts';
import { checkTriple, MAX_STRENGTH, type Triple } from './finite.ts';
import type { Follow } from './follow.ts';

const DEGREES = 180 / Math.PI;
/** m/s and degrees a second: beyond what a tick of the engine goes by. */
const MAX_SPEED = 1e5;

/**
 * How bodies move, by the index of their entity, as scripts see and change it. What no body has stands still, and what
 * is not moved by physics does not heed.
 */
export class BodyMotion {
	#bodies: Bodies;
	#follow: Follow;
	/** Those that a force pulls in this tick. */
	#forced = new Set<RigidBody>();

	constructor(bodies: Bodies, follow: Follow) {
		this.#bodies = bodies;
		this.#follow = follow;
	}

	/** m/s. */
	velocity(index: number): Triple {
		return copied(this.#body(index)?.linvel());
	}

	setVelocity(index: number, velocity: Triple): void {
		const to = checkTriple('body.velocity', 'velocity', velocity, MAX_SPEED);
		this.#dynamic(index)?.setLinvel(to, true);
	}

	/** How fast it turns around each axis, degrees a second. */
	spin(index: number): Triple {
		return scaled(copied(this.#body(index)?.angvel()), DEGREES);
	}

	setSpin(index: number, spin: Triple): void {
		const to = checkTriple('body.spin', 'spin', spin, MAX_SPEED);
		this.#dynamic(index)?.setAngvel(scaled(to, 1 / DEGREES), true);
	}

	/** kg·m/s, at once. */
	push(index: number, impulse: Triple): void {
		const by = checkTriple('body.push', 'impulse', impulse, MAX_STRENGTH);
		this.#dynamic(index)?.applyImpulse(by, true);
	}

	/** N, for the coming tick. */
	force(index: number, force: Triple): void {
		const by = checkTriple('body.force', 'force', force, MAX_STRENGTH);
		const body = this.#dynamic(index);
		if (!body) return;
		body.addForce(by, true);
		this.#forced.add(body);
	}

	/** Puts it somewhere in the world at once, at rest, and its entity with it. */
	teleport(index: number, to: Triple): void {
		const place = checkTriple('body.teleport', 'to', to);
		const known = this.#bodies.bodies.get(index);
		if (!known) return;
		const { body } = known;
		body.setTranslation(place, true);
		if (known.isDynamic) {
			body.setLinvel(NOTHING, true);
			body.setAngvel(NOTHING, true);
		}
		this.#follow.place(known);
	}

	/** After each step: forces are for one tick. */
	endForces(): void {
		for (const body of this.#forced) if (body.isValid()) body.resetForces(false);
		this.#forced.clear();
	}

	#body(index: number): RigidBody | undefined {
		return this.#bodies.bodies.get(index)?.body;
	}

	#dynamic(index: number): RigidBody | undefined {
		const known = this.#bodies.bodies.get(index);
		return known?.isDynamic ? known.body : undefined;
	}
}

const NOTHING: Triple = { x: 0, y: 0, z: 0 };
const copied = ({ x, y, z }: Vector = NOTHING): Triple => ({ x, y, z });
const scaled = ({ x, y, z }: Triple, by: number): Triple => ({ x: x * by, y: y * by, z: z * by });
