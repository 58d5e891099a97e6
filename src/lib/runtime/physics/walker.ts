import {
	QueryFilterFlags,
	Ray,
	type ColliderShapeCastHit,
	type KinematicCharacterController,
	type RigidBody,
	type Vector,
} from '@dimforge/rapier3d-compat';
import { mat4, vec3 } from 'gl-matrix';
import { TICK_SECONDS } from '../loop/fixed-step.ts';
import type { GameEntity } from '../world/game-world.ts';
import type { Bodies, Body, Part } from './bodies.ts';
import type { Contacts } from './contacts.ts';
import { checkNumber, checkTriple, type Triple } from './finite.ts';
import { toRotation, toVector } from './rapier-values.ts';

export type WalkOptions = {
	/** Steeper than this it slides, degrees; 45 when not given. */
	readonly maxSlope?: number;
	/** What it steps up, m; 0.3 when not given. Round outlines climb no more than their radius. */
	readonly stepHeight?: number;
	/** How far it stays on the ground going down, m; 0.3 when not given. */
	readonly snap?: number;
};

export type Walked = { readonly moved: Triple; readonly isGrounded: boolean };

const WALK = 'body.walk';
/** So far it stays away from what it walks along, m: what touches gets stuck on edges. */
const GAP = 0.02;
/** What it needs to stand on at the end of a step up, m. */
const STEP_WIDTH = 0.2;
/** And so much more before it goes, m: numbers that end too soon would hold it. */
const PLAY = 0.004;
/** From so far above where it stands it looks for what it stands in, m. */
const PROBE = 0.05;
/** As far below its middle as its feet could be, m. */
const BELOW = 10;
/** What bears faces up at least so much. */
const BEARS = 0.7;
/** With this weight it pushes what stands in its way, kg: that of a person. */
const WEIGHT = 70;

type Limits = {
	/** Radians. */
	readonly steepest: number;
	readonly snap: number;
};

/** Leads kinematic bodies along walls, up steps and slopes, and down again. */
export class Walker {
	#bodies: Bodies;
	#contacts: Contacts;
	#controller: KinematicCharacterController;
	/** What stood on something when it walked last. */
	#standing = new WeakSet<RigidBody>();

	constructor(bodies: Bodies, contacts: Contacts) {
		this.#bodies = bodies;
		this.#contacts = contacts;
		this.#controller = bodies.world.createCharacterController(GAP);
		this.#controller.setApplyImpulsesToDynamicBodies(true);
		this.#controller.setCharacterMass(WEIGHT);
	}

	/** Walks by so much, in the world; the body is there after the coming step, its entity at once. */
	walk(index: number, by: Triple, options: WalkOptions = {}): Walked {
		const wanted = checkTriple(WALK, 'by', by);
		const body = this.#bodies.bodies.get(index);
		if (!body?.body.isKinematic())
			throw new Error(
				`${WALK}: only a rigid body of the kind “Moved by scripts” can walk. Choose that kind.`,
			);
		const part = solidOf(body);
		if (!part)
			throw new Error(`${WALK}: it needs a collider that is no sensor. Add one beside its rigid body.`);
		const limits = this.#adjust(options, wanted.y);
		const walked = this.#compute(part, body, wanted, limits);
		this.#tell(part);
		this.#place(body.entity, walked.moved);
		return walked;
	}

