import { hasComponent } from '#lib/doc/components/registry.ts';
import type { GameEntity } from '../world/game-world.ts';
import type { Camera, Entity, Point } from './api.ts';
import type { GameHost } from './script-game.ts';
import { ScriptEntity } from './script-entity.ts';
import type { SavedCamera } from '../game-state.ts';
import { finite, Vec3 } from './vectors.ts';

type Way =
	| {
			readonly kind: 'follow';
			readonly target: Entity;
			readonly distance: number;
			readonly height: number;
			readonly smooth: number;
	  }
	| { readonly kind: 'orbit'; readonly target: Entity; readonly distance: number; readonly height: number }
	| { readonly kind: 'eyes'; readonly target: Entity; readonly height: number };

const indexOf = (entity: Entity | null): number =>
	entity instanceof ScriptEntity ? ScriptEntity.indexOf(entity) : -1;

/** Found by a name that nothing has, it is null: told here, not in every tick. */
function followable(target: unknown, call: string): Entity {
	if (target instanceof ScriptEntity) return target;
	throw new TypeError(`camera.${call} needs an entity, got ${target === null ? 'null' : typeof target}.`);
}

const RADIANS = Math.PI / 180;
/** As far up and down as one can look: straight up there is no side. */
const STEEPEST = 85;

/** Through what the player looks, and how that follows what happens. */
export class CameraRig implements Camera {
	#host: GameHost;
	#entity: Entity | null = null;
	#isChosen = false;
	/** So many entities were looked through for a camera. */
	#looked = 0;
	#way: Way | undefined;
	/** Where the player looks, degrees: around, and up. */
	#yaw = 0;
	#pitch = 0;
	#shakeUntil = -1;
	#shakeBegan = 0;
	#strength = 0;
	/** How far it is shaken off its place now. */
	#shaken: Point = { x: 0, y: 0, z: 0 };

	constructor(host: GameHost) {
		this.#host = host;
	}

	get entity(): Entity | null {
		if (!this.#isChosen && !this.#entity) {
			const first = this.#look();
			this.#entity = first ? this.#host.handleOf(first) : null;
			if (first) this.#host.world.tell({ type: 'look', index: first.index });
		}
		return this.#entity?.isAlive ? this.#entity : null;
	}
	set entity(entity: Entity | null) {
		if (entity !== null && !(entity instanceof ScriptEntity))
			throw new TypeError('camera.entity must be an entity.');
		this.#isChosen = true;
		this.#entity = entity;
		this.#host.world.tell({ type: 'look', index: entity ? ScriptEntity.indexOf(entity) : -1 });
	}

