const SMALLEST = 16;
/** Entries a bucket holds on average before they are spread over more of them. */
const CROWDED = 64;

/**
 * Entries by id that come or are replaced, never go. Every change makes a new map beside the old one, at the price of
 * the buckets that changed. The last characters of ids are random, and spread them over the buckets.
 */
export class BucketMap<K extends string | null, V> {
	readonly size: number;
	readonly #buckets: readonly ReadonlyMap<K, V>[];

	private constructor(buckets: readonly ReadonlyMap<K, V>[]) {
		this.#buckets = buckets;
		this.size = buckets.reduce((sum, bucket) => sum + bucket.size, 0);
	}

	static empty<K extends string | null, V>(): BucketMap<K, V> {
		return new BucketMap(emptyBuckets(SMALLEST));
	}

	/** The value, or `otherwise` where there is no entry. */
	find<T>(key: K, otherwise: T): V | T {
		const bucket = this.#buckets[bucketOf(key, this.#buckets.length)];
		const value = bucket?.get(key);
		return value !== undefined || bucket?.has(key) ? (value as V) : otherwise;
	}

	/** The map with these entries set. */
	with(changes: ReadonlyMap<K, V>): BucketMap<K, V> {
		const count = this.#buckets.length;
		if (this.size + changes.size > count * CROWDED) return this.#spread(changes);
		const buckets = [...this.#buckets];
		const copied = new Map<number, Map<K, V>>();
		changes.forEach((value, key) => {
			const at = bucketOf(key, count);
			const bucket = copied.get(at) ?? new Map(buckets[at]);
			copied.set(at, bucket.set(key, value));
		});
		for (const [at, bucket] of copied) buckets[at] = bucket;
		return new BucketMap(buckets);
	}

	forEach(visit: (value: V, key: K) => void): void {
		for (const bucket of this.#buckets) bucket.forEach(visit);
	}

	*[Symbol.iterator](): MapIterator<[K, V]> {
		for (const bucket of this.#buckets) yield* bucket;
	}

	#spread(changes: ReadonlyMap<K, V>): BucketMap<K, V> {
		let count = SMALLEST;
		while (count * CROWDED < (this.size + changes.size) * 2) count *= 2;
		const buckets = emptyBuckets<K, V>(count);
		const put = (value: V, key: K) => void buckets[bucketOf(key, count)]?.set(key, value);
		this.forEach(put);
		changes.forEach(put);
		return new BucketMap(buckets);
	}
}

const emptyBuckets = <K, V>(count: number): Map<K, V>[] =>
	Array.from({ length: count }, () => new Map<K, V>());

function bucketOf(key: string | null, count: number): number {
	// As any map, it is asked for what can be no key of it: the first of a selection that is empty.
	if (typeof key !== 'string') return 0;
	const { length } = key;
	let hash = length;
	for (let i = Math.max(0, length - 5); i < length; i++) hash = Math.imul(hash, 31) + key.charCodeAt(i);
	// Multiplied once more, so that the low bits depend on every character.
	return (Math.imul(hash, 0x9e3779b1) >>> 15) & (count - 1);
}
