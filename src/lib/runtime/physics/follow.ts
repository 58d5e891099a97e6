import type { RigidBody } from '@dimforge/rapier3d-compat';
import { mat4, quat, vec3, vec4 } from 'gl-matrix';
import type { GameEntity } from '../world/game-world.ts';
import { poseOf, type Pose } from '../world/pose.ts';
import { placeCollider } from './add-collider.ts';
import type { Bodies, Body, Part } from './bodies.ts';
import { chainVersion } from './chain-version.ts';
import { MAX_STRENGTH } from './finite.ts';
import { fromRotation, fromVector, toRotation, toVector } from './rapier-values.ts';

/** A body that is not farther from its entity than this is where it is, m; and its turn, in parts of a quaternion. */
const SAME_PLACE = 1e-5;
/** Of its length. */
const SAME_SCALE = 1e-4;

/** Keeps bodies and the transforms of their entities together: before each step as scripts say, after it as physics says. */
export class Follow {
	#bodies: Bodies;
	/** How often transforms had been set when all was the same. */
	#seen = -1;
	#position = { x: 0, y: 0, z: 0 };
	#rotation = { x: 0, y: 0, z: 0, w: 1 };

	constructor(bodies: Bodies) {
		this.#bodies = bodies;
	}

	/** Brings bodies and outlines to where scripts have put their entities since the last step. */
	lead(): void {
		const { transforms } = this.#bodies.game;
		if (transforms.writes === this.#seen) return;
		for (const body of this.#bodies.bodies.values()) {
			const version = chainVersion(transforms, body.entity);
			if (version === body.seen) continue;
			body.seen = version;
			this.#leadBody(body);
		}
		for (const part of this.#bodies.loose) {
			const version = this.#bodies.versionOf(part.entity, part.holder);
			if (version === part.seen) continue;
			part.seen = version;
			this.#leadPart(part);
		}
		this.#seen = transforms.writes;
	}

	/** Puts entities where their bodies have come to. */
	follow(): void {
		const { world, nested, game } = this.#bodies;
		world.forEachActiveRigidBody(({ userData }) => {
			const body = userData as Body | undefined;
			if (body?.isDynamic && !body.entity.parent) this.place(body);
		});
		let leaves = false;
		// Parents come before what they hold, and must not take it along.
		for (const body of nested) {
			const isCarried = chainVersion(game.transforms, body.entity) !== body.seen;
			if (body.isDynamic && (isCarried || !body.body.isSleeping())) this.place(body);
			leaves ||= isCarried && !body.isDynamic;
		}
		this.#seen = leaves ? -1 : game.transforms.writes;
	}

	/** Puts an entity where its body is. */
	place(placed: Body): void {
		const { body, entity } = placed;
		const { transforms } = this.#bodies.game;
		const [position, rotation] = [body.translation(this.#position), body.rotation(this.#rotation)];
		if (entity.parent) this.#placeNested(entity, entity.parent);
		else transforms.setPose(entity.index, position, rotation);
		placed.seen = chainVersion(transforms, entity);
	}

	#placeNested(entity: GameEntity, parent: GameEntity): void {
		const { transforms } = this.#bodies.game;
		const [position, rotation] = [fromVector(this.#position), fromRotation(this.#rotation)];
		intoSpaceOf(this.#bodies.game.worldMatrix(parent), position, rotation);
		transforms.setPose(entity.index, toVector(position), toRotation(rotation));
	}

	#leadBody({ body, entity, parts, isDynamic }: Body): void {
		const pose = this.#bodies.poseOf(entity);
		if (!isSound(pose)) return;
		this.#stretch(parts);
		if (body.isKinematic()) {
			body.setNextKinematicTranslation(toVector(pose.position));
			body.setNextKinematicRotation(toRotation(pose.rotation));
			return;
		}
		if (isDynamic && this.#isAt(body, pose)) return;
		body.setTranslation(toVector(pose.position), true);
		body.setRotation(toRotation(pose.rotation), true);
	}

	#leadPart(part: Part): void {
		const pose = this.#bodies.poseOf(part.entity);
		if (!isSound(pose)) return;
		if (isStretched(pose.scale, part.scale)) this.#bodies.rebuildPart(part.entity);
		else placeCollider(part.collider, part.entity, pose, part.holder?.body);
	}

	/** Outlines whose thing was stretched are made anew. */
	#stretch(parts: ReadonlySet<Part>): void {
		for (const { entity, scale } of [...parts])
			if (isStretched(this.#bodies.poseOf(entity).scale, scale)) this.#bodies.rebuildPart(entity);
	}

	#isAt(body: RigidBody, { position, rotation }: Pose): boolean {
		const place = fromVector(body.translation(this.#position));
		if (vec3.distance(place, position) > SAME_PLACE * (1 + vec3.length(position))) return false;
		const turn = fromRotation(body.rotation(this.#rotation));
		// Both ways of writing a turn are the same turn.
		if (quat.dot(turn, rotation) < 0) quat.scale(turn, turn, -1);
		return vec4.distance(turn, rotation) <= SAME_PLACE;
	}
}

const isStretched = (scale: vec3, before: vec3): boolean =>
	vec3.distance(scale, before) > SAME_SCALE * vec3.length(before);

/** What scripts have made no place at all moves nothing: a single such number would spread through all of physics. */
const isSound = ({ position, rotation, scale }: Pose): boolean =>
	[...position, ...rotation, ...scale].every((number) => Math.abs(number) < MAX_STRENGTH);

/** Turns where something is in the world into where it is in its parent. A parent that is flat leaves it as it is. */
function intoSpaceOf(parent: mat4, position: vec3, rotation: quat): void {
	const inverse = mat4.invert(mat4.create(), parent);
	if (!inverse) return;
	vec3.transformMat4(position, position, inverse);
	quat.multiply(rotation, quat.invert(quat.create(), poseOf(parent).rotation), rotation);
}
