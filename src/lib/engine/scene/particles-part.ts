import {
	Box3,
	Group,
	InstancedBufferAttribute,
	InstancedBufferGeometry,
	Mesh,
	PlaneGeometry,
	type Texture,
} from 'three';
import { seededRandom } from '../../base/random.ts';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { addSign } from './icon-part.ts';
import type { Sample } from './motion.ts';
import { type Emission, ParticleEmitter } from './particle-emitter.ts';
import { type ParticleLook, ParticleMaterial } from './particle-material.ts';
import type { ParticleRoom } from './particle-room.ts';
import type { SceneKit } from './scene-kit.ts';

/** The particles of an entity while a game plays or it is selected, and a sign to grab it by. */
export function createParticlesPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	addSign(object, entity, kit, 'particles');
	const hash = readField(entity, 'particles', 'image');
	const use = hash && ({ hash, holds: 'color', tiling: [1, 1], offset: [0, 0], repeats: false } as const);
	if (hash) kit.textures.acquire(hash);
	const image = use ? kit.textureViews.acquire(use) : null;
	const cloud = new ParticleCloud(entity, image, kit.particleRoom);
	object.add(cloud.group);
	return {
		object,
		...(hash && { asset: hash }),
		motion: cloud,
		sample: cloud,
		// While its image is on its way it is made anew once that is here.
		...((image || !hash) && { follow: (next: EntitySnapshot) => cloud.follow(next) }),
		dispose() {
			cloud.dispose();
			if (image && use) kit.textureViews.release(use);
			if (hash) kit.textures.release(hash);
		},
	};
}

/** More ranges than this are written all together. */
const MOST_RANGES = 16;

/** What is there while it goes on. */
type Cloud = {
	readonly emitter: ParticleEmitter;
	readonly mesh: Mesh<InstancedBufferGeometry, ParticleMaterial>;
};

class ParticleCloud implements Sample {
	readonly group = new Group();
	#entity: EntitySnapshot;
	#image: Texture | null;
	#room: ParticleRoom;
	#shape: string;
	#cloud: Cloud | undefined;

	constructor(entity: EntitySnapshot, image: Texture | null, room: ParticleRoom) {
		this.#entity = entity;
		this.#image = image;
		this.#room = room;
		this.#shape = shapeOf(entity);
	}

	get isOver(): boolean {
		const { lifetime, duration } = emissionOf(this.#entity);
		return (this.#cloud?.emitter.time ?? 0) > duration + lifetime;
	}

	get wholeAfter(): number {
		const { lifetime, duration } = emissionOf(this.#entity);
		return Math.min(lifetime, duration);
	}

	advance(seconds: number): void {
		const { emitter, mesh } = (this.#cloud ??= this.#begin());
		// One that is new has no place in the world yet.
		mesh.updateWorldMatrix(true, false, true);
		const { first, count } = emitter.advance(seconds, mesh.matrixWorld);
		mesh.material.time = emitter.time;
		if (count > 0) upload(mesh.geometry, emitter.capacity, first, count);
	}

	rest(): void {
		const cloud = this.#cloud;
		this.#cloud = undefined;
		if (!cloud) return;
		this.#room.give(cloud.emitter.capacity);
		cloud.mesh.removeFromParent();
		cloud.mesh.geometry.dispose();
		cloud.mesh.material.dispose();
	}

	/** What is in the air stays, unless there can be more or fewer of them. */
	follow(entity: EntitySnapshot): boolean {
		if (shapeOf(entity) !== this.#shape) return false;
		this.#entity = entity;
		if (!this.#cloud) return true;
		this.#cloud.emitter.emission = emissionOf(entity);
		this.#cloud.mesh.material.take(lookOf(entity, this.#image));
		return true;
	}

	dispose(): void {
		this.rest();
	}

	#begin(): Cloud {
		const capacity = this.#room.take(readField(this.#entity, 'particles', 'maxCount'));
		const emitter = new ParticleEmitter(capacity, emissionOf(this.#entity), seededRandom(1));
		const material = new ParticleMaterial(lookOf(this.#entity, this.#image));
		const mesh = new Mesh(makeGeometry(emitter), material);
		mesh.matrixAutoUpdate = false;
		// Where they fly they say themselves; nobody picks or measures them.
		mesh.frustumCulled = false;
		mesh.raycast = () => {};
		this.group.add(mesh);
		return { emitter, mesh };
	}
}

/** Of a ring: maybe in two pieces. */
function upload(geometry: InstancedBufferGeometry, capacity: number, first: number, count: number): void {
	const straight = Math.min(count, capacity - first);
	geometry.instanceCount = Math.max(geometry.instanceCount, count > straight ? capacity : first + count);
	for (const name of ['origin', 'velocity', 'birth']) {
		const attribute = geometry.getAttribute(name) as InstancedBufferAttribute;
		const { itemSize } = attribute;
		// They pile up while it is not seen.
		if (attribute.updateRanges.length >= MOST_RANGES) {
			attribute.clearUpdateRanges();
			attribute.addUpdateRange(0, capacity * itemSize);
		} else {
			attribute.addUpdateRange(first * itemSize, straight * itemSize);
			if (count > straight) attribute.addUpdateRange(0, (count - straight) * itemSize);
		}
		attribute.needsUpdate = true;
	}
}

/** What decides how they are kept: with another, they are made anew. */
const shapeOf = (entity: EntitySnapshot): string =>
	[readField(entity, 'particles', 'maxCount'), readField(entity, 'particles', 'image') ?? ''].join('|');

function makeGeometry({ origins, velocities, births }: ParticleEmitter): InstancedBufferGeometry {
	const square = new PlaneGeometry();
	const geometry = new InstancedBufferGeometry();
	geometry.index = square.index;
	geometry.setAttribute('position', square.getAttribute('position'));
	geometry.setAttribute('uv', square.getAttribute('uv'));
	geometry.setAttribute('origin', new InstancedBufferAttribute(origins, 3));
	geometry.setAttribute('velocity', new InstancedBufferAttribute(velocities, 3));
	geometry.setAttribute('birth', new InstancedBufferAttribute(births, 1));
	geometry.instanceCount = 0;
	// Empty: they count for no outline.
	geometry.boundingBox = new Box3();
	return geometry;
}

function emissionOf(entity: EntitySnapshot): Emission {
	const loop = readField(entity, 'particles', 'loop');
	return {
		rate: readField(entity, 'particles', 'rate'),
		lifetime: readField(entity, 'particles', 'lifetime'),
		speed: readField(entity, 'particles', 'speed'),
		spread: (readField(entity, 'particles', 'spread') * Math.PI) / 180,
		duration: loop ? Infinity : readField(entity, 'particles', 'duration'),
	};
}

function lookOf(entity: EntitySnapshot, image: Texture | null): ParticleLook {
	return {
		size: readField(entity, 'particles', 'size'),
		lifetime: readField(entity, 'particles', 'lifetime'),
		gravity: readField(entity, 'particles', 'gravity'),
		sizeOverLife: readField(entity, 'particles', 'sizeOverLife'),
		colorOverLife: readField(entity, 'particles', 'colorOverLife'),
		glow: readField(entity, 'particles', 'glow'),
		image,
	};
}
