import {
	JointData,
	type ImpulseJoint,
	type RigidBody,
	type UnitImpulseJoint,
	type World,
} from '@dimforge/rapier3d-compat';
import { quat, vec3 } from 'gl-matrix';
import { readField } from '#lib/doc/components/registry.ts';
import type { GameEntity } from '../world/game-world.ts';
import type { Pose } from '../world/pose.ts';
import { toRotation, toVector } from './rapier-values.ts';

/** A body and where it stands as the joint is made. */
export type Jointed = { readonly body: RigidBody; readonly pose: Pose };

const NOWHERE = { x: 0, y: 0, z: 0 };
const ALONG_X = vec3.fromValues(1, 0, 0);
const UP = vec3.fromValues(0, 1, 0);

/** Ties an entity to something else as its joint says; angles and distances are the entity's, seen from there. */
export function addJoint(world: World, entity: GameEntity, own: Jointed, other: Jointed): ImpulseJoint {
	const joint = world.createImpulseJoint(kindOf(entity), other.body, own.body, true);
	joint.setContactsEnabled(readField(entity, 'joint', 'collide'));
	const [x, y, z] = readField(entity, 'joint', 'anchor');
	const anchor = vec3.multiply(vec3.create(), [x, y, z], own.pose.scale);
	const frame = frameOf(entity);
	const [there, turned] = seenFrom(other.pose, own.pose, anchor, frame);
	joint.setLocalFrame1(toVector(there), toRotation(turned));
	joint.setLocalFrame2(toVector(anchor), toRotation(frame));
	const limits = limitsOf(entity);
	if (limits) (joint as UnitImpulseJoint).setLimits(...limits);
	return joint;
}

function kindOf(entity: GameEntity): JointData {
	switch (readField(entity, 'joint', 'type')) {
		case 'fixed':
			return JointData.fixed(NOWHERE, { ...NOWHERE, w: 1 }, NOWHERE, { ...NOWHERE, w: 1 });
		case 'hinge':
			return JointData.revolute(NOWHERE, NOWHERE, toVector(UP));
		case 'ball':
			return JointData.spherical(NOWHERE, NOWHERE);
		case 'slider':
			return JointData.prismatic(NOWHERE, NOWHERE, toVector(UP));
		case 'spring': {
			const [length, stiffness] = [
				readField(entity, 'joint', 'length'),
				readField(entity, 'joint', 'stiffness'),
			];
			return JointData.spring(length, stiffness, readField(entity, 'joint', 'damping'), NOWHERE, NOWHERE);
		}
	}
}

/** The turn that brings x to the joint's axis: Rapier's joints turn around, and glide along, the x of their frame. */
function frameOf(entity: GameEntity): quat {
	const [x, y, z] = readField(entity, 'joint', 'axis');
	const axis = vec3.normalize(vec3.create(), [x, y, z]);
	const frame = quat.create();
	quat.rotationTo(frame, ALONG_X, vec3.length(axis) > 0 ? axis : UP);
	return frame;
}

/** A point and a turn of one space as they are in another's. */
function seenFrom(other: Pose, own: Pose, point: vec3, turn: quat): [vec3, quat] {
	const back = quat.invert(quat.create(), other.rotation);
	const inWorld = vec3.transformQuat(vec3.create(), point, own.rotation);
	vec3.add(inWorld, inWorld, own.position);
	vec3.subtract(inWorld, inWorld, other.position);
	const turned = quat.multiply(quat.create(), own.rotation, turn);
	return [vec3.transformQuat(inWorld, inWorld, back), quat.multiply(turned, back, turned)];
}

function limitsOf(entity: GameEntity): [number, number] | undefined {
	const type = readField(entity, 'joint', 'type');
	if (type === 'slider')
		return [readField(entity, 'joint', 'minDistance'), readField(entity, 'joint', 'maxDistance')];
	if (type !== 'hinge') return undefined;
	const [least, most] = [readField(entity, 'joint', 'minAngle'), readField(entity, 'joint', 'maxAngle')];
	const isFree = least <= -180 && most >= 180;
	return isFree ? undefined : [(least * Math.PI) / 180, (most * Math.PI) / 180];
}
