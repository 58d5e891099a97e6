import { init, RigidBodyDesc, World, type RigidBody } from '@dimforge/rapier3d-compat';
import { mat4, quat, vec3 } from 'gl-matrix';
import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import { TICK_SECONDS } from '../loop/fixed-step.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import { poseOf, type Pose } from '../world/pose.ts';
import { addBody, weigh } from './add-body.ts';
import { addJoint } from './add-joint.ts';
import { colliderShape } from './collider-shape.ts';
import { fromRotation, fromVector, toRotation, toVector } from './rapier-values.ts';

const GRAVITY = { x: 0, y: -9.81, z: 0 };

let ready: Promise<void> | undefined;

/** Everything of the physics engine waits for this once: it is made ready where the game runs. */
export const preparePhysics = (): Promise<void> => (ready ??= init());

/** Weight, bumps and joints of a running game. Steps by whole ticks; the same game takes the same steps everywhere. */
export class Physics {
	#game: GameWorld;
	#world = new World(GRAVITY);
	/** By the entity's index. */
	#bodies = new Map<number, RigidBody>();
	/** What joints without a target hold on to. */
	#anchor = this.#world.createRigidBody(RigidBodyDesc.fixed());

	constructor(game: GameWorld) {
		this.#game = game;
		this.#world.timestep = TICK_SECONDS;
		for (const entity of game.entities) if (hasComponent(entity, 'rigidBody')) this.#addBody(entity);
		for (const entity of game.entities) if (hasComponent(entity, 'collider')) this.#addCollider(entity);
		for (const entity of game.entities) this.#weigh(entity);
		for (const entity of game.entities) if (hasComponent(entity, 'joint')) this.#addJoint(entity);
	}

	/** One tick: what has weight moves, and the entities with it; what is moved otherwise pushes it. */
	step(): void {
		for (const [index, body] of this.#bodies) if (body.isKinematic()) this.#lead(index, body);
		this.#world.step();
		const moved: number[] = [];
		this.#world.forEachActiveRigidBody((body) => {
			if (body.isDynamic()) moved.push(body.userData as number);
		});
		// Parents come before what they hold.
		for (const index of moved.sort((a, b) => a - b)) this.#follow(index);
	}

	dispose(): void {
		this.#bodies.clear();
		this.#world.free();
	}

	#addBody(entity: GameEntity): void {
		this.#bodies.set(entity.index, addBody(this.#world, entity, this.#poseOf(entity)));
	}

	/** The outline belongs to the nearest body above; without one it stands still. */
	#addCollider(entity: GameEntity): void {
		const pose = this.#poseOf(entity);
		const offset = vec3.multiply(
			vec3.create(),
			vectorOf(readField(entity, 'collider', 'offset')),
			pose.scale,
		);
		vec3.transformQuat(offset, offset, pose.rotation);
		const position = vec3.add(vec3.create(), pose.position, offset);
		const holder = this.#holderOf(entity);
		const desc = colliderShape(entity, pose.scale, holder?.isDynamic() ?? false)
			.setFriction(readField(entity, 'collider', 'friction'))
			.setRestitution(readField(entity, 'collider', 'restitution'))
			.setSensor(readField(entity, 'collider', 'sensor'));
		const back = quat.create();
		if (holder) {
			const body = fromRotation(holder.rotation());
			quat.invert(back, body);
			vec3.subtract(position, position, fromVector(holder.translation()));
			vec3.transformQuat(position, position, back);
		}
		desc
			.setTranslation(position[0], position[1], position[2])
			.setRotation(toRotation(quat.multiply(back, back, pose.rotation)));
		this.#world.createCollider(desc, holder);
	}

	#weigh(entity: GameEntity): void {
		const body = this.#bodies.get(entity.index);
		if (body?.isDynamic()) weigh(body, readField(entity, 'rigidBody', 'mass'));
	}

	#addJoint(entity: GameEntity): void {
		const body = this.#bodies.get(entity.index);
		// What has no weight cannot be held by a joint.
		if (!body) return;
		const target = readField(entity, 'joint', 'target');
		const other = this.#game.entities.find(({ id }) => id === target);
		const held = other && this.#bodies.get(other.index);
		const anchor = { body: this.#anchor, pose: poseOf(mat4.create()) };
		const own = { body, pose: this.#poseOf(entity) };
		addJoint(this.#world, entity, own, held && other ? { body: held, pose: this.#poseOf(other) } : anchor);
	}

	#holderOf(entity: GameEntity): RigidBody | undefined {
		for (let at: GameEntity | null = entity; at; at = at.parent) {
			const body = this.#bodies.get(at.index);
			if (body) return body;
		}
		return undefined;
	}

	/** Brings a body where its entity is. */
	#lead(index: number, body: RigidBody): void {
		const entity = this.#game.entities[index];
		if (!entity) return;
		const { position, rotation } = this.#poseOf(entity);
		body.setNextKinematicTranslation(toVector(position));
		body.setNextKinematicRotation(toRotation(rotation));
	}

	/** Puts an entity where its body is. */
	#follow(index: number): void {
		const body = this.#bodies.get(index);
		const entity = this.#game.entities[index];
		if (!body || !entity) return;
		const [position, rotation] = [fromVector(body.translation()), fromRotation(body.rotation())];
		if (entity.parent) intoSpaceOf(this.#game.worldMatrix(entity.parent), position, rotation);
		const { transforms } = this.#game;
		transforms.setPosition(index, [position[0], position[1], position[2]]);
		transforms.setRotation(index, [rotation[0], rotation[1], rotation[2], rotation[3]]);
	}

	#poseOf(entity: GameEntity): Pose {
		return poseOf(this.#game.worldMatrix(entity));
	}
}

const vectorOf = ([x, y, z]: readonly [number, number, number]): vec3 => vec3.fromValues(x, y, z);

/** Turns where something is in the world into where it is in its parent. A parent that is flat leaves it as it is. */
function intoSpaceOf(parent: mat4, position: vec3, rotation: quat): void {
	const inverse = mat4.invert(mat4.create(), parent);
	if (!inverse) return;
	vec3.transformMat4(position, position, inverse);
	quat.multiply(rotation, quat.invert(quat.create(), poseOf(parent).rotation), rotation);
}
