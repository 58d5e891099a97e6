import { isFiniteThroughout, type JsonValue } from '#lib/base/json.ts';
import type { GameWorld } from '../world/game-world.ts';
import type { Json, Saves } from './api.ts';
import { plain } from './api-values.ts';

/** The longest value that a game keeps, and how many names it has for them. */
const LONGEST = 64_000;
const MOST = 256;
/** All that a game keeps together, as JSON. */
export const MOST_SAVED = 1_000_000;

/** What a game keeps on this device: whoever shows it does that; here is what is known of it. */
export class ScriptSaves implements Saves {
	readonly #world: GameWorld;
	readonly #kept: Map<string, JsonValue>;
	readonly #sizes: Map<string, number>;

	constructor(world: GameWorld, kept: Readonly<Record<string, JsonValue>>) {
		this.#world = world;
		this.#kept = new Map(Object.entries(kept));
		this.#sizes = new Map([...this.#kept].map(([name, value]) => [name, sizeOf(name, value)]));
	}

	get all(): Readonly<Record<string, JsonValue>> {
		return Object.fromEntries(this.#kept);
	}

	get(name: string): Json | undefined {
		return this.#kept.get(name);
	}

	set(name: string, value: Json): void {
		const key = String(name).slice(0, 100);
		const copy = plain(value, 'What is saved');
		if (!isFiniteThroughout(copy)) throw new TypeError(`“${key}” is not saved: its numbers must be finite.`);
		if (JSON.stringify(copy).length > LONGEST) throw new RangeError(`“${key}” is too large to be saved.`);
		const size = copy === null ? 0 : sizeOf(key, copy);
		const others = this.#size - (this.#sizes.get(key) ?? 0);
		if (size > 0 && others + size > MOST_SAVED - 2)
			throw new RangeError(`A game saves ${MOST_SAVED / 1e6} MB at most; “${key}” is not saved.`);
		if (copy === null) this.#kept.delete(key);
		else if (!this.#kept.has(key) && this.#kept.size >= MOST)
			throw new RangeError(`A game saves ${MOST} values at most.`);
		else this.#kept.set(key, copy);
		this.#sizes.set(key, size);
		this.#world.tell({ type: 'save', name: key, value: copy });
	}

	get #size(): number {
		let sum = 0;
		for (const size of this.#sizes.values()) sum += size;
		return sum;
	}
}

/** As it counts in the JSON of all, with what stands around it. */
const sizeOf = (name: string, value: JsonValue): number =>
	JSON.stringify(name).length + JSON.stringify(value).length + 2;
