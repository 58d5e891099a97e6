import { mat4, vec3 } from 'gl-matrix';
import { fieldRule, isFieldValue } from '#lib/doc/components/component.ts';
import { COMPONENTS, declaredFields, isComponentName, readDeclared } from '#lib/doc/components/registry.ts';
import type { Physics } from '../physics/physics.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import type { Animation, Body, Entity, Json, Point, Rotation, Script, ScriptClass, Vector } from './api.ts';
import { plain } from './plain-values.ts';
import { ScriptAnimation } from './script-animation.ts';
import { ScriptBody } from './script-body.ts';
import { TransformRotation } from './turn.ts';
import { TransformVector, Vec3 } from './vectors.ts';

/** What an entity asks of the game for its scripts. */
export type EntityHost = {
	readonly world: GameWorld;
	readonly physics: Physics;
	handleOf(entity: GameEntity): ScriptEntity;
	scriptOf(entity: GameEntity, type: unknown): unknown;
	send(to: GameEntity, message: string, data: unknown): void;
	destroy(entity: GameEntity): void;
};

/** An entity as scripts hold it. There is one of each, so that `===` tells whether two are the same. */
export class ScriptEntity implements Entity {
	readonly #host: EntityHost;
	readonly #entity: GameEntity;
	readonly #position: TransformVector;
	readonly #rotation: TransformRotation;
	readonly #scale: TransformVector;
	#body: ScriptBody | undefined;
	#animation: ScriptAnimation | undefined;

	constructor(host: EntityHost, entity: GameEntity) {
		const { transforms } = host.world;
		this.#host = host;
		this.#entity = entity;
		this.#position = new TransformVector(transforms, entity.index, 0, 'position');
		this.#rotation = new TransformRotation(transforms, entity.index);
		this.#scale = new TransformVector(transforms, entity.index, 7, 'scale');
	}

	/** Its place in the game. */
	static indexOf(entity: ScriptEntity): number {
		return entity.#entity.index;
	}

	get id(): string {
		return this.#entity.id;
	}
	get name(): string {
		return this.#entity.name;
	}
	get isAlive(): boolean {
		return this.#entity.isAlive;
	}
	get parent(): Entity | null {
		const { parent } = this.#entity;
		return parent && this.#host.handleOf(parent);
	}
	get children(): readonly Entity[] {
		return this.#entity.children.map((child) => this.#host.handleOf(child));
	}
	get position(): Vector {
		return this.#position;
	}
	get rotation(): Rotation {
		return this.#rotation;
	}
	get scale(): Vector {
		return this.#scale;
	}
	get worldPosition(): Vector {
		const [x, y, z] = mat4.getTranslation(vec3.create(), this.#host.world.worldMatrix(this.#entity));
		return new Vec3(x, y, z);
	}
	get forward(): Vector {
		const m = this.#host.world.worldMatrix(this.#entity);
		return new Vec3(-m[8], -m[9], -m[10]).normalize();
	}
	get visible(): boolean {
		return this.#entity.values['visible'] !== false;
	}
	set visible(visible: boolean) {
		if (visible !== this.visible) this.set('transform', 'visible', visible);
	}
	get body(): Body | null {
		if (!this.#host.physics.has(this.#entity.index)) return null;
		return (this.#body ??= new ScriptBody(this.#host.physics, this.#entity.index));
	}

	get animation(): Animation | null {
		if (!this.has('animation')) return null;
		return (this.#animation ??= new ScriptAnimation(this.#host.world, this.#entity));
	}

	has(component: string): boolean {
		return component === 'transform' || this.#entity.values[component] === true;
	}

	get(component: string, field: string): Json {
		const declared = declaredFieldOf(component, field);
		if (declared.component !== 'transform' || field === 'visible' || field === 'locked')
			return readDeclared(this.#entity, declared);
		const { transforms } = this.#host.world;
		if (field === 'rotation') return transforms.rotation(this.#entity.index);
		return field === 'scale' ? transforms.scale(this.#entity.index) : transforms.position(this.#entity.index);
	}

	set(component: string, field: string, value: Json): void {
		const declared = declaredFieldOf(component, field);
		// A copy: what scripts hold may say something else the next time it is read.
		const copy = plain(value, `${component}.${field}`);
		if (!isFieldValue(declared.field, copy))
			throw new TypeError(`${component}.${field} ${fieldRule(declared.field)}.`);
		const { world, physics } = this.#host;
		const entity = this.#entity;
		if (!entity.isAlive) return;
		if (declared.component === 'transform' && PLACES.has(field)) return this.#move(field, copy);
		world.set(entity, declared.key, copy);
		if (PHYSICAL.has(component)) physics.changed(entity, declared.key);
	}

	script<T extends Script>(type: ScriptClass<T>): T | null {
		return (this.#host.scriptOf(this.#entity, type) as T | undefined) ?? null;
	}

	send(message: string, data: Json = null): void {
		this.#host.send(this.#entity, message, data);
	}

	distanceTo(other: Entity | Point): number {
		const to = other instanceof ScriptEntity ? other.worldPosition : (other as Point);
		return this.worldPosition.distanceTo(to);
	}

	destroy(): void {
		this.#host.destroy(this.#entity);
	}

	#move(field: string, value: Json): void {
		const { transforms } = this.#host.world;
		const [x, y, z, w] = value as readonly [number, number, number, number];
		if (field === 'rotation') transforms.setRotation(this.#entity.index, [x, y, z, w]);
		else if (field === 'scale') transforms.setScale(this.#entity.index, [x, y, z]);
		else transforms.setPosition(this.#entity.index, [x, y, z]);
	}
}

const PLACES: ReadonlySet<string> = new Set(['position', 'rotation', 'scale']);
const PHYSICAL: ReadonlySet<string> = new Set(['rigidBody', 'collider', 'joint']);

function declaredFieldOf(component: string, field: string) {
	const declared = isComponentName(component)
		? declaredFields(component).find(({ name }) => name === field)
		: undefined;
	if (declared) return declared;
	const known = isComponentName(component)
		? Object.keys(COMPONENTS[component].fields)
		: Object.keys(COMPONENTS);
	throw new TypeError(
		isComponentName(component)
			? `“${component}” has no field “${field}”, but ${known.join(', ')}.`
			: `There is no component “${component}”, but ${known.join(', ')}.`,
	);
}
