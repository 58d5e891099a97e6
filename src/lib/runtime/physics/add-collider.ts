import {
	ActiveCollisionTypes,
	type Collider,
	type ColliderDesc,
	type RigidBody,
	type World,
} from '@dimforge/rapier3d-compat';
import { quat, vec3 } from 'gl-matrix';
import { readField } from '#lib/doc/components/registry.ts';
import type { GameEntity } from '../world/game-world.ts';
import type { Pose } from '../world/pose.ts';
import { colliderShape, unitBox } from './collider-shape.ts';
import { groupsOf } from './layers.ts';
import { fromRotation, fromVector, toRotation, toVector } from './rapier-values.ts';

/** The outline of an entity, held by a body or by itself. */
export function addCollider(
	world: World,
	entity: GameEntity,
	pose: Pose,
	holder: RigidBody | undefined,
): Collider {
	const isSensor = readField(entity, 'collider', 'sensor');
	const dress = (desc: ColliderDesc) => {
		desc
			.setFriction(readField(entity, 'collider', 'friction'))
			.setRestitution(readField(entity, 'collider', 'restitution'))
			.setSensor(isSensor)
			.setCollisionGroups(groupsOf(entity));
		// What is moved by scripts meets sensors too, which Rapier leaves out unless asked.
		return isSensor ? desc.setActiveCollisionTypes(ActiveCollisionTypes.ALL) : desc;
	};
	const make = (desc: ColliderDesc) => world.createCollider(dress(desc), holder);
	const collider = makeOr(
		() => make(colliderShape(entity, pose.scale, holder?.isDynamic() ?? false)),
		() => make(unitBox(pose.scale)),
	);
	placeCollider(collider, entity, pose, holder);
	return collider;
}

/** Lines and single points have no inside that could be wrapped: Rapier throws. */
function makeOr<T>(make: () => T, instead: () => T): T {
	try {
		return make();
	} catch {
		return instead();
	}
}

/** Puts an outline where its entity is, as seen from the body that holds it. */
export function placeCollider(
	collider: Collider,
	entity: GameEntity,
	pose: Pose,
	holder: RigidBody | undefined,
): void {
	const [x, y, z] = readField(entity, 'collider', 'offset');
	const position = vec3.multiply(vec3.create(), [x, y, z], pose.scale);
	vec3.transformQuat(position, position, pose.rotation);
	vec3.add(position, position, pose.position);
	if (!holder) {
		collider.setTranslation(toVector(position));
		collider.setRotation(toRotation(pose.rotation));
		return;
	}
	const back = quat.invert(quat.create(), fromRotation(holder.rotation()));
	vec3.subtract(position, position, fromVector(holder.translation()));
	collider.setTranslationWrtParent(toVector(vec3.transformQuat(position, position, back)));
	collider.setRotationWrtParent(toRotation(quat.multiply(back, back, pose.rotation)));
}