	#adjust({ maxSlope = 45, stepHeight = 0.3, snap = 0.3 }: WalkOptions, rise: number): Limits {
		const controller = this.#controller;
		const steepest = (atLeastZero('maxSlope', maxSlope, 90) * Math.PI) / 180;
		controller.setMaxSlopeClimbAngle(steepest);
		controller.setMinSlopeSlideAngle(steepest);
		const step = atLeastZero('stepHeight', stepHeight);
		if (step > 0) controller.enableAutostep(step, STEP_WIDTH, false);
		else controller.disableAutostep();
		const reach = atLeastZero('snap', snap);
		// Who jumps is not held back.
		if (reach > 0 && rise <= 0) controller.enableSnapToGround(reach);
		else controller.disableSnapToGround();
		return { steepest, snap: reach };
	}

	/** From where its entity is by now, which may be elsewhere than the body was after the last step. */
	#compute(part: Part, { body, entity }: Body, by: Triple, limits: Limits): Walked {
		const pose = this.#bodies.poseOf(entity);
		const [position, rotation] = [body.translation(), body.rotation()];
		body.setRotation(toRotation(pose.rotation), false);
		const start = toVector(pose.position);
		this.#put(body, start);
		const { raised, ride } = this.#standingOf(part, body);
		if (raised > 0) this.#put(body, { ...start, y: start.y + raised });
		const wanted = { x: by.x + ride.x, y: by.y, z: by.z + ride.z };
		const groups = part.collider.collisionGroups();
		this.#controller.computeColliderMovement(part.collider, wanted, SOLID, groups);
		const { moved, isGrounded } = this.#land(part, body, by.y, limits);
		// What bears it rises and sinks with the coming step, not before.
		moved.y += raised + (by.y > 0 ? 0 : ride.y);
		body.setTranslation(position, false);
		body.setRotation(rotation, false);
		return { moved, isGrounded };
	}

	/** Where what Rapier has computed ends, and whether that is ground. */
	#land(part: Part, body: RigidBody, rise: number, { steepest, snap }: Limits): Walked & { moved: Vector } {
		const moved = this.#controller.computedMovement();
		let bears = this.#controller.computedGrounded();
		// Rapier lets go of a ground that sinks away all at once.
		if (!bears && rise <= 0 && this.#standing.has(body)) {
			const hit = this.#below(part, body, moved, snap + GAP);
			if (hit && hit.time_of_impact > 0) {
				moved.y -= Math.max(0, hit.time_of_impact - GAP);
				bears = true;
			}
		}
		const isGrounded = bears && !this.#isSteep(part, body, moved, steepest);
		if (isGrounded) this.#standing.add(body);
		else this.#standing.delete(body);
		return { moved, isGrounded };
	}

	#put(body: RigidBody, place: Triple): void {
		body.setTranslation(place, false);
		this.#bodies.world.propagateModifiedBodyPositionsToColliders();
	}

	/**
	 * How far it must rise to stand clear of the ground, since what is nearer than the gap sinks in and is held there; and
	 * how far a ground that scripts move carries it in the coming step, when that goes on as in the last.
	 */
	#standingOf(part: Part, body: RigidBody): { raised: number; ride: Triple } {
		const reach = PROBE + GAP + PLAY;
		const hit = this.#below(part, body, { x: 0, y: PROBE, z: 0 }, reach);
		if (!hit || hit.time_of_impact === 0 || Math.abs(hit.normal1.y) < BEARS)
			return { raised: 0, ride: STILL };
		const ground = this.#bodies.byHandle.get(hit.collider.handle)?.holder?.body;
		const speed = ground?.isKinematic() ? ground.velocityAtPoint(body.translation()) : STILL;
		const ride = { x: speed.x * TICK_SECONDS, y: speed.y * TICK_SECONDS, z: speed.z * TICK_SECONDS };
		return { raised: reach - hit.time_of_impact, ride };
	}

	/** What its outline meets on a straight way down, from so far beside where it is. */
	#below(
		{ collider }: Part,
		body: RigidBody,
		{ x, y, z }: Triple,
		reach: number,
	): ColliderShapeCastHit | null {
		const at = collider.translation();
		return this.#bodies.world.castShape(
			{ x: at.x + x, y: at.y + y, z: at.z + z },
			collider.rotation(),
			DOWN,
			collider.shape,
			0,
			reach,
			false,
			SOLID,
			collider.collisionGroups(),
			collider,
			body,
		);
	}

	/** Whether what is right below is too steep to stand on; Rapier calls everything ground that faces up at all. */
	#isSteep({ collider }: Part, body: RigidBody, { x, y, z }: Triple, steepest: number): boolean {
		const at = collider.translation();
		const hit = this.#bodies.world.castRayAndGetNormal(
			new Ray({ x: at.x + x, y: at.y + y, z: at.z + z }, DOWN),
			BELOW,
			true,
			SOLID,
			collider.collisionGroups(),
			collider,
			body,
		);
		return hit !== null && hit.normal.y < Math.cos(steepest);
	}

	/** What it ran into. */
	#tell(part: Part): void {
		const met: Part[] = [];
		for (let i = 0; i < this.#controller.numComputedCollisions(); i++) {
			const collider = this.#controller.computedCollision(i)?.collider;
			const other = collider && this.#bodies.byHandle.get(collider.handle);
			if (other) met.push(other);
		}
		this.#contacts.walked(part, met);
	}

	#place(entity: GameEntity, { x, y, z }: Triple): void {
		const { position } = this.#bodies.poseOf(entity);
		vec3.add(position, position, [x, y, z]);
		const inverse = entity.parent && mat4.invert(mat4.create(), this.#bodies.game.worldMatrix(entity.parent));
		if (inverse) vec3.transformMat4(position, position, inverse);
		this.#bodies.game.transforms.setPosition(entity.index, [position[0], position[1], position[2]]);
	}
}

const atLeastZero = (name: string, value: number, max?: number): number =>
	Math.max(0, checkNumber(WALK, name, value, max));

const DOWN: Triple = { x: 0, y: -1, z: 0 };
const STILL: Triple = { x: 0, y: 0, z: 0 };
const SOLID = QueryFilterFlags.EXCLUDE_SENSORS;

/** The outline that walks: that of the entity itself, or the first that its body holds. */
function solidOf(body: Body): Part | undefined {
	const solid = [...body.parts].filter(({ isSensor }) => !isSensor);
	return solid.find(({ entity }) => entity === body.entity) ?? solid[0];
}
