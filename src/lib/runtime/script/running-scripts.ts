import type { GameEntity } from '../world/game-world.ts';
import type { SavedValue } from './saved-values.ts';
import { hasHook, namesHook, type AnyScript, type Hook } from './script-base.ts';

/** A script that runs for an entity. */
export type RunningScript = {
	readonly entity: GameEntity;
	readonly slot: string;
	/** The script's document. */
	readonly module: string;
	readonly script: AnyScript;
	isStarted: boolean;
	/** Its properties as they were when it was made. */
	first: Readonly<Record<string, SavedValue>>;
	/** Fields of which it would not take what was edited. */
	readonly refused: Set<string>;
	/** Its entity left the game, or it could not start. */
	isOver: boolean;
};

/**
 * The scripts that run, by their module: those of one run one after the other, so that it can be told at little cost which
 * one is at it.
 */
export class RunningScripts {
	#groups: Map<string, RunningScript[]>;
	#byEntity = new Map<number, RunningScript[]>();
	/** Has heard which module runs now; '' is none. */
	#onmodule: (module: string) => void;
	#module = '';

	constructor(modules: readonly string[], onmodule: (module: string) => void) {
		this.#groups = new Map(modules.map((id) => [id, []]));
		this.#onmodule = onmodule;
	}

	add(running: RunningScript): void {
		this.#groups.get(running.module)?.push(running);
		const own = this.#byEntity.get(running.entity.index) ?? [];
		own.push(running);
		this.#byEntity.set(running.entity.index, own);
	}

	/** Those of an entity, in the order of their slots. */
	of(entity: GameEntity): readonly RunningScript[] {
		return this.#byEntity.get(entity.index) ?? [];
	}

	/** All of them, in the order in which they run. */
	*all(): Iterable<RunningScript> {
		for (const group of this.#groups.values()) yield* group;
	}

	/** Forgets one, of an entity that stays. */
	drop(running: RunningScript): void {
		const { entity, module } = running;
		this.#byEntity.set(
			entity.index,
			this.of(entity).filter((other) => other !== running),
		);
		const group = this.#groups.get(module) ?? [];
		this.#groups.set(
			module,
			group.filter((other) => other !== running),
		);
	}

	/** Forgets those that are over. */
	sweep(entities: readonly GameEntity[]): void {
		for (const { index } of entities) this.#byEntity.delete(index);
		for (const [module, group] of this.#groups)
			if (group.some(({ isOver }) => isOver))
				this.#groups.set(
					module,
					group.filter(({ isOver }) => !isOver),
				);
	}

	/** Does something for every script that has started and has this hook, by module. */
	each(hook: Hook, run: (running: RunningScript) => void): void {
		for (const group of this.naming(hook))
			// Not `of`: those that come meanwhile wait for the next time.
			for (let i = 0, { length } = group; i < length; i++) {
				const running = group[i]!;
				if (running.isStarted && !running.isOver && hasHook(running.script, hook)) run(running);
			}
	}

	/** The scripts of each module that may have this hook; marks it while they are looked at. */
	*naming(hook: Hook): Iterable<readonly RunningScript[]> {
		for (const [module, group] of this.#groups) {
			const [first] = group;
			if (!first || !namesHook(first.script, hook)) continue;
			this.mark(module);
			yield group;
		}
	}

	/** The module that runs now. */
	get module(): string {
		return this.#module;
	}

	/** From now on this module runs. */
	mark(module: string): void {
		if (module === this.#module) return;
		this.#module = module;
		this.#onmodule(module);
	}
}
