// What scripts can use: `import { Script } from 'rastudios'`. The code editor reads this very file to complete names and
// to find mistakes, so it stands alone and its comments are for creators. Metres, seconds and degrees everywhere.

/**
 * What can be shared, sent and saved: plain values, copied and fixed when they are handed over. What is not (NaN, endless
 * numbers, functions, entities, vectors, what holds itself) is an error where it is handed over.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Three numbers by name. */
export type Point = { readonly x: number; readonly y: number; readonly z: number };

/** Three numbers that can be changed. Methods change it and give it back; `clone()` first to keep it as it was. */
export interface Vector extends Point {
	x: number;
	y: number;
	z: number;
	readonly length: number;
	set(x: number, y: number, z: number): this;
	copy(from: Point): this;
	add(other: Point): this;
	subtract(other: Point): this;
	/** Every number times this. */
	scale(by: number): this;
	/** Goes so much of the way to another, 0 to 1. */
	lerp(to: Point, share: number): this;
	/** Makes it one long; what is zero stays so. */
	normalize(): this;
	cross(other: Point): this;
	dot(other: Point): number;
	distanceTo(other: Point): number;
	/** A vector of its own, that moves nothing. */
	clone(): Vector;
}

/** Makes a vector of its own: `new Vec3(0, 1, 0)`. */
export declare const Vec3: new (x?: number, y?: number, z?: number) => Vector;
export type Vec3 = Vector;

/** How something is turned. */
export interface Rotation {
	/** The unit quaternion behind it. */
	readonly x: number;
	readonly y: number;
	readonly z: number;
	readonly w: number;
	set(x: number, y: number, z: number, w: number): this;
	copy(from: { readonly x: number; readonly y: number; readonly z: number; readonly w: number }): this;
	/** Around x, y and z, one after the other, degrees. */
	setDegrees(x: number, y: number, z: number): this;
	/** Turns further around one of its own axes, degrees. */
	turn(axis: 'x' | 'y' | 'z', degrees: number): this;
	/** Turns so that what looks along −Z (cameras, characters) faces along this direction, in its parent's space. */
	face(direction: Point): this;
	/** Goes so much of the way to another turn, 0 to 1. */
	slerp(
		to: { readonly x: number; readonly y: number; readonly z: number; readonly w: number },
		share: number,
	): this;
}

/** A thing of the running game. */
export interface Entity {
	readonly id: string;
	readonly name: string;
	/** False once it was destroyed. */
	readonly isAlive: boolean;
	readonly parent: Entity | null;
	readonly children: readonly Entity[];
	/** Where it stands in its parent, m. */
	readonly position: Vector;
	/** How it is turned in its parent. */
	readonly rotation: Rotation;
	readonly scale: Vector;
	/** Where it stands in the world, m: a copy. */
	readonly worldPosition: Vector;
	/** Which way it looks in the world (its −Z), one long: a copy. */
	readonly forward: Vector;
	/** Whether it and what it holds is seen. */
	visible: boolean;
	/** What physics knows of it: null without a rigid body. */
	readonly body: Body | null;
	/** The movements of its 3D model: null without an animation component. */
	readonly animation: Animation | null;
	has(component: string): boolean;
	/** A field of one of its components as the inspector shows it: `get('light', 'intensity')`. */
	get(component: string, field: string): Json;
	/** Changes a field while the game runs. Throws when there is no such field, or it cannot hold this value. */
	set(component: string, field: string, value: Json): void;
	/** Its script of this class, or null. */
	script<T extends Script>(type: ScriptClass<T>): T | null;
	/** Calls `onMessage` of its scripts, at the end of this tick. */
	send(message: string, data?: Json): void;
	distanceTo(other: Entity | Point): number;
	/** Takes it and what it holds out of the game, at the end of this tick. */
	destroy(): void;
}

