import { entityScripts, type EntityScript } from '#lib/doc/components/entity-scripts.ts';
import type { GameState, SavedScript } from '../game-state.ts';
import { ANY_ACTION, AskedActions } from '../input/asked-actions.ts';
import type { GameInput } from '../input/game-input.ts';
import type { Contact } from '../physics/contacts.ts';
import type { Physics } from '../physics/physics.ts';
import { TICK_SECONDS } from '../loop/fixed-step.ts';
import type { GameData } from '../world/game-data.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import type { Collision, InputEvent, Json } from './api.ts';
import { fieldValues } from './api-values.ts';
import { plain } from './plain-values.ts';
import { PrefabSpawner } from './prefab-spawner.ts';
import { RunningScripts, type RunningScript } from './running-scripts.ts';
import { hasHook, makeScript, tryHooks, type AnyScript, type ScriptContext } from './script-base.ts';
import { reporterOf, ScriptCalls } from './script-calls.ts';
import { ScriptEntity, type EntityHost } from './script-entity.ts';
import { ScriptGame, type GameHost } from './script-game.ts';
import { restoreValue, saveMembers } from './saved-values.ts';
import { ScriptModules, type RegisteredModule } from './script-modules.ts';
import { SLOW_MS } from './slow-scripts.ts';
import { Timers } from './timers.ts';

/** More messages in one tick are without end. */
const MOST_MESSAGES = 5000;

type Message = {
	readonly to: GameEntity | null;
	readonly message: string;
	readonly data: Json;
	readonly from: GameEntity | null;
};

export type ScriptHostOptions = {
	readonly data: GameData;
	readonly world: GameWorld;
	readonly physics: Physics;
	readonly input: GameInput;
	readonly modules: readonly RegisteredModule[];
	/** This script's module begins to run; '' when none does. */
	readonly onmodule: (module: string) => void;
};

/** The scripts of a running game: makes them, calls them in their order, and tells what breaks without ending the rest. */
export class ScriptHost implements EntityHost, GameHost {
	readonly world: GameWorld;
	readonly physics: Physics;
	readonly input: GameInput;
	readonly asked: AskedActions;
	readonly data: GameData;
	readonly game: ScriptGame;
	readonly spawner: PrefabSpawner;
	readonly timers = new Timers<RunningScript>();
	readonly #modules: ScriptModules;
	readonly #running: RunningScripts;
	readonly #calls: ScriptCalls;
	#handles: ScriptEntity[] = [];
	#starting: RunningScript[] = [];
	#messages: Message[] = [];
	/** What scripts held that cannot be made by the code of now: by another change they may be again. */
	#unmade: readonly SavedScript[] = [];
	#destroyed = new Set<GameEntity>();

	constructor({ data, world, physics, input, modules, onmodule }: ScriptHostOptions) {
		this.world = world;
		this.physics = physics;
		this.input = input;
		this.asked = new AskedActions((action) => world.tell({ type: 'ask', action }));
		this.data = data;
		this.#modules = new ScriptModules(modules);
		this.#running = new RunningScripts(this.#modules.ids, onmodule);
		this.#calls = new ScriptCalls(this.#running, world);
		this.spawner = new PrefabSpawner(world, data.prefabs ?? {});
		this.game = new ScriptGame(this);
		for (const entity of world.entities) if (entity.isAlive) this.#attach(entity);
	}

