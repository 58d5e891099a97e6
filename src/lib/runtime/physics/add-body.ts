import {
	RigidBodyDesc,
	RigidBodyType,
	type Collider,
	type RigidBody,
	type Vector,
	type World,
} from '@dimforge/rapier3d-compat';
import { readField } from '#lib/doc/components/registry.ts';
import type { GameEntity } from '../world/game-world.ts';
import type { Pose } from '../world/pose.ts';
import { toRotation } from './rapier-values.ts';

/** The rigid body of an entity, without its outline. */
export function addBody(world: World, entity: GameEntity, { position, rotation }: Pose): RigidBody {
	const desc = new RigidBodyDesc(typeOf(entity))
		.setTranslation(position[0], position[1], position[2])
		.setRotation(toRotation(rotation));
	const body = world.createRigidBody(desc);
	dressBody(body, entity);
	return body;
}

/** Makes a body as the fields of its entity say. */
export function dressBody(body: RigidBody, entity: GameEntity): void {
	const type = typeOf(entity);
	if (body.bodyType() !== type) body.setBodyType(type, true);
	if (type !== RigidBodyType.Dynamic) return;
	const isFree = (lock: 'MoveX' | 'MoveY' | 'MoveZ' | 'TurnX' | 'TurnY' | 'TurnZ') =>
		!readField(entity, 'rigidBody', `lock${lock}`);
	body.setGravityScale(readField(entity, 'rigidBody', 'gravityScale'), true);
	body.setLinearDamping(readField(entity, 'rigidBody', 'linearDamping'));
	body.setAngularDamping(readField(entity, 'rigidBody', 'angularDamping'));
	body.enableCcd(readField(entity, 'rigidBody', 'ccd'));
	const move = [isFree('MoveX'), isFree('MoveY'), isFree('MoveZ')] as const;
	const turn = [isFree('TurnX'), isFree('TurnY'), isFree('TurnZ')] as const;
	body.setEnabledTranslations(...move, true);
	body.setEnabledRotations(...turn, true);
	// A lock stops what would push it that way, not what goes there already.
	body.setLinvel(along(body.linvel(), move), true);
	body.setAngvel(along(body.angvel(), turn), true);
}

const along = ({ x, y, z }: Vector, free: readonly [boolean, boolean, boolean]): Vector => ({
	x: free[0] ? x : 0,
	y: free[1] ? y : 0,
	z: free[2] ? z : 0,
});

function typeOf(entity: GameEntity): RigidBodyType {
	switch (readField(entity, 'rigidBody', 'type')) {
		case 'fixed':
			return RigidBodyType.Fixed;
		case 'kinematic':
			return RigidBodyType.KinematicPositionBased;
		case 'dynamic':
			return RigidBodyType.Dynamic;
	}
}

/** Gives a body the weight that is asked for, shared by its outlines as they are large; without any it is a point. */
export function weigh(body: RigidBody, mass: number): void {
	const solid: Collider[] = [];
	for (let i = 0; i < body.numColliders(); i++) {
		const collider = body.collider(i);
		// What lets everything through weighs nothing.
		if (collider.isSensor()) collider.setMass(0);
		else solid.push(collider);
	}
	body.setAdditionalMass(solid.length === 0 ? mass : 0, false);
	const volume = solid.reduce((sum, collider) => sum + collider.volume(), 0);
	for (const collider of solid)
		collider.setMass(volume > 0 ? (mass * collider.volume()) / volume : mass / solid.length);
	// Otherwise only by the next step, and what is pushed at once would fly off.
	body.recomputeMassPropertiesFromColliders();
}
