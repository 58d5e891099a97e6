import { BucketMap } from './bucket-map.ts';

/** Changes beside the base, as a share of it, from which the two become a base anew. */
const SHARE = 4;
const FEWEST = 64;

const UNCHANGED = Symbol('unchanged');

/**
 * A map whose every change makes a new one beside it, at the price of what changed: a plain map that many versions
 * share, and what has changed since. Keys are ids.
 */
export class PersistentMap<K extends string | null, V> implements ReadonlyMap<K, V> {
	readonly #base: ReadonlyMap<K, V>;
	/** Undefined: gone. */
	readonly #since: BucketMap<K, V | undefined>;
	#size: number | undefined;

	private constructor(base: ReadonlyMap<K, V>, since: BucketMap<K, V | undefined>) {
		this.#base = base;
		this.#since = since;
	}

	/** The entries must not change from here on. A map that is one of these already is returned as it is. */
	static of<K extends string | null, V>(entries: ReadonlyMap<K, V>): PersistentMap<K, V> {
		if (entries instanceof PersistentMap) return entries as PersistentMap<K, V>;
		return new PersistentMap(entries, BucketMap.empty());
	}

	get size(): number {
		this.#size ??= this.#count();
		return this.#size;
	}

	get(key: K): V | undefined {
		const value = this.#since.find(key, UNCHANGED);
		return value === UNCHANGED ? this.#base.get(key) : value;
	}

	has(key: K): boolean {
		const value = this.#since.find(key, UNCHANGED);
		return value === UNCHANGED ? this.#base.has(key) : value !== undefined;
	}

	/** The map with these entries set, or, where the value is undefined, gone. */
	with(changes: ReadonlyMap<K, V | undefined>): PersistentMap<K, V> {
		const since = this.#since.with(changes);
		const changed = new PersistentMap(this.#base, since);
		const isCrowded = since.size > Math.max(FEWEST, this.#base.size / SHARE);
		return isCrowded ? PersistentMap.of(new Map(changed)) : changed;
	}

	forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
		this.#base.forEach((old, key) => {
			const value = this.#since.find(key, UNCHANGED);
			if (value === UNCHANGED) visit(old, key, this);
			else if (value !== undefined) visit(value, key, this);
		});
		this.#since.forEach((value, key) => {
			if (value !== undefined && !this.#base.has(key)) visit(value, key, this);
		});
	}

	*entries(): MapIterator<[K, V]> {
		for (const entry of this.#base) {
			const value = this.#since.find(entry[0], UNCHANGED);
			if (value === UNCHANGED) yield entry;
			else if (value !== undefined) yield [entry[0], value];
		}
		for (const [key, value] of this.#since)
			if (value !== undefined && !this.#base.has(key)) yield [key, value];
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

	#count(): number {
		let size = this.#base.size;
		this.#since.forEach((value, key) => {
			if (this.#base.has(key)) size -= 1;
			if (value !== undefined) size += 1;
		});
		return size;
	}
}
