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
import type { Motion } from './motion.ts';
import { type Emission, ParticleEmitter } from './particle-emitter.ts';
import { type ParticleLook, ParticleMaterial } from './particle-material.ts';
import type { SceneKit } from './scene-kit.ts';

/** The particles of an entity while a game plays; while it is edited, a sign to grab it by. */
export function createParticlesPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	addSign(object, entity, kit, 'particles');
	const hash = readField(entity, 'particles', 'image');
	const use = hash && ({ hash, holds: 'color', tiling: [1, 1], offset: [0, 0], repeats: false } as const);
	if (hash) kit.textures.acquire(hash);
	const image = use ? kit.textureViews.acquire(use) : null;
	const cloud = new ParticleCloud(entity, image);
	object.add(cloud.mesh);
	return {
		object,
		...(hash && { asset: hash }),
		motion: cloud,
		// While its image is on its way it is made anew once that is here.
		...((image || !hash) && { follow: (next: EntitySnapshot) => cloud.follow(next) }),
		dispose() {
			cloud.dispose();
			if (image && use) kit.textureViews.release(use);
			if (hash) kit.textures.release(hash);
		},
	};
}

class ParticleCloud implements Motion {
	readonly mesh: Mesh<InstancedBufferGeometry, ParticleMaterial>;
	#emitter: ParticleEmitter;
	#image: Texture | null;
	#shape: string;

	constructor(entity: EntitySnapshot, image: Texture | null) {
		this.#image = image;
		this.#shape = shapeOf(entity);
		this.#emitter = new ParticleEmitter(
			readField(entity, 'particles', 'maxCount'),
			emissionOf(entity),
			seededRandom(1),
		);
		this.mesh = new Mesh(makeGeometry(this.#emitter), new ParticleMaterial(lookOf(entity, image)));
		this.mesh.visible = false;
		// Where they fly they say themselves; nobody picks or measures them.
		this.mesh.frustumCulled = false;
		this.mesh.raycast = () => {};
	}

	advance(seconds: number): void {
		const { mesh } = this;
		mesh.visible = true;
		mesh.updateWorldMatrix(true, false);
		const { first, count } = this.#emitter.advance(seconds, mesh.matrixWorld);
		mesh.material.time = this.#emitter.time;
		if (count > 0) this.#upload(first, count);
	}

	rest(): void {
		this.mesh.visible = false;
		this.#emitter.reset();
		this.#upload(0, this.#emitter.capacity);
	}

	/** What is in the air stays, unless there can be more or fewer of them. */
	follow(entity: EntitySnapshot): boolean {
		if (shapeOf(entity) !== this.#shape) return false;
		this.#emitter.emission = emissionOf(entity);
		this.mesh.material.dispose();
		this.mesh.material = new ParticleMaterial(lookOf(entity, this.#image));
		this.mesh.material.time = this.#emitter.time;
		return true;
	}

	dispose(): void {
		this.mesh.geometry.dispose();
		this.mesh.material.dispose();
	}

	/** Of a ring: maybe in two pieces. */
	#upload(first: number, count: number): void {
		const { capacity } = this.#emitter;
		const straight = Math.min(count, capacity - first);
		for (const name of ['origin', 'velocity', 'birth']) {
			const attribute = this.mesh.geometry.getAttribute(name) as InstancedBufferAttribute;
			const { itemSize } = attribute;
			attribute.addUpdateRange(first * itemSize, straight * itemSize);
			if (count > straight) attribute.addUpdateRange(0, (count - straight) * itemSize);
			attribute.needsUpdate = true;
		}
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
	geometry.instanceCount = births.length;
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