/** A rigid body under a script's hand. */
export interface Body {
	/** m/s; setting it wakes the body. */
	readonly velocity: Vector;
	/** How fast it turns around x, y and z, degrees per second. */
	readonly spin: Vector;
	/** A push at once, kg·m/s. */
	push(impulse: Point): void;
	/** A force for this tick, N. */
	force(force: Point): void;
	/** Puts it somewhere else at once, in world metres, at rest. */
	teleport(to: Point): void;
	/**
	 * Walks a kinematic body by so much this tick, along walls, up steps and slopes, and down again. Tells where it
	 * ended and whether it stands on something.
	 */
	walk(by: Point, options?: WalkOptions): { readonly moved: Point; readonly isGrounded: boolean };
}

/** The movements that a 3D model brings, called clips. They are only seen: nothing bumps into what they move. */
export interface Animation {
	/** Goes over into a clip, by its name; '' is the first. What plays already goes on; what was over begins anew. */
	play(
		clip: string,
		options?: {
			/** How long it takes to go over into it, s; as the inspector says when not given, like the others here. */
			readonly fade?: number;
			readonly loop?: 'once' | 'repeat' | 'pingpong';
			/** 2 is twice as fast, below zero is backwards. */
			readonly speed?: number;
		},
	): void;
	/** Back to how it stands without a clip. */
	stop(fade?: number): void;
}

export type WalkOptions = {
	/** Steeper than this it slides, degrees; 45 when not given. */
	readonly maxSlope?: number;
	/** What it steps up, m; 0.3 when not given. */
	readonly stepHeight?: number;
	/** How far it stays on the ground going down, m; 0.3 when not given. */
	readonly snap?: number;
};

/** Two things that touched, told to both. */
export type Collision = {
	readonly other: Entity;
	/** True when they began to touch, false when they parted. */
	readonly began: boolean;
	/** One of them is a sensor: nothing was held up. */
	readonly isSensor: boolean;
};

export type RayHit = {
	readonly entity: Entity;
	/** World metres. */
	readonly point: Vector;
	/** Away from the surface, one long. */
	readonly normal: Vector;
	readonly distance: number;
};

export type RayOptions = {
	/** m; 1,000 when not given. */
	readonly maxDistance?: number;
	/** What it goes through. */
	readonly ignore?: Entity;
	/** Only colliders on these layers. */
	readonly layers?: readonly string[];
	/** Sensors are met too. */
	readonly sensors?: boolean;
};

export interface Physics {
	/** The first thing a ray from here meets, or null. */
	raycast(from: Point, direction: Point, options?: RayOptions): RayHit | null;
	/** What lies within a ball, in no particular order but always the same. */
	within(center: Point, radius: number): readonly Entity[];
	/** m/s²; 9.81 downwards at first. */
	readonly gravity: Vector;
}

/**
 * What the player does, by actions: `jump`, `fire`, `moveX` … and those that the project’s settings declare. On touch
 * screens players see the buttons of those that scripts ask for. A button of the interface presses
 * its action as well, for one tick; the scripts of its entity hear the message `pressed`.
 */
export interface Input {
	/** How far an action is pressed: 0 to 1, axes −1 to 1. */
	value(action: string): number;
	isDown(action: string): boolean;
	/** It went down in this tick. */
	pressed(action: string): boolean;
	/** It went up in this tick. */
	released(action: string): boolean;
	/** `moveX` and `moveY` as one, at most one long: x to the right, z towards the viewer, as a game from above has it. */
	readonly move: Vector;
	/** How far the player looked around since the last tick, degrees: x to the right, y up. */
	readonly look: { readonly x: number; readonly y: number };
	/** Where the pointer is: 0 to 1 from the left and from the top; null without one. */
	readonly pointer: { readonly x: number; readonly y: number; readonly isDown: boolean } | null;
	/** Asks that the pointer is held in the picture, for looking around. */
	lockPointer(on: boolean): void;
}

/** An action that went down or up, told to `onInput`. */
export type InputEvent = { readonly action: string; readonly pressed: boolean; readonly value: number };

export type SoundOptions = {
	/** 0 to 1. */
	readonly volume?: number;
	/** 1 as it is, 2 an octave higher. */
	readonly pitch?: number;
	readonly loop?: boolean;
	/** Where it comes from; everywhere when not given. */
	readonly at?: Entity;
	/** Which group it belongs to: players can make each quieter. */
	readonly bus?: 'effects' | 'music' | 'voice';
};

