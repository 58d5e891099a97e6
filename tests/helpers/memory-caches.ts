/** Caches in memory, as far as the app needs them. A cache that is full refuses what would go over. */
export class MemoryCaches implements CacheStorage {
	#caches = new Map<string, MemoryCache>();
	/** How many bytes all caches together may hold. */
	room = Infinity;

	async open(name: string): Promise<Cache> {
		const cache = this.#caches.get(name) ?? new MemoryCache(this);
		this.#caches.set(name, cache);
		return cache as unknown as Cache;
	}
	async keys(): Promise<string[]> {
		return [...this.#caches.keys()];
	}
	async has(name: string): Promise<boolean> {
		return this.#caches.has(name);
	}
	async delete(name: string): Promise<boolean> {
		return this.#caches.delete(name);
	}
	async match(key: RequestInfo | URL, { cacheName = '' } = {}): Promise<Response | undefined> {
		return await this.#caches.get(cacheName)?.match(key);
	}

	/** What is kept where, without the origin. */
	get content(): Record<string, string[]> {
		return Object.fromEntries([...this.#caches].map(([name, cache]) => [name, cache.paths.toSorted()]));
	}
	get bytes(): number {
		return [...this.#caches.values()].reduce((sum, cache) => sum + cache.bytes, 0);
	}
}

const ORIGIN = 'http://app.test';
const urlOf = (key: RequestInfo | URL) => new URL(key instanceof Request ? key.url : key, ORIGIN).href;

class MemoryCache {
	#storage: MemoryCaches;
	#kept = new Map<string, { body: ArrayBuffer; headers: Headers }>();

	constructor(storage: MemoryCaches) {
		this.#storage = storage;
	}
	get paths(): string[] {
		return [...this.#kept.keys()].map((url) => url.slice(ORIGIN.length));
	}
	get bytes(): number {
		return [...this.#kept.values()].reduce((sum, { body }) => sum + body.byteLength, 0);
	}
	async match(key: RequestInfo | URL): Promise<Response | undefined> {
		const kept = this.#kept.get(urlOf(key));
		return kept && new Response(kept.body, { headers: kept.headers });
	}
	async put(key: RequestInfo | URL, response: Response): Promise<void> {
		const body = await response.arrayBuffer();
		if (this.#storage.bytes + body.byteLength > this.#storage.room) {
			throw new DOMException('Quota exceeded', 'QuotaExceededError');
		}
		this.#kept.set(urlOf(key), { body, headers: response.headers });
	}
	async keys(): Promise<Request[]> {
		return [...this.#kept.keys()].map((url) => new Request(url));
	}
	async delete(key: RequestInfo | URL): Promise<boolean> {
		return this.#kept.delete(urlOf(key));
	}
}