	/** What scripts are in the middle of. */
	save(): Pick<GameState, 'scripts' | 'timers'> {
		const running = [...this.#running.all()].filter(({ isOver }) => !isOver);
		const scripts = running.map(({ entity, slot, module, isStarted, script, first }) => ({
			...{ index: entity.index, slot, module, isStarted, first, values: saveMembers(script) },
		}));
		const unmade = this.#unmade.filter(({ index }) => this.world.entities[index]?.isAlive);
		const kept = [...scripts, ...unmade];
		return { scripts: kept, timers: this.timers.save((owner) => running.indexOf(owner)) };
	}

	/**
	 * Goes on where a game with other code was. What nobody changed since it was made is as the code says now; all else
	 * is as it was.
	 */
	restore({ tick, scripts, timers }: GameState): void {
		this.#calls.tick = tick;
		const byPlace = new Map([...this.#running.all()].map((running) => [placeOf(running), running]));
		const restored = scripts.map((saved) => {
			const running = byPlace.get(placeOf({ ...saved, entity: saved }));
			if (running) this.#resume(running, saved);
			return running;
		});
		this.#running.mark('');
		this.#unmade = scripts.filter((_, i) => !restored[i]);
		for (const timer of timers) {
			const owner = restored[timer.owner];
			if (owner) this.timers.restore(owner, timer);
		}
	}

	get tick(): number {
		return this.#calls.tick;
	}
	get module(): string {
		return this.#running.module;
	}
	get running(): Iterable<RunningScript> {
		return this.#running.all();
	}

	/** Before physics: what came starts, then everything decides what it does. */
	beforePhysics(tick: number, events: readonly InputEvent[]): void {
		this.#calls.tick = tick;
		this.#startAll();
		this.#running.each('onInput', () => this.asked.ask(ANY_ACTION));
		for (const event of events) this.#calls.all('onInput', event);
		this.#calls.all('update', TICK_SECONDS);
		this.timers.advance(tick, (running, call) => this.#calls.later(running, call));
		this.#calls.all('fixedUpdate', TICK_SECONDS);
		// To tell is dear: only physics might keep the game as long as a script, and rather for one than for none.
		if (!this.physics.isEmpty) this.#running.mark(this.spawner.crowdedBy(tick));
	}

	/** After physics: what touched is told, then what looks at where things came to, then what was said, and what goes. */
	afterPhysics(): void {
		for (const contact of this.physics.contacts()) this.#collide(contact);
		this.#calls.all('lateUpdate', TICK_SECONDS);
		this.attempt(this.game.camera.followed, () => this.game.camera.lateUpdate(TICK_SECONDS));
		this.game.ui.passTick();
		this.#deliver();
		this.#takeOut();
	}

	handleOf(entity: GameEntity): ScriptEntity {
		return (this.#handles[entity.index] ??= new ScriptEntity(this, entity));
	}

	scriptOf(entity: GameEntity, type: unknown): unknown {
		if (typeof type !== 'function') throw new TypeError('A script is found by its class.');
		return this.#running.of(entity).find(({ script, isOver }) => !isOver && script instanceof type)?.script;
	}

	scriptsOf(type: unknown): unknown[] {
		if (typeof type !== 'function') throw new TypeError('Scripts are found by their class.');
		return [...this.#running.all()]
			.filter(({ script, isOver }) => !isOver && script instanceof type)
			.map(({ script }) => script);
	}

	send(to: GameEntity | null, message: string, data: unknown): void {
		if (this.#messages.length >= MOST_MESSAGES)
			throw new RangeError(`A tick has ${MOST_MESSAGES} messages at most.`);
		const from = this.#calls.current?.entity ?? null;
		const name = String(message);
		this.#messages.push({ to, message: name, data: plain(data, `The message “${name}”`), from });
	}

	destroy(entity: GameEntity): void {
		this.#destroyed.add(entity);
	}

	/** Takes an entity out of the game at once, between two ticks. */
	takeOut(entity: GameEntity): void {
		this.destroy(entity);
		this.#takeOut();
		this.#running.mark('');
	}

	/** What a creator says of a script was edited: it comes, goes, or has other values in these fields. */
	edited(entity: GameEntity, slot: string, fields: ReadonlySet<string>): void {
		const now = entityScripts(entity.values).find((script) => script.slot === slot);
		const runs = this.#running.of(entity).find((running) => running.slot === slot && !running.isOver);
		const source = now?.enabled ? now.source : null;
		if (runs && runs.module !== source) this.#end(runs);
		if (!now || source === null) return;
		if (runs?.module === source) this.#setFields(runs, now.fields, fields);
		else this.#attachScript(entity, now);
	}

	/** The slots of its scripts which would not take all that was edited: they are given it again with the next edit. */
	refusing(entity: GameEntity): string[] {
		return this.#running.of(entity).flatMap(({ slot, refused }) => (refused.size > 0 ? slot : []));
	}

	/** Physics forgot who listens to these. */
	listenAgain(entities: readonly GameEntity[]): void {
		for (const entity of entities)
			if (this.#running.of(entity).some(({ script }) => hasHook(script, 'onCollision')))
				this.physics.listen(entity.index);
	}

	/** Takes in something of an edit; what cannot be is told of its entity. */
	attempt(entity: GameEntity | null, what: () => void): void {
		try {
			what();
		} catch (cause) {
			this.#calls.error(cause, { index: entity?.index ?? -1, script: '' });
		}
	}

	/** Takes in entities that came: physics and scripts know them from now on; their scripts start with the next tick. */
	take(entities: readonly GameEntity[]): void {
		this.physics.add(entities);
		for (const entity of entities) this.#attach(entity);
	}

	/** Whoever runs says something that is not said by `this.log`. */
	say(values: readonly unknown[]): void {
		this.#calls.log(values);
	}

	/** Something broke outside of a call: a promise that nobody waited for. */
	reject(cause: unknown): void {
		this.#calls.error(cause);
	}

	/** This script took too long in a tick, see `SlowScripts`. */
	tellSlow(script: string): void {
		const text = `It took more than ${SLOW_MS} ms in one tick: everything waits for it. What takes a second is stopped.`;
		this.#calls.warn(text, { index: -1, script });
	}

	#attach(entity: GameEntity): void {
		for (const script of entityScripts(entity.values)) this.#attachScript(entity, script);
	}

	#attachScript(entity: GameEntity, { slot, source, enabled, fields }: EntityScript): void {
		const running = source && enabled ? this.#make(entity, slot, source, fields) : undefined;
		if (!running) return;
		this.#running.add(running);
		this.#starting.push(running);
		if (hasHook(running.script, 'onCollision')) this.physics.listen(entity.index);
	}

	/** Only these, and what it refused before: what else its creator set, the game may have changed since. */
	#setFields(running: RunningScript, stored: EntityScript['fields'], edited: ReadonlySet<string>): void {
		const { script, refused } = running;
		const names = new Set([...edited, ...refused]);
		const { fields } = script.constructor as { readonly fields?: never };
		const values = fieldValues(fields, stored, (id) => this.#named(id));
		this.#running.mark(running.module);
		// One by one: what a script refuses keeps none of the others out.
		for (const [name, value] of values)
			if (names.has(name)) {
				const taken = this.#calls.run(running, () => {
					script[name] = value;
				});
				if (taken) refused.delete(name);
				else refused.add(name);
			}
		this.#calls.run(running, () => {
			running.first = { ...running.first, ...saveMembers(pick(script, names)) };
		});
		this.#running.mark('');
	}

	#end(running: RunningScript): void {
		this.#running.mark(running.module);
		if (running.isStarted && hasHook(running.script, 'destroy')) this.#calls.one(running, 'destroy');
		running.isOver = true;
		this.#running.drop(running);
		this.#running.mark('');
	}

	#make(
		entity: GameEntity,
		slot: string,
		module: string,
		fields: Readonly<Record<string, unknown>>,
	): RunningScript | undefined {
		// Scripts make others, and go on.
		const before = this.#running.module;
		try {
			this.#running.mark(module);
			const type = this.#modules.classOf(module) as (new () => AnyScript) & { readonly fields?: never };
			const running = {
				entity,
				slot,
				module,
				isStarted: false,
				isOver: false,
				first: {},
				refused: new Set(),
			} as unknown as RunningScript;
			const script = makeScript(type, this.#contextOf(running)) as AnyScript;
			const own = Object.assign(running, { script });
			for (const [name, value] of fieldValues(type.fields, fields, (id) => this.#named(id)))
				script[name] = value;
			tryHooks(script);
			own.first = saveMembers(script);
			return own;
		} catch (cause) {
			this.#calls.error(cause, { index: entity.index, script: module });
			return undefined;
		} finally {
			this.#running.mark(before);
		}
	}

	#resume(running: RunningScript, { values, first, isStarted }: SavedScript): void {
		const entityOf = (index: number) => {
			const entity = this.world.entities[index];
			return entity ? this.handleOf(entity) : null;
		};
		this.#running.mark(running.module);
		for (const [name, value] of Object.entries(values))
			if (JSON.stringify(value) !== JSON.stringify(first[name]))
				// The new code may refuse it, or only tell it.
				this.#calls.run(running, () => void Reflect.set(running.script, name, restoreValue(value, entityOf)));
		if (!isStarted) return;
		running.isStarted = true;
		this.#starting = this.#starting.filter((starting) => starting !== running);
		if (hasHook(running.script, 'reloaded')) this.#calls.one(running, 'reloaded');
	}

	#contextOf(running: RunningScript): ScriptContext {
		return {
			entity: this.handleOf(running.entity),
			game: this.game,
			wait: (seconds, call, again) => this.timers.wait(running, this.tick, seconds, call, again),
			tween: (target, to, seconds, options) =>
				this.timers.tween(running, this.tick, target, to, seconds, options),
			log: (values) => this.#calls.log(values, reporterOf(running)),
		};
	}

	#named(id: string): ScriptEntity | null {
		const found = this.world.byId(id);
		return found ? this.handleOf(found) : null;
	}