/** A sound that was begun. */
export interface PlayingSound {
	stop(): void;
}

export interface Sound {
	/** Plays a sound of the project (from a field of kind `asset`), or one of the ready-made effects. */
	play(sound: AssetRef | SoundEffect, options?: SoundOptions): PlayingSound;
	/** Music plays alone: it takes the place of what played before; null for silence. */
	music(sound: AssetRef | null, options?: { readonly volume?: number; readonly fade?: number }): void;
}

export type SoundEffect =
	| 'pickup'
	| 'jump'
	| 'hit'
	| 'hurt'
	| 'explosion'
	| 'shoot'
	| 'click'
	| 'power-up'
	| 'win'
	| 'lose'
	| 'step'
	| 'door';

export interface Camera {
	/** The entity through whose camera the player looks; null when the scene has none. */
	entity: Entity | null;
	/** Follows something from behind and above, smoothly. */
	follow(
		target: Entity,
		options?: { readonly distance?: number; readonly height?: number; readonly smooth?: number },
	): void;
	/** Goes around something as the player looks around. */
	orbit(target: Entity, options?: { readonly distance?: number; readonly height?: number }): void;
	/** Sees out of something's eyes; the player's looking turns it. */
	firstPerson(target: Entity, options?: { readonly height?: number }): void;
	/** Stays where it is from now on. */
	release(): void;
	/** Shakes for so long, s, by so much, m. */
	shake(seconds: number, strength?: number): void;
}

export interface Random {
	/** From 0 up to 1. */
	next(): number;
	between(least: number, most: number): number;
	/** A whole number, both ends possible. */
	whole(least: number, most: number): number;
	/** One of a list; undefined of an empty one. */
	pick<T>(list: readonly T[]): T | undefined;
}

export interface Saves {
	/** What this game kept under this name; undefined when it kept nothing. */
	get(name: string): Json | undefined;
	/** Keeps a value on this device, for the next time the game is played; null takes it away. At most 1 MB together. */
	set(name: string, value: Json): void;
}

export interface Scenes {
	/** The name of the scene that plays. */
	readonly current: string;
	/**
	 * Goes to another scene of the project, by its name, at the end of this tick; a scene plays for a quarter of a second at
	 * least. `game.vars` and what is saved go along, and music plays on; all else begins anew. Throws where no scene is
	 * called so.
	 */
	load(name: string): void;
	/** Begins this scene anew, as `load` of its own name. */
	restart(): void;
}

/** What lies over the picture besides the entities with an Interface component, which scripts change by `entity.set('ui', …)`. */
export interface Ui {
	/** Shows words over the picture for so long, s (3 when not given), and reads them to who does not see them. Empty: none. */
	say(words: string, seconds?: number): void;
}

/** The running game. */
export interface Game {
	/** Seconds of the game since the scene began. */
	readonly time: number;
	/** Ticks since the scene began: sixty a second. */
	readonly tick: number;
	/** How fast the game goes: 1 as it is, 0.5 at half the speed. */
	speed: number;
	readonly input: Input;
	readonly physics: Physics;
	readonly sound: Sound;
	readonly camera: Camera;
	/** The same in every game that begins with the same seed: never use `Math.random`, replays would differ. */
	readonly random: Random;
	/**
	 * Values that all scripts share: points, lives … They stay when another scene is loaded. Lists are set anew, not changed:
	 * `game.vars.found = [...found, name]`.
	 */
	readonly vars: Record<string, Json>;
	readonly save: Saves;
	readonly scenes: Scenes;
	readonly ui: Ui;
	/** The first entity of this name, or null. */
	find(name: string): Entity | null;
	findAll(name: string): readonly Entity[];
	/** Every running script of this class. */
	scripts<T extends Script>(type: ScriptClass<T>): readonly T[];
	/** Puts a prefab of the project (from a field of kind `prefab`) into the game. */
	spawn(
		prefab: PrefabRef,
		at?: Point,
		options?: { readonly parent?: Entity; readonly name?: string },
	): Entity;
	/** Calls `onMessage` of all scripts, at the end of this tick. */
	send(message: string, data?: Json): void;
	/** Ends the game: `won` or `lost`, with words for the player. */
	end(result: 'won' | 'lost', words?: string): void;
}

