import { RigidBodyDesc, type RigidBody, type World } from '@dimforge/rapier3d-compat';
import { readField } from '#lib/doc/components/registry.ts';
import type { GameEntity } from '../world/game-world.ts';
import type { Pose } from '../world/pose.ts';
import { toRotation } from './rapier-values.ts';

/** The rigid body of an entity, without its outline. */
export function addBody(world: World, entity: GameEntity, { position, rotation }: Pose): RigidBody {
	const desc = kindOf(entity)
		.setTranslation(position[0], position[1], position[2])
		.setRotation(toRotation(rotation))
		.setUserData(entity.index);
	return world.createRigidBody(desc);
}

function kindOf(entity: GameEntity): RigidBodyDesc {
	const type = readField(entity, 'rigidBody', 'type');
	if (type === 'fixed') return RigidBodyDesc.fixed();
	if (type === 'kinematic') return RigidBodyDesc.kinematicPositionBased();
	const isFree = (lock: 'MoveX' | 'MoveY' | 'MoveZ' | 'TurnX' | 'TurnY' | 'TurnZ') =>
		!readField(entity, 'rigidBody', `lock${lock}`);
	return RigidBodyDesc.dynamic()
		.setGravityScale(readField(entity, 'rigidBody', 'gravityScale'))
		.setLinearDamping(readField(entity, 'rigidBody', 'linearDamping'))
		.setAngularDamping(readField(entity, 'rigidBody', 'angularDamping'))
		.setCcdEnabled(readField(entity, 'rigidBody', 'ccd'))
		.enabledTranslations(isFree('MoveX'), isFree('MoveY'), isFree('MoveZ'))
		.enabledRotations(isFree('TurnX'), isFree('TurnY'), isFree('TurnZ'));
}

/** Gives a body the weight that is asked for, shared by its outlines as they are large; without any it is a point. */
export function weigh(body: RigidBody, mass: number): void {
	const count = body.numColliders();
	if (count === 0) return body.setAdditionalMass(mass, false);
	let volume = 0;
	for (let i = 0; i < count; i++) volume += body.collider(i).volume();
	for (let i = 0; i < count; i++) {
		const collider = body.collider(i);
		collider.setMass(volume > 0 ? (mass * collider.volume()) / volume : mass / count);
	}
}
