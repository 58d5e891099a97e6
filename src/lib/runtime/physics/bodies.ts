import {
	ActiveEvents,
	EventQueue,
	RigidBodyDesc,
	World,
	type Collider,
	type ImpulseJoint,
	type RigidBody,
} from '@dimforge/rapier3d-compat';
import { mat4, quat, vec3 } from 'gl-matrix';
import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import { TICK_SECONDS } from '../loop/fixed-step.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import { poseOf, type Pose } from '../world/pose.ts';
import { addBody, dressBody, weigh } from './add-body.ts';
import { addCollider } from './add-collider.ts';
import { addJoint, type Jointed } from './add-joint.ts';
import { chainVersion } from './chain-version.ts';

/** A rigid body of an entity; Rapier's body carries it as its user data. */
export type Body = {
	readonly entity: GameEntity;
	readonly body: RigidBody;
	readonly parts: Set<Part>;
	isDynamic: boolean;
	/** What the transforms said when both were last the same. */
	seen: number;
};

/** The outline of an entity, and the body that holds it; undefined: it holds itself. */
export type Part = {
	readonly entity: GameEntity;
	readonly collider: Collider;
	readonly holder: Body | undefined;
	readonly isSensor: boolean;
	/** It is a hull where a mesh was asked for, since it moves. */
	readonly moves: boolean;
	readonly scale: vec3;
	seen: number;
};

type Joint = { readonly joint: ImpulseJoint; readonly own: Body; readonly other: Body | undefined };

/** What of a running game is known to Rapier, by the entity's index. Comes and goes with the entities. */
export class Bodies {
	readonly world: World;
	readonly events = new EventQueue(true);
	readonly game: GameWorld;
	readonly bodies = new Map<number, Body>();
	readonly parts = new Map<number, Part>();
	/** Those with a parent, in their order: their transforms are told by more than their body. */
	nested: Body[] = [];
	/** Outlines that are not just where their own body is, and so are looked after one by one. */
	readonly loose = new Set<Part>();
	/** By Rapier’s handle. */
	readonly byHandle = new Map<number, Part>();
	/** Entities whose contacts someone wants to hear of. */
	readonly watched = new Set<number>();
	#hasRemoved = false;
	#joints = new Map<number, Joint>();
	/** What joints without a target hold on to. */
	#anchor: RigidBody;

	constructor(game: GameWorld, gravity: { x: number; y: number; z: number }) {
		this.game = game;
		this.world = new World(gravity);
		this.world.timestep = TICK_SECONDS;
		this.#anchor = this.world.createRigidBody(RigidBodyDesc.fixed());
	}

	/** Takes in entities, all that came together, parents first. */
	add(entities: readonly GameEntity[]): void {
		for (const entity of entities) if (hasComponent(entity, 'rigidBody')) this.#addBody(entity);
		this.nested.sort((a, b) => a.entity.index - b.entity.index);
		for (const entity of entities) if (hasComponent(entity, 'collider')) this.#addPart(entity);
		for (const entity of entities) this.#weigh(this.bodies.get(entity.index));
		for (const entity of entities) if (hasComponent(entity, 'joint')) this.#addJoint(entity);
	}

	/** Takes out one entity; what it holds is not asked. Joints to it end. */
	remove(entity: GameEntity): void {
		const { index } = entity;
		this.watched.delete(index);
		const part = this.parts.get(index);
		if (part) this.#removePart(part);
		const body = this.bodies.get(index);
		if (!body) return;
		for (const held of body.parts) this.#removePart(held);
		this.#endJoints(body);
		this.bodies.delete(index);
		this.nested = this.nested.filter((other) => other !== body);
		this.world.removeRigidBody(body.body);
	}

	/** A field of an entity is another now: what hangs on it is made anew. */
	changed(entity: GameEntity, key: string): void {
		const component = key.split('.')[0];
		const body = this.bodies.get(entity.index);
		if (component === 'rigidBody' && body) this.#dress(body);
		if (component === 'collider') this.rebuildPart(entity);
		if (component === 'joint') this.#rebuildJoint(entity);
	}

	/** Makes the outline of an entity anew, as it is now. */
	rebuildPart(entity: GameEntity): void {
		const part = this.parts.get(entity.index);
		if (!part) return;
		this.#removePart(part);
		this.#addPart(entity);
		this.#weigh(part.holder);
	}

	/** From now on contacts of this entity, and of what its body holds, are told; or no longer. Gives what is newly heard. */
	watch(index: number, on: boolean): Part[] {
		const own = this.parts.get(index);
		const concerned = new Set([...(own ? [own] : []), ...(this.bodies.get(index)?.parts ?? [])]);
		const before = [...concerned].filter((part) => this.isWatched(part));
		if (on) this.watched.add(index);
		else this.watched.delete(index);
		for (const part of concerned) listen(part, this.isWatched(part));
		return on ? [...concerned].filter((part) => !before.includes(part)) : [];
	}

	isWatched({ entity, holder }: Pick<Part, 'entity' | 'holder'>): boolean {
		return this.watched.has(entity.index) || (holder !== undefined && this.watched.has(holder.entity.index));
	}