/** A prefab, a script or a file of the project as a field holds it. */
export type PrefabRef = { readonly prefab: string };
export type AssetRef = { readonly asset: string };

export type ScriptClass<T extends Script> = new () => T;

type FieldWords = { readonly label?: string; readonly help?: string };

/** One value of a script that creators set in the inspector. A plain value is short for its kind with that default. */
export type FieldDeclaration =
	| number
	| boolean
	| string
	| readonly [number, number, number]
	| (FieldWords & {
			readonly kind: 'number';
			readonly default?: number;
			readonly min?: number;
			readonly max?: number;
			readonly step?: number;
			readonly unit?: 'm' | 'm/s' | 'm/s²' | 'deg' | 's' | '1/s' | 'kg';
	  })
	| (FieldWords & { readonly kind: 'boolean'; readonly default?: boolean })
	| (FieldWords & { readonly kind: 'text'; readonly default?: string; readonly multiline?: true })
	| (FieldWords & { readonly kind: 'choice'; readonly default?: string; readonly options: readonly string[] })
	| (FieldWords & { readonly kind: 'color'; readonly default?: string })
	| (FieldWords & { readonly kind: 'vector3'; readonly default?: readonly [number, number, number] })
	| (FieldWords & { readonly kind: 'entity' })
	| (FieldWords & { readonly kind: 'prefab' })
	| (FieldWords & { readonly kind: 'asset'; readonly accepts: 'model' | 'image' | 'audio' });

export type Fields = Readonly<Record<string, FieldDeclaration>>;

export type Timer = { stop(): void };

export type Ease = 'linear' | 'in' | 'out' | 'in-out' | 'bounce';

/**
 * A script. One file has one, as its default export:
 *
 * ```ts
 * import { Script } from 'rastudios';
 *
 * export default class Spin extends Script {
 * 	static fields = { speed: { kind: 'number', default: 90, unit: 'deg' } };
 * 	declare speed: number;
 *
 * 	update(seconds: number) {
 * 		this.entity.rotation.turn('y', this.speed * seconds);
 * 	}
 * }
 * ```
 */
export declare abstract class Script {
	/** What creators set in the inspector; each is a property of the script under its name. Only plain values can stand here. */
	static fields?: Fields;
	/** What it belongs to. */
	readonly entity: Entity;
	readonly game: Game;
	/** Once, before the first update, when everything of the scene is there. */
	start?(): void;
	/** Every tick, before anything moves by physics. */
	update?(seconds: number): void;
	/** Every tick after all updates, timers and tweens, just before physics. */
	fixedUpdate?(seconds: number): void;
	/** Every tick after physics: for what looks at where things came to. */
	lateUpdate?(seconds: number): void;
	onCollision?(collision: Collision): void;
	onMessage?(message: string, data: Json, from: Entity | null): void;
	onInput?(event: InputEvent): void;
	/** Its entity leaves the game. */
	destroy?(): void;
	/** Its code was changed while the game ran: its fields and plain properties are as they were. */
	reloaded?(): void;
	/** Calls a function, or a method by its name, after so long. What goes by name survives a change of the code. */
	protected after(seconds: number, call: (() => void) | string): Timer;
	/** The same again and again. */
	protected every(seconds: number, call: (() => void) | string): Timer;
	/** Leads numbers of something to others: `this.tween(this.entity.position, { y: 2 }, 0.5, { ease: 'out' })`. */
	protected tween<T extends object>(
		target: T,
		to: Partial<Record<keyof T, number>>,
		seconds: number,
		options?: { readonly ease?: Ease; readonly then?: (() => void) | string },
	): Timer;
	/** Tells something on the console. */
	protected log(...values: unknown[]): void;
}
