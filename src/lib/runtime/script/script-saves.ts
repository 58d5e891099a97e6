import type { JsonValue } from '#lib/base/json.ts';
import type { GameWorld } from '../world/game-world.ts';
import type { Json, Saves } from './api.ts';
import { KeptValues, MOST_KEPT, MOST_SAVED } from './kept-values.ts';
import { plain } from './plain-values.ts';

/** What a game keeps on this device: whoever shows it does that; here is what is known of it. */
export class ScriptSaves implements Saves {
	readonly #kept: KeptValues;
	/** What was set since it was told the last time, and whether it was kept by then. */
	#changed = new Map<string, boolean>();

	constructor(world: GameWorld, kept: Readonly<Record<string, JsonValue>>) {
		this.#kept = new KeptValues(kept);
		world.ontake = () => this.#tell(world);
	}

	get all(): Readonly<Record<string, JsonValue>> {
		return this.#kept.all;
	}

	get(name: string): Json | undefined {
		return this.#kept.get(name);
	}

	set(name: string, value: Json): void {
		const key = String(name).slice(0, 100);
		const copy = plain(value, `game.save “${key}”`);
		const wasKept = this.#changed.get(key) ?? this.#kept.has(key);
		const tooMuch = this.#kept.set(key, copy);
		if (tooMuch === 'value') throw new RangeError(`“${key}” is too large to be saved.`);
		if (tooMuch === 'names') throw new RangeError(`A game saves ${MOST_KEPT} values at most.`);
		if (tooMuch === 'all')
			throw new RangeError(`A game saves ${MOST_SAVED / 1e6} MB at most; “${key}” is not saved.`);
		// What came and went meanwhile is nobody's news: names without end are never told.
		if (copy === null && !wasKept) this.#changed.delete(key);
		else this.#changed.set(key, wasKept);
	}

	/** The newest of each, however often it was set. */
	#tell(world: GameWorld): void {
		for (const name of this.#changed.keys())
			world.tell({ type: 'save', name, value: this.#kept.get(name) ?? null });
		this.#changed.clear();
	}
}
