import { init } from '@dimforge/rapier3d-compat';
import type { SavedContact } from '../game-state.ts';
import { TICK_SECONDS } from '../loop/fixed-step.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import { Bodies } from './bodies.ts';
import { BodyMotion } from './body-motion.ts';
import { Contacts, type Contact } from './contacts.ts';
import { checkTriple, type Triple } from './finite.ts';
import { Follow } from './follow.ts';
import { raycast, within, type RayHit, type RayOptions } from './queries.ts';
import { Walker, type Walked, type WalkOptions } from './walker.ts';

const GRAVITY: Triple = { x: 0, y: -9.81, z: 0 };
const MAX_GRAVITY = 1e5;

let ready: Promise<void> | undefined;

/** Everything of the physics engine waits for this once: it is made ready where the game runs. */
export const preparePhysics = (): Promise<void> => (ready ??= init());

/**
 * Weight, bumps and joints of a running game, by the index of its entities. Steps by whole ticks; the same game takes the
 * same steps everywhere.
 */
export class Physics {
	#bodies: Bodies;
	#follow: Follow;
	#contacts: Contacts;
	/** How bodies move: what scripts ask and want of one. */
	readonly motion: BodyMotion;
	#walker: Walker;

	constructor(game: GameWorld) {
		this.#bodies = new Bodies(game, GRAVITY);
		this.#follow = new Follow(this.#bodies);
		this.#contacts = new Contacts(this.#bodies);
		this.motion = new BodyMotion(this.#bodies, this.#follow);
		this.#walker = new Walker(this.#bodies, this.#contacts);
		this.#bodies.add(game.entities.filter(({ isAlive }) => isAlive));
		this.#find();
	}

	/** Takes in entities that came, all of them together, parents first. */
	add(entities: readonly GameEntity[]): void {
		this.#bodies.add(entities);
	}

	/** Takes out an entity that goes; not what it holds. Joints to it end. */
	remove(entity: GameEntity): void {
		this.#bodies.remove(entity);
	}

	/** Takes entities out and in again, parents first, as they are now. Their bodies stand still. */
	rebuild(entities: readonly GameEntity[]): void {
		for (const entity of entities.toReversed()) this.#bodies.remove(entity);
		this.#bodies.add(entities);
	}

	/** A value of an entity is another now (`rigidBody.mass`): its body, outline or joint becomes as it says. */
	changed(entity: GameEntity, key: string): void {
		this.#bodies.changed(entity, key);
	}

	/** Whether contacts of this entity, and of what its body holds, are told from now on. */
	listen(index: number, on = true): void {
		for (const part of this.#bodies.watch(index, on)) this.#contacts.begin(part);
	}

	/** Walks a kinematic body, see `Walker`. */
	walk(index: number, by: Triple, options?: WalkOptions): Walked {
		return this.#walker.walk(index, by, options);
	}

	/** One tick: what has weight moves, and the entities with it; what is moved otherwise pushes it. */
	step(): void {
		const { world, events } = this.#bodies;
		this.#follow.lead();
		// Where there is nothing, the engine would still go through all that it does.
		if (!this.isEmpty) world.step(events);
		this.motion.endForces();
		this.#contacts.take();
		this.#follow.follow();
	}

	/** What began to touch in the last step, or parted, as far as someone listens; the same in the same game. */
	contacts(): readonly Contact[] {
		return this.#contacts.last;
	}

	/** What touches, to go on from. */
	saveContacts(): SavedContact[] {
		return this.#contacts.save();
	}

	restoreContacts(contacts: readonly SavedContact[]): void {
		this.#contacts.restore(contacts);
	}

	/** Nothing has an outline or weight: a step takes no time. */
	get isEmpty(): boolean {
		return this.#bodies.bodies.size === 0 && this.#bodies.parts.size === 0;
	}

	has(index: number): boolean {
		return this.#bodies.bodies.has(index);
	}

	raycast(from: Triple, direction: Triple, options?: RayOptions): RayHit | null {
		return raycast(this.#bodies, from, direction, options);
	}

	within(center: Triple, radius: number): number[] {
		return within(this.#bodies, center, radius);
	}

	/** m/s². */
	get gravity(): Triple {
		const { x, y, z } = this.#bodies.world.gravity;
		return { x, y, z };
	}

	set gravity(gravity: Triple) {
		const { world, bodies } = this.#bodies;
		// What sleeps would not notice.
		for (const { body } of bodies.values()) body.wakeUp();
		world.gravity = checkTriple('physics.gravity', 'gravity', gravity, MAX_GRAVITY);
	}

	/** Outlines, joints and contacts as lines in the world: six numbers each, from here to there. For looking at only. */
	debugLines(): Float32Array<ArrayBuffer> {
		return Float32Array.from(this.#bodies.world.debugRender().vertices);
	}

	dispose(): void {
		this.#bodies.dispose();
	}

	/** Rapier finds nothing before its first step: one that takes no time. */
	#find(): void {
		const { world, events } = this.#bodies;
		world.timestep = 0;
		world.step(events);
		world.timestep = TICK_SECONDS;
	}
}