	/** Whether any outline was removed since the last time. */
	takeRemoved(): boolean {
		const removed = this.#hasRemoved;
		this.#hasRemoved = false;
		return removed;
	}

	/** Changes as soon as an outline stands elsewhere in what holds it. */
	versionOf(entity: GameEntity, holder: Body | undefined): number {
		return chainVersion(this.game.transforms, entity, holder?.entity);
	}

	poseOf(entity: GameEntity): Pose {
		return entity.parent ? poseOf(this.game.worldMatrix(entity)) : this.#poseOfRoot(entity);
	}

	/** Without the roundabout way of a matrix, which moves what has not moved by the last bits. */
	#poseOfRoot(entity: GameEntity): Pose {
		const { transforms } = this.game;
		const scale = transforms.scale(entity.index);
		if (scale.some((by) => !(by > 1e-6))) return poseOf(this.game.worldMatrix(entity));
		const [[x, y, z], turn] = [transforms.position(entity.index), transforms.rotation(entity.index)];
		return {
			position: vec3.fromValues(x, y, z),
			// No turn at all is that of what was never turned.
			rotation: turn.some(Boolean) ? quat.normalize(quat.create(), turn) : quat.create(),
			scale: vec3.fromValues(scale[0], scale[1], scale[2]),
		};
	}

	dispose(): void {
		this.bodies.clear();
		this.parts.clear();
		this.events.free();
		this.world.free();
	}

	#addBody(entity: GameEntity): void {
		const body = addBody(this.world, entity, this.poseOf(entity));
		const added: Body = {
			entity,
			body,
			parts: new Set(),
			isDynamic: body.isDynamic(),
			seen: chainVersion(this.game.transforms, entity),
		};
		body.userData = added;
		this.bodies.set(entity.index, added);
		if (entity.parent) this.nested.push(added);
	}

	/** The outline belongs to the nearest body above; without one it stands still. */
	#addPart(entity: GameEntity): void {
		const holder = this.#holderOf(entity);
		const pose = this.poseOf(entity);
		const collider = addCollider(this.world, entity, pose, holder?.body);
		const part: Part = {
			entity,
			collider,
			holder,
			isSensor: collider.isSensor(),
			moves: holder?.isDynamic ?? false,
			scale: pose.scale,
			seen: this.versionOf(entity, holder),
		};
		this.parts.set(entity.index, part);
		this.byHandle.set(collider.handle, part);
		holder?.parts.add(part);
		if (holder?.entity !== entity) this.loose.add(part);
		listen(part, this.isWatched(part));
	}

	#removePart(part: Part): void {
		this.parts.delete(part.entity.index);
		this.loose.delete(part);
		part.holder?.parts.delete(part);
		this.byHandle.delete(part.collider.handle);
		this.#hasRemoved = true;
		this.world.removeCollider(part.collider, true);
	}

	#weigh(body: Body | undefined): void {
		if (body?.isDynamic) weigh(body.body, readField(body.entity, 'rigidBody', 'mass'));
	}

	#dress(body: Body): void {
		dressBody(body.body, body.entity);
		body.isDynamic = body.body.isDynamic();
		for (const part of [...body.parts]) if (part.moves !== body.isDynamic) this.rebuildPart(part.entity);
		this.#weigh(body);
		body.body.wakeUp();
	}

	#addJoint(entity: GameEntity): void {
		const own = this.bodies.get(entity.index);
		// What has no weight cannot be held by a joint.
		if (!own) return;
		const target = readField(entity, 'joint', 'target');
		const held = target === null ? undefined : this.game.byId(target);
		const other = held && this.bodies.get(held.index);
		const anchor = { body: this.#anchor, pose: poseOf(mat4.create()) };
		const joint = addJoint(this.world, entity, this.#jointed(own), other ? this.#jointed(other) : anchor);
		this.#joints.set(entity.index, { joint, own, other });
	}

	/** What hung on a body that goes is free, and must not go on sleeping in the air. */
	#endJoints(gone: Body): void {
		for (const [index, { own, other }] of this.#joints) {
			if (own !== gone && other !== gone) continue;
			this.#joints.delete(index);
			own.body.wakeUp();
			other?.body.wakeUp();
		}
	}

	#rebuildJoint(entity: GameEntity): void {
		const known = this.#joints.get(entity.index);
		if (known) this.world.removeImpulseJoint(known.joint, true);
		this.#joints.delete(entity.index);
		if (hasComponent(entity, 'joint')) this.#addJoint(entity);
	}

	#jointed({ body, entity }: Body): Jointed {
		return { body, pose: this.poseOf(entity) };
	}

	#holderOf(entity: GameEntity): Body | undefined {
		for (let at: GameEntity | null = entity; at; at = at.parent) {
			const body = this.bodies.get(at.index);
			if (body) return body;
		}
		return undefined;
	}
}

function listen({ collider }: Part, on: boolean): void {
	collider.setActiveEvents(on ? ActiveEvents.COLLISION_EVENTS : ActiveEvents.NONE);
}
