const SMALLEST = 16;
/** Entries a bucket holds on average before the map is spread over more of them. */
const CROWDED = 64;

/**
 * A map whose every change makes a new one beside it, at the price of the buckets that changed rather than of all
 * entries. Keys are ids: their last characters are random, and spread them over the buckets.
 */
export class PersistentMap<K extends string | null, V> implements ReadonlyMap<K, V> {
	readonly size: number;
	readonly #buckets: readonly ReadonlyMap<K, V>[];

	private constructor(buckets: readonly ReadonlyMap<K, V>[], size: number) {
		this.#buckets = buckets;
		this.size = size;
	}

	static from<K extends string | null, V>(entries: ReadonlyMap<K, V>): PersistentMap<K, V> {
		let count = SMALLEST;
		while (count * CROWDED < entries.size * 2) count *= 2;
		const buckets = Array.from({ length: count }, () => new Map<K, V>());
		entries.forEach((value, key) => buckets[bucketOf(key, count)]?.set(key, value));
		return new PersistentMap(buckets, entries.size);
	}

	/** The map itself when it is one of these already: making one costs what is in it. */
	static of<K extends string | null, V>(entries: ReadonlyMap<K, V>): PersistentMap<K, V> {
		return entries instanceof PersistentMap ? (entries as PersistentMap<K, V>) : PersistentMap.from(entries);
	}

	get(key: K): V | undefined {
		return this.#buckets[bucketOf(key, this.#buckets.length)]?.get(key);
	}

	has(key: K): boolean {
		return this.#buckets[bucketOf(key, this.#buckets.length)]?.has(key) ?? false;
	}

	/** The map with these entries set, or, where the value is undefined, gone. */
	with(changes: ReadonlyMap<K, V | undefined>): PersistentMap<K, V> {
		const count = this.#buckets.length;
		const buckets = [...this.#buckets];
		const copied = new Map<number, Map<K, V>>();
		let { size } = this;
		for (const [key, value] of changes) {
			const at = bucketOf(key, count);
			const bucket = copied.get(at) ?? new Map(buckets[at]);
			copied.set(at, bucket);
			size -= bucket.size;
			if (value === undefined) bucket.delete(key);
			else bucket.set(key, value);
			size += bucket.size;
		}
		for (const [at, bucket] of copied) buckets[at] = bucket;
		const changed = new PersistentMap(buckets, size);
		return size > count * CROWDED ? PersistentMap.from(changed) : changed;
	}

	forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
		for (const bucket of this.#buckets) bucket.forEach((value, key) => visit(value, key, this));
	}

	*entries(): MapIterator<[K, V]> {
		for (const bucket of this.#buckets) yield* bucket.entries();
	}

	*keys(): MapIterator<K> {
		for (const bucket of this.#buckets) yield* bucket.keys();
	}

	*values(): MapIterator<V> {
		for (const bucket of this.#buckets) yield* bucket.values();
	}

	[Symbol.iterator](): MapIterator<[K, V]> {
		return this.entries();
	}
}

function bucketOf(key: string | null, count: number): number {
	// As any map, it is asked for what can be no key of it: the first of a selection that is empty.
	if (typeof key !== 'string') return 0;
	const { length } = key;
	let hash = length;
	for (let i = Math.max(0, length - 5); i < length; i++) hash = Math.imul(hash, 31) + key.charCodeAt(i);
	// Multiplied once more, so that the low bits depend on every character.
	return (Math.imul(hash, 0x9e3779b1) >>> 15) & (count - 1);
}