	#startAll(): void {
		const starting = this.#starting;
		this.#starting = [];
		for (const running of starting) {
			if (running.isOver) continue;
			this.#running.mark(running.module);
			running.isStarted = true;
			if (!hasHook(running.script, 'start')) continue;
			// What cannot start does not run: it would break in every tick.
			if (!this.#calls.one(running, 'start')) running.isOver = true;
		}
	}

	#collide({ a, b, partA, partB, began, isSensor }: Contact): void {
		const hears = [
			[a, b],
			...(partA === a ? [] : [[partA, b]]),
			[b, a],
			...(partB === b ? [] : [[partB, a]]),
		];
		for (const [index = -1, other = -1] of hears) {
			const [entity, met] = [this.world.entities[index], this.world.entities[other]];
			if (!entity || !met) continue;
			const collision: Collision = { other: this.handleOf(met), began, isSensor };
			for (const running of this.#running.of(entity)) {
				if (!running.isStarted || running.isOver || !hasHook(running.script, 'onCollision')) continue;
				this.#running.mark(running.module);
				this.#calls.one(running, 'onCollision', collision);
			}
		}
	}

	/** What is sent meanwhile is told in the next tick: nobody can go on for ever. */
	#deliver(): void {
		const messages = this.#messages;
		this.#messages = [];
		for (const { to, message, data, from } of messages) {
			const sender = from && this.handleOf(from);
			const hear = (running: RunningScript) => this.#calls.one(running, 'onMessage', message, data, sender);
			if (!to) this.#running.each('onMessage', hear);
			else
				for (const running of this.#running.of(to)) {
					if (running.isOver || !hasHook(running.script, 'onMessage')) continue;
					this.#running.mark(running.module);
					hear(running);
				}
		}
	}

	#takeOut(): void {
		if (this.#destroyed.size === 0) return;
		const destroyed = [...this.#destroyed];
		this.#destroyed.clear();
		for (const entity of destroyed) {
			if (!entity.isAlive) continue;
			const gone = this.world.gather(entity);
			for (const one of gone) this.#bury(one);
			this.world.destroy(entity);
			this.#running.sweep(gone);
		}
	}

	#bury(entity: GameEntity): void {
		for (const running of this.#running.of(entity)) {
			this.#running.mark(running.module);
			if (running.isStarted && !running.isOver && hasHook(running.script, 'destroy'))
				this.#calls.one(running, 'destroy');
			running.isOver = true;
		}
		this.physics.remove(entity);
	}
}

const pick = (from: Readonly<Record<string, unknown>>, names: ReadonlySet<string>) =>
	Object.fromEntries([...names].map((name) => [name, from[name]]));

/** Where a script stands: the same over a change of its code. */
const placeOf = ({
	entity,
	slot,
	module,
}: {
	entity: { index: number };
	slot: string;
	module: string;
}): string => `${entity.index} ${slot} ${module}`;
