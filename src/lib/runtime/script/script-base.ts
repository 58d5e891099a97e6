import type { Ease, Entity, Fields, Game, Json, Script, Timer } from './api.ts';

/** What a script reaches of the game that it runs in. */
export type ScriptContext = {
	readonly entity: Entity;
	readonly game: Game;
	wait(seconds: number, call: (() => void) | string, again: boolean): Timer;
	tween(target: object, to: Readonly<Record<string, number>>, seconds: number, options: TweenOptions): Timer;
	log(values: readonly unknown[]): void;
};

export type TweenOptions = { readonly ease?: Ease; readonly then?: (() => void) | string };

let given: ScriptContext | undefined;

/** Makes a script of a class; nobody else can. */
export function makeScript(type: new () => ScriptBase, context: ScriptContext): ScriptBase {
	given = context;
	try {
		const script = new type();
		if (!(script instanceof ScriptBase)) throw new TypeError('A script must extend Script.');
		return script;
	} finally {
		given = undefined;
	}
}

/** What `Script` of the api is when a game runs. */
export class ScriptBase implements Pick<Script, 'entity' | 'game'> {
	static fields?: Fields;
	#context: ScriptContext;

	constructor() {
		if (!given) throw new TypeError('Scripts are made by the game: attach them to an entity.');
		this.#context = given;
		given = undefined;
	}

	get entity(): Entity {
		return this.#context.entity;
	}
	get game(): Game {
		return this.#context.game;
	}

	after(seconds: number, call: (() => void) | string): Timer {
		return this.#context.wait(seconds, call, false);
	}
	every(seconds: number, call: (() => void) | string): Timer {
		return this.#context.wait(seconds, call, true);
	}
	tween(target: object, to: Record<string, number>, seconds: number, options: TweenOptions = {}): Timer {
		return this.#context.tween(target, to, seconds, options);
	}
	log(...values: unknown[]): void {
		this.#context.log(values);
	}
}

/** What the game calls, where a script has it. */
export type ScriptHooks = Pick<
	Script,
	| 'start'
	| 'update'
	| 'fixedUpdate'
	| 'lateUpdate'
	| 'onCollision'
	| 'onMessage'
	| 'onInput'
	| 'destroy'
	| 'reloaded'
>;
export type Hook = keyof ScriptHooks;
export type HookCall = (...given: readonly unknown[]) => unknown;

const HOOKS = [
	...['start', 'update', 'fixedUpdate', 'lateUpdate', 'onCollision', 'onMessage', 'onInput', 'destroy'],
	'reloaded',
] as readonly Hook[];

/** A script as the game sees it: any property may be anything, since creators write them. */
export type AnyScript = ScriptBase & Partial<Record<Hook, unknown>> & Record<string, unknown>;

/** A hook as it is now. Never throws: what is read by code that breaks is not there. */
export function hookOf(script: AnyScript, hook: Hook): HookCall | undefined {
	try {
		const call = script[hook];
		return typeof call === 'function' ? (call as HookCall) : undefined;
	} catch {
		return undefined;
	}
}

export const hasHook = (script: AnyScript, hook: Hook): boolean => hookOf(script, hook) !== undefined;

/** Whether its class, or itself, says anything of this hook. */
export function namesHook(script: AnyScript, hook: Hook): boolean {
	try {
		return hook in script;
	} catch {
		return false;
	}
}

/** Throws what reading its hooks throws: once, where it can be told. */
export function tryHooks(script: AnyScript): void {
	for (const hook of HOOKS) void script[hook];
}

export type MessageData = Json;
