import type { JsonValue } from '#lib/base/json.ts';

/** How many names a game has for what it keeps, the longest of these values, and all of it together, as JSON. */
export const MOST_KEPT = 256;
const LONGEST_KEPT = 64_000;
export const MOST_SAVED = 1_000_000;

/** What a game keeps, by name: no more than it may, whoever asks for it. */
export class KeptValues {
	readonly #values: Map<string, JsonValue>;
	readonly #sizes: Map<string, number>;
	/** With the braces around it. */
	#size = 2;

	constructor(kept: Readonly<Record<string, JsonValue>>) {
		this.#values = new Map(Object.entries(kept));
		this.#sizes = new Map(
			[...this.#values].map(([name, value]) => [name, sizeOf(name, JSON.stringify(value))]),
		);
		for (const size of this.#sizes.values()) this.#size += size;
	}

	get all(): Readonly<Record<string, JsonValue>> {
		return Object.fromEntries(this.#values);
	}

	has(name: string): boolean {
		return this.#values.has(name);
	}

	get(name: string): JsonValue | undefined {
		return this.#values.get(name);
	}

	/** Null is kept as nothing. Says what there would be too much of: then all is as it was. */
	set(name: string, value: JsonValue): 'names' | 'value' | 'all' | undefined {
		if (value !== null && !this.has(name) && this.#values.size >= MOST_KEPT) return 'names';
		const text = value === null ? '' : JSON.stringify(value);
		if (text.length > LONGEST_KEPT) return 'value';
		const size = value === null ? 0 : sizeOf(name, text);
		const all = this.#size - (this.#sizes.get(name) ?? 0) + size;
		if (value !== null && all > MOST_SAVED) return 'all';
		this.#size = all;
		if (value === null) {
			this.#values.delete(name);
			this.#sizes.delete(name);
		} else {
			this.#values.set(name, value);
			this.#sizes.set(name, size);
		}
		return undefined;
	}
}

/** As it counts in the JSON of all, with what stands around it. */
const sizeOf = (name: string, text: string): number => JSON.stringify(name).length + text.length + 2;