	follow(
		target: Entity,
		{
			distance = 6,
			height = 3,
			smooth = 0.15,
		}: { readonly distance?: number; readonly height?: number; readonly smooth?: number } = {},
	): void {
		this.#way = {
			kind: 'follow',
			target: followable(target, 'follow'),
			distance: finite(distance, 'distance'),
			height: finite(height, 'height'),
			smooth: finite(smooth, 'smooth'),
		};
	}
	orbit(
		target: Entity,
		{ distance = 6, height = 1 }: { readonly distance?: number; readonly height?: number } = {},
	): void {
		this.#way = {
			kind: 'orbit',
			target: followable(target, 'orbit'),
			distance: finite(distance, 'distance'),
			height: finite(height, 'height'),
		};
		this.#pitch = 20;
	}
	firstPerson(target: Entity, { height = 1.6 }: { readonly height?: number } = {}): void {
		this.#way = {
			kind: 'eyes',
			target: followable(target, 'firstPerson'),
			height: finite(height, 'height'),
		};
		const { x, z } = target.forward;
		this.#yaw = Math.atan2(-x, -z) / RADIANS;
		this.#pitch = 0;
	}
	release(): void {
		this.#way = undefined;
	}
	shake(seconds: number, strength = 0.2): void {
		const { tick } = this.#host;
		this.#shakeBegan = tick;
		this.#shakeUntil = tick + finite(seconds, 'seconds') * 60;
		this.#strength = finite(strength, 'strength');
	}

	keepState(): SavedCamera {
		const way = this.#way && { ...this.#way, target: indexOf(this.#way.target) };
		return {
			...{ entity: indexOf(this.#entity), isChosen: this.#isChosen, way: way ?? null },
			...{ yaw: this.#yaw, pitch: this.#pitch },
		};
	}

	restoreState({ entity, isChosen, way, yaw, pitch }: SavedCamera): void {
		const handleAt = (index: number) => {
			const found = this.#host.world.entities[index];
			return found ? this.#host.handleOf(found) : null;
		};
		this.#entity = handleAt(entity);
		this.#isChosen = isChosen;
		const target = way && handleAt(way.target);
		this.#way = target ? ({ ...way, target } as unknown as Way) : undefined;
		this.#yaw = yaw;
		this.#pitch = pitch;
	}

	/** Whom it goes with. */
	get followed(): GameEntity | null {
		return this.#host.world.entities[indexOf(this.#way?.target ?? null)] ?? null;
	}

	/** After everything moved. */
	lateUpdate(seconds: number): void {
		const camera = this.entity;
		if (!camera) return;
		camera.position.subtract(this.#shaken);
		this.#shaken = { x: 0, y: 0, z: 0 };
		if (this.#way?.target.isAlive) this.#go(camera, this.#way, seconds);
		this.#shakeNow(camera);
	}

	/** The first camera of the tree. What was looked through without one is not looked through again in every tick. */
	#look(): GameEntity | undefined {
		const { entities } = this.#host.world;
		const from = this.#looked;
		this.#looked = entities.length;
		for (let i = from; i < entities.length; i++) {
			const entity = entities[i]!;
			if (entity.isAlive && hasComponent(entity, 'camera')) return entity;
		}
		return undefined;
	}

	#go(camera: Entity, way: Way, seconds: number): void {
		const { look } = this.#host.game.input;
		this.#yaw = (this.#yaw - look.x) % 360;
		this.#pitch = Math.min(
			STEEPEST,
			Math.max(-STEEPEST, this.#pitch + (way.kind === 'orbit' ? -look.y : look.y)),
		);
		const at = way.target.worldPosition;
		if (way.kind === 'follow') return this.#trail(camera, way, at, seconds);
		const [yaw, pitch] = [this.#yaw * RADIANS, this.#pitch * RADIANS];
		const flat = Math.cos(pitch);
		if (way.kind === 'eyes') {
			camera.position.set(at.x, at.y + way.height, at.z);
			camera.rotation.face(new Vec3(-Math.sin(yaw) * flat, Math.sin(pitch), -Math.cos(yaw) * flat));
			way.target.rotation.setDegrees(0, this.#yaw, 0);
			return;
		}
		const { distance, height } = way;
		const from = new Vec3(Math.sin(yaw) * flat, Math.sin(pitch), Math.cos(yaw) * flat).scale(distance);
		camera.position.set(at.x + from.x, at.y + height + from.y, at.z + from.z);
		camera.rotation.face(from.scale(-1));
	}

	#trail(
		camera: Entity,
		{ distance, height, smooth }: Way & { kind: 'follow' },
		at: Vec3 | ReturnType<Vec3['clone']>,
		seconds: number,
	): void {
		const goal = new Vec3(at.x, at.y + height, at.z + distance);
		const share = smooth > 0 ? 1 - Math.exp(-seconds / smooth) : 1;
		camera.position.lerp(goal, share);
		camera.rotation.face(new Vec3(at.x, at.y + height / 4, at.z).subtract(camera.position));
	}

	#shakeNow(camera: Entity): void {
		const { tick } = this.#host;
		if (tick >= this.#shakeUntil) return;
		const left = (this.#shakeUntil - tick) / (this.#shakeUntil - this.#shakeBegan);
		const [x, y] = [
			Math.sin(tick * 1.9) * left * this.#strength,
			Math.sin(tick * 2.7 + 1) * left * this.#strength,
		];
		this.#shaken = { x, y, z: 0 };
		camera.position.add(this.#shaken);
	}
}
