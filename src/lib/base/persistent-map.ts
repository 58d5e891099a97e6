/** Changes beside the base, as a share of it, from which the two become a base anew. */
const SHARE = 4;
const FEWEST = 64;
/** How many times larger each layer of changes is than the next, at least: few are looked through, and little copied. */
const STEP = 8;

const GONE = Symbol('gone');

type Layer<K, V> = ReadonlyMap<K, V | typeof GONE>;

/**
 * A map whose every change makes a new one beside it, at the price of what changed: a plain map that many versions
 * share, and layers of what has changed since.
 */
export class PersistentMap<K, V> implements ReadonlyMap<K, V> {
	readonly #base: ReadonlyMap<K, V>;
	/** Oldest first. */
	readonly #layers: readonly Layer<K, V>[];
	#changes: Layer<K, V> | undefined;
	#size: number | undefined;

	private constructor(base: ReadonlyMap<K, V>, layers: readonly Layer<K, V>[]) {
		this.#base = base;
		this.#layers = layers;
	}

	/** The entries must not change from here on. A map that is one of these already is returned as it is. */
	static of<K, V>(entries: ReadonlyMap<K, V>): PersistentMap<K, V> {
		if (entries instanceof PersistentMap) return entries as PersistentMap<K, V>;
		return new PersistentMap(entries, []);
	}

	get size(): number {
		this.#size ??= this.#count();
		return this.#size;
	}

	get(key: K): V | undefined {
		for (let i = this.#layers.length - 1; i >= 0; i--) {
			const value = this.#layers[i]?.get(key);
			if (value !== undefined) return value === GONE ? undefined : value;
		}
		return this.#base.get(key);
	}

	has(key: K): boolean {
		for (let i = this.#layers.length - 1; i >= 0; i--) {
			const value = this.#layers[i]?.get(key);
			if (value !== undefined) return value !== GONE;
		}
		return this.#base.has(key);
	}

	/** The map with these entries set, or, where the value is undefined, gone. */
	with(changes: ReadonlyMap<K, V | undefined>): PersistentMap<K, V> {
		const layers = [...this.#layers];
		let newest = new Map<K, V | typeof GONE>();
		changes.forEach((value, key) => newest.set(key, value === undefined ? GONE : value));
		for (let last = layers.at(-1); last && last.size < newest.size * STEP; last = layers.at(-1)) {
			newest = merge(last, newest);
			layers.pop();
		}
		layers.push(newest);
		const changed = new PersistentMap(this.#base, layers);
		const count = layers.reduce((sum, layer) => sum + layer.size, 0);
		const isCrowded = count > Math.max(FEWEST, this.#base.size / SHARE);
		return isCrowded ? PersistentMap.of(new Map(changed)) : changed;
	}

	forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
		for (const [key, value] of this) visit(value, key, this);
	}

	*entries(): MapIterator<[K, V]> {
		const changes = this.#allChanges();
		for (const entry of this.#base) {
			const value = changes.get(entry[0]);
			if (value === undefined) yield entry;
			else if (value !== GONE) yield [entry[0], value];
		}
		for (const [key, value] of changes) if (value !== GONE && !this.#base.has(key)) yield [key, value];
	}

	*keys(): MapIterator<K> {
		for (const [key] of this) yield key;
	}

	*values(): MapIterator<V> {
		for (const [, value] of this) yield value;
	}

	[Symbol.iterator](): MapIterator<[K, V]> {
		return this.entries();
	}

	/** All layers as one, made when first needed. */
	#allChanges(): Layer<K, V> {
		this.#changes ??= this.#layers.reduce<Layer<K, V>>(merge, new Map());
		return this.#changes;
	}

	#count(): number {
		let size = this.#base.size;
		this.#allChanges().forEach((value, key) => {
			if (this.#base.has(key)) size -= 1;
			if (value !== GONE) size += 1;
		});
		return size;
	}
}

function merge<K, V>(older: Layer<K, V>, newer: Layer<K, V>): Map<K, V | typeof GONE> {
	const merged = new Map(older);
	newer.forEach((value, key) => merged.set(key, value));
	return merged;
}
